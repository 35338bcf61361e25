import type { HeldMatrix, Samples, Way } from '../memory/index.ts';

/** The inner loops of smooth heads: their smooth layers, and integrals of their gradients. */
export interface HeadKernels {
  /** `y = exp(x) / sum exp(x)` of `count` numbers. */
  softmax(x: Float64Array, count: number, y: Float64Array): void;

  /** Adjoints of softmax's input from those of its output y: `pulled = y (adjoint - sum y adjoint)`. */
  pullSoftmax(y: Float64Array, adjoint: Float64Array, count: number, pulled: Float64Array): void;

  /** `into = x + factor * y` for the first `count` numbers; it may be x itself. */
  addMultiple(x: Float64Array, factor: number, y: Float64Array, count: number, into: Float64Array): void;

  /** `sum x y` of `count` numbers. */
  dot(x: Float64Array, y: Float64Array, count: number): number;

  /** The largest size of `count` numbers, of which NaN is none; 0 of none. */
  largestSize(x: Float64Array, count: number): number;

  /**
   * `into[v * rows + r] = sum_i M[r, columns[i]] * vectors[i * vectorsAtATime + v]` of a dense matrix, for the first
   * `count` of some columns and the vectors v < `many`; as many as fours of them have are written.
   */
  multiplyColumns(
    matrix: HeldMatrix,
    columns: Int32Array,
    count: number,
    vectors: Float64Array,
    many: number,
    into: Float64Array,
  ): void;

  /**
   * Integrals over a stretch from a gradient at four nodes, of which two are its ends. Returns 1, or 0, and not all of
   * them, if the nodes do not resolve it.
   */
  integrateFew(samples: Samples, length: number, integrals: Float64Array): number;

  /**
   * Integrals over a stretch from a gradient at the nodes of any rule. Returns 1, or 0 if the nodes do not resolve it;
   * all integrals are written.
   */
  integrateBy(samples: Samples, length: number, integrals: Float64Array): number;

  /**
   * Whether integrals of a gradient over a stretch of a way make what its function changes: 1 if `sum of slope *
   * integral` is the change, to rounding of what is added up, and of `size` beside it; else 0.
   */
  isComplete(way: Way, length: number, integrals: Float64Array, change: number, size: number): number;
}
