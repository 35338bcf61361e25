import { permutationsHeap } from 'simple-statistics';
import type { MaskedPerturbation, Values } from '../../../src/attribution/features/index.ts';
import type { Network } from '../../../src/network/index.ts';
import { seeded } from '../../helpers/randomNetworks.ts';

/** The values of a function of one point. */
export function valuesOf(size: number, f: (x: Float64Array) => number): Values {
  return (points) =>
    Promise.resolve(
      Float64Array.from({ length: points.length / size }, (_, i) => f(points.subarray(i * size, (i + 1) * size))),
    );
}

/** One output of a network. */
export function outputOf(network: Network, target: number): Values {
  return valuesOf(network.inputSize, (x) => network.evaluate(x)[target]);
}

/** A function of points, explained from the baseline to the input with one feature for each element. */
export function elementwise(
  baseline: readonly number[],
  input: readonly number[],
  f: (x: Float64Array) => number,
): MaskedPerturbation {
  return {
    values: valuesOf(input.length, f),
    baseline: Float64Array.from(baseline),
    input: Float64Array.from(input),
    mask: Int32Array.from(input, (_, i) => i),
  };
}

/** A game: what each coalition is worth, by number; player i is in coalition c if bit i of c is set. */
export type Worth = (coalition: number) => number;

/** Random worths of the coalitions of so many players. */
export function randomWorth(players: number, seed: number): Worth {
  const random = seeded(seed);
  const worths = Float64Array.from({ length: 2 ** players }, () => 2 * random() - 1);
  return (coalition) => worths[coalition];
}

/** The game as a function of points of zeros and ones. */
export function playing(players: number, worth: Worth): MaskedPerturbation {
  const zeros = Array.from({ length: players }, () => 0);
  return elementwise(
    zeros,
    zeros.map(() => 1),
    (x) => worth(x.reduce((bits, takesPart, player) => bits + takesPart * 2 ** player, 0)),
  );
}

/** Shapley values by their definition: over every order of the players, what each adds to those before it. */
export function shapleyByOrders(players: number, worth: Worth): Float64Array {
  const orders = permutationsHeap<number[]>(Array.from({ length: players }, (_, player) => player));
  const sums = new Float64Array(players);
  for (const order of orders) {
    let before = 0;
    for (const player of order) {
      const after = before + 2 ** player;
      sums[player] += worth(after) - worth(before);
      before = after;
    }
  }
  return sums.map((sum) => sum / orders.length);
}

/** A point of zeros and ones at which a target was evaluated, and its value there. */
export interface Sample {
  readonly kept: number[];
  readonly value: number;
}

/** The same game, and, once it is explained, the samples that were taken of it. */
export function recorded(perturbation: MaskedPerturbation): { perturbation: MaskedPerturbation; samples: Sample[] } {
  const size = perturbation.input.length;
  const samples: Sample[] = [];
  const values = async (points: Float64Array): Promise<Float64Array> => {
    const found = await perturbation.values(points);
    found.forEach((value, i) => samples.push({ kept: Array.from(points.subarray(i * size, (i + 1) * size)), value }));
    return found;
  };
  return { perturbation: { ...perturbation, values }, samples };
}

/** The largest difference of two lists. */
export function distance(a: Float64Array, b: ArrayLike<number>): number {
  return a.reduce(
    (largest, value, i) => Math.max(largest, Math.abs(value - b[i])),
    a.length === b.length ? 0 : Infinity,
  );
}

export function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
