import type { Operation } from '../../network/index.ts';

/** A unit is rounded a few times. */
const roundings = 4 * Number.EPSILON;

const largestWeights = new WeakMap<Float64Array, number>();

/**
 * What rounding makes of a node's units at most, about: that of a linear one's terms is handed on, others round anew.
 *
 * @param read what it reads, and `roundingsRead` what rounding made of that
 */
export function roundingOf(
  value: Float64Array,
  operation?: Operation,
  read: readonly Float64Array[] = [],
  roundingsRead: readonly number[] = [],
): number {
  const own = roundings * largestIn(value);
  if (operation === undefined || operation.family === 'smooth') return own;
  if (operation.family !== 'linear') return Math.max(...roundingsRead);
  const { matrices, bias } = operation;
  const shift = bias === undefined ? 0 : roundings * largestWeight(bias);
  return matrices.reduce(
    (most, { weights }, i) => {
      return Math.max(most, largestWeight(weights) * Math.max(roundings * largestIn(read[i]), roundingsRead[i]));
    },
    Math.max(own, shift),
  );
}

function largestWeight(weights: Float64Array): number {
  const known = largestWeights.get(weights) ?? largestIn(weights);
  largestWeights.set(weights, known);
  return known;
}

function largestIn(x: Float64Array): number {
  let largest = 0;
  for (const value of x) largest = Math.max(largest, Math.abs(value));
  return largest;
}
