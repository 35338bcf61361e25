import { largestOf } from './smoothLoops.ts';

/** Smaller numbers have fewer digits. */
const leastNumber = 1e-307;

/**
 * How far apart two arguments of a function are, in what the function takes to turn there: between neighbours of a row
 * of places that are at most 1 apart nothing hides.
 */
export type Turns = (x: number, y: number) => number;

/** Of functions that turn within some units around 0, and beyond are all but powers: sigmoids, exponentials. */
export const aroundZero: Turns = (x, y) => Math.abs(y - x) / (2 + Math.min(Math.abs(x), Math.abs(y)));

/** Of waves. */
export const everywhere: Turns = (x, y) => Math.abs(y - x) / 2;

/** Of functions that have no scale but their argument: roots, logarithms, quotients by it. */
export const byRatio: Turns = (x, y) => {
  const size = Math.sign(x) === Math.sign(y) ? Math.min(Math.abs(x), Math.abs(y)) : 0;
  return Math.abs(y - x) / (2 * Math.max(size, leastNumber));
};

/** Of polynomials. */
export const nowhere: Turns = () => 0;

/** Of softmax and its kin, which turn where numbers come near the largest: the most that one is apart from itself. */
export function apartFromLargest(from: Float64Array, to: Float64Array): number {
  const [before, after] = [largestOf(from), largestOf(to)];
  let most = 0;
  for (let i = 0; i < from.length; i++) {
    const apart = aroundZero(from[i] - before, to[i] - after);
    if (apart > most) most = apart;
  }
  return most;
}

/** The most that units of one reading are apart from those of another. */
export function mostApart(turns: Turns, from: Float64Array, to: Float64Array): number {
  let most = 0;
  for (let unit = 0; unit < from.length; unit++) {
    const apart = turns(from[unit], to[unit]);
    if (apart > most) most = apart;
  }
  return most;
}
