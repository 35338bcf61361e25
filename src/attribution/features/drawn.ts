import { checkInteger } from '../../base/index.ts';

/** Samples or permutations that are drawn, at most: each is kept. */
const mostDrawn = 2 ** 24;

/** @throws UserError unless it is a number of things to draw */
export function checkDrawn(what: string, count: number, least = 1): void {
  checkInteger(`The number of ${what}`, count, least, mostDrawn);
}
