import { sample } from 'simple-statistics';
import type { Coalition } from './game.ts';
import type { Random } from '../numbers/index.ts';

/** All coalitions, from none to all: in coalition number c player i takes part if bit i of c is set. */
export function* everyCoalition(players: number): Generator<Coalition> {
  for (let bits = 0; bits < 2 ** players; bits++) {
    yield Uint8Array.from({ length: players }, (_, player) => (bits >> player) & 1);
  }
}

/** The number of players that take part. */
export function sizeOfCoalition(coalition: Coalition): number {
  return coalition.reduce((size, takesPart) => size + takesPart, 0);
}

/**
 * Coalitions drawn by the Shapley kernel: size s with a probability proportional to `1 / (s (n - s))`, 0 < s < n,
 * and all coalitions of a size alike. Each is followed by its complement, which has the same probability.
 */
export function* drawnPairs(players: number, pairs: number, random: Random): Generator<Coalition> {
  const everyone = Array.from({ length: players }, (_, player) => player);
  const sizes = everyone.slice(1);
  const chances = cumulative(sizes.map((size) => 1 / (size * (players - size))));
  for (let pair = 0; pair < pairs; pair++) {
    const drawn = random() * chances[chances.length - 1];
    const coalition = new Uint8Array(players);
    for (const player of sample(everyone, sizes[chances.findIndex((bound) => drawn < bound)], random))
      coalition[player] = 1;
    yield coalition;
    yield coalition.map((takesPart) => 1 - takesPart);
  }
}

function cumulative(values: readonly number[]): number[] {
  let sum = 0;
  return values.map((value) => (sum += value));
}
