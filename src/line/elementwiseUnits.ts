import type { Elementwise } from '../network/index.ts';
import type { BlockCrossings } from './crossings.ts';
import { relativeRounding, unitState, type Kernels, type Memory, type UnitState } from './kernels/index.ts';
import type { Kinks } from './kinks.ts';
import type { Run } from './trackedUnits.ts';

/**
 * Units of an elementwise activation on their way along the line, in runs that kinks touch as a whole. When a kink
 * touches a unit, it is advanced, and if it went over a threshold on the way, it crossed; where follows from
 * value and slope.
 */
export class ElementwiseUnits {
  readonly #kernels: Kernels;
  readonly #state: UnitState;
  readonly #pieces: Int32Array;
  /** Piece p holds from `#thresholds[p]` to `#thresholds[p + 1]`. */
  readonly #thresholds: Float64Array;
  readonly #slopesOfPieces: Float64Array;
  readonly #crossings: BlockCrossings;

  /** @param start of the input, with the pieces that its units are in just after alpha = 0; @param width units in a run */
  constructor(
    { thresholds, slopes }: Elementwise,
    { value, slope }: Run,
    pieces: Int32Array,
    width: number,
    crossings: BlockCrossings,
    kernels: Kernels,
    memory: Memory,
  ) {
    this.#kernels = kernels;
    this.#state = unitState(memory, value.length, width);
    this.#pieces = Int32Array.from(pieces);
    this.#thresholds = Float64Array.of(-Infinity, ...thresholds, Infinity);
    this.#slopesOfPieces = Float64Array.from(slopes);
    this.#crossings = crossings;
    this.#state.values.set(value);
    this.#state.slopes.set(slope);
    for (let unit = 0; unit < value.length; unit++) {
      this.#state.rounding[unit] = relativeRounding * (Math.abs(value[unit]) + Math.abs(slope[unit]));
      this.#enter(unit, pieces[unit]);
    }
  }

  /** Touches units by a group of kinks; appends what passes the activation to `out`. */
  touch(source: Kinks, group: number, out: Kinks): void {
    const state = this.#state;
    const alpha = source.alphas[group];
    const at = out.open(alpha, (source.starts[group + 1] - source.starts[group]) * state.width);
    let passed = this.#kernels.touch(state, source, group, out, at);
    if (passed < 0) {
      for (let i = 0; i < -passed; i++) this.#cross(state.list[i], alpha);
      passed = this.#kernels.apply(state, source, group, out, at);
    }
    out.close(at + passed);
    for (let i = 1; i <= state.list[0]; i++) this.#settle(state.list[i], alpha);
  }

  /** Records all crossings before an alpha. Units are looked at without being touched. */
  follow(alpha: number): void {
    const { width, values, slopes, rounding, lower, upper, touchedAt } = this.#state;
    for (let run = 0; run < touchedAt.length; run++) {
      const way = alpha - touchedAt[run];
      for (let unit = run * width; unit < (run + 1) * width; unit++) {
        const value = values[unit] + slopes[unit] * way;
        if (value > upper[unit] + rounding[unit] || value < lower[unit] - rounding[unit]) this.#cross(unit, alpha);
      }
    }
  }

  /** A unit that comes to rest: on a threshold it is in the piece below: the derivative at a kink is the one on the left. */
  #settle(unit: number, alpha: number): void {
    const { values, lower, rounding } = this.#state;
    if (Math.abs(values[unit] - lower[unit]) > rounding[unit]) return;
    this.#enter(unit, this.#pieces[unit] - 1);
    this.#crossings.add(alpha, unit, this.#pieces[unit], 0);
  }

  /** A unit goes over one threshold or more before an alpha. */
  #cross(unit: number, alpha: number): void {
    const { width, values, slopes, rounding, lower, upper, gains, touchedAt } = this.#state;
    const touched = touchedAt[Math.floor(unit / width)];
    const slope = slopes[unit];
    const step = slope > 0 ? 1 : -1;
    const reached = values[unit] + slope * (alpha - touched) - step * rounding[unit];
    for (;;) {
      const threshold = step > 0 ? upper[unit] : lower[unit];
      if (step * (reached - threshold) <= 0) return;
      const gain = gains[unit];
      this.#enter(unit, this.#pieces[unit] + step);
      // Within rounding a unit may have been beyond the threshold where it was touched.
      const way = Math.max(0, (threshold - values[unit]) / slope);
      this.#crossings.add(touched + way, unit, this.#pieces[unit], (gains[unit] - gain) * slope);
    }
  }

  #enter(unit: number, piece: number): void {
    this.#pieces[unit] = piece;
    this.#state.gains[unit] = this.#slopesOfPieces[piece];
    this.#state.lower[unit] = this.#thresholds[piece];
    this.#state.upper[unit] = this.#thresholds[piece + 1];
  }
}
