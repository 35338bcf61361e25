import { exponentials } from './exponential.ts';

/** Loops of smooth operations: there may be faster ones than the plain, on arrays in a memory of their own. */
export interface SmoothLoops {
  /** `y = exp(x) / sum exp(x)` of `count` numbers. */
  readonly softmax: (x: Float64Array, count: number, y: Float64Array) => void;
  /** Adjoints of its input from those of its output y: `pulled = y (adjoint - sum y adjoint)`. */
  readonly pullSoftmax: (y: Float64Array, adjoint: Float64Array, count: number, pulled: Float64Array) => void;
}

/** The loops of softmax on any arrays. */
export const plainLoops: SmoothLoops = {
  softmax(x, count, y) {
    const sum = exponentials(x, largestOf(x), y);
    for (let i = 0; i < count; i++) y[i] /= sum;
  },

  /**
   * Relative to the adjoint of the largest output, so that nothing cancels where that is next to 1: gradients are right
   * down to the smallest numbers.
   */
  pullSoftmax(y, adjoint, count, pulled) {
    const origin = adjoint[y.indexOf(largestOf(y))];
    const mean = meanOf(y, adjoint, origin);
    for (let i = 0; i < count; i++) pulled[i] = y[i] * (adjoint[i] - origin - mean);
  },
};

/** `sum y (adjoint - origin)`, in four sums that do not wait for each other, and one of the numbers that are left. */
function meanOf(y: Float64Array, adjoint: Float64Array, origin: number): number {
  let [a, b, c, d, rest] = [0, 0, 0, 0, 0];
  let i = 0;
  for (; i + 4 <= y.length; i += 4) {
    a += y[i] * (adjoint[i] - origin);
    b += y[i + 1] * (adjoint[i + 1] - origin);
    c += y[i + 2] * (adjoint[i + 2] - origin);
    d += y[i + 3] * (adjoint[i + 3] - origin);
  }
  for (; i < y.length; i++) rest += y[i] * (adjoint[i] - origin);
  return a + c + (b + d) + rest;
}

export function largestOf(x: Float64Array): number {
  let largest = x[0];
  for (let i = 1; i < x.length; i++) if (x[i] > largest) largest = x[i];
  return largest;
}
