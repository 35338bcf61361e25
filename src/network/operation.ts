import type { Shape } from './shape.ts';
import type { SmoothLoops } from './smoothLoops.ts';
import type { TiledMatrix } from './tiledMatrix.ts';

/**
 * What a layer does once the shapes of its inputs are known: one of five families. Everything that computes
 * with networks in float64 (evaluation, restriction to a line, adjoints) is written once per family.
 */
export type Operation = Linear | Elementwise | Maximum | Reshape | Smooth;

/** `sum_i matrices[i] * input_i + bias`. */
export interface Linear {
  readonly family: 'linear';
  readonly shape: Shape;
  /** One for each input. */
  readonly matrices: readonly TiledMatrix[];
  /** One entry for each unit; absent where it is 0. */
  readonly bias?: Float64Array;
}

/**
 * A continuous piecewise-linear function of each unit: piece `p` holds between `thresholds[p - 1]` and
 * `thresholds[p]` and has slope `slopes[p]`. At `thresholds[p]` itself its derivative is `slopesAt[p]`, which is
 * PyTorch's: it may be that of either piece, or neither.
 */
export interface Elementwise {
  readonly family: 'elementwise';
  readonly shape: Shape;
  readonly thresholds: readonly number[];
  readonly slopes: readonly number[];
  readonly slopesAt: readonly number[];
  value(x: number): number;
}

/** Unit `k` is the maximum of the input units `candidates[pointers[k]] .. candidates[pointers[k + 1] - 1]`. */
export interface Maximum {
  readonly family: 'maximum';
  readonly shape: Shape;
  readonly pointers: Int32Array;
  readonly candidates: Int32Array;
}

/** The same units under another shape. */
export interface Reshape {
  readonly family: 'reshape';
  readonly shape: Shape;
}

/**
 * Not piecewise linear: exact methods refuse it. Its functions map one item. Where the result may be written is given
 * by those who ask often: a small array costs more than what is computed in it. So are loops for all of the arrays.
 */
export interface Smooth {
  readonly family: 'smooth';
  readonly shape: Shape;
  evaluate(inputs: readonly Float64Array[], room?: Float64Array, loops?: SmoothLoops): Float64Array;
  /** The adjoint of each input from that of the value, which is at hand. */
  pull(
    inputs: readonly Float64Array[],
    adjoint: Float64Array,
    value: Float64Array,
    rooms?: readonly Float64Array[],
    loops?: SmoothLoops,
  ): Float64Array[];
  /** Of a value, if not one for each unit. */
  readonly multiplications?: number;
  /**
   * How far apart two readings are, in what the functions take to turn: between neighbours of a row of readings that
   * are at most 1 apart nothing hides, and they are no further apart than units change, unless the functions have no
   * scale of their own. Absent of polynomials.
   */
  apart?(from: readonly Float64Array[], to: readonly Float64Array[]): number;
  /** Whether the functions have no scale but that of what they read. */
  readonly isScaleFree?: boolean;
  /** What one unit depends on; absent where each depends on all that is read, or on units of several inputs. */
  alone?(unit: number): UnitAlone;
}

/** What a unit of a smooth layer of one input depends on. The layer makes the unit of these alone, in their shape. */
export interface UnitAlone {
  /** Units of the input. */
  readonly reads: Int32Array;
  readonly shape: Shape;
  /** Its place in what the layer makes of them. */
  readonly unit: number;
}
