import type { Elementwise } from '../network/index.ts';
import type { BlockCrossings } from './crossings.ts';
import { Kinks } from './kinks.ts';
import type { TrackedUnits } from './trackedUnits.ts';

/**
 * Follows the units of an elementwise activation. When a kink touches a unit, it is advanced, and if it went
 * over a threshold on the way, it crossed; where follows from value and slope. A crossing is a kink itself.
 */
export class ElementwiseSweep {
  readonly kinks = new Kinks();
  /** Slope of each piece. */
  readonly #gains: Float64Array;
  readonly #source: Kinks;
  readonly #units: TrackedUnits;
  readonly #pieces: Int32Array;
  /** Piece p holds from `#lower[p]` to `#upper[p]`. */
  readonly #lower: Float64Array;
  readonly #upper: Float64Array;
  readonly #crossings: BlockCrossings;

  /** @param units of the input, with the pieces that they are in just after alpha = 0 */
  constructor(operation: Elementwise, source: Kinks, units: TrackedUnits, pieces: Int32Array, crossings: BlockCrossings) {
    this.#gains = Float64Array.from(operation.slopes);
    this.#source = source;
    this.#units = units;
    this.#pieces = Int32Array.from(pieces);
    this.#lower = Float64Array.of(-Infinity, ...operation.thresholds);
    this.#upper = Float64Array.of(...operation.thresholds, Infinity);
    this.#crossings = crossings;
  }

  /** Takes the source's kinks up to `end`, where the block ends. */
  advance(end: number): void {
    const { kinks } = this;
    kinks.clear();
    for (const group of this.#source.order) this.#passOn(group);
    // Looked at without being touched: where blocks end leaves no trace in the figures.
    for (let unit = 0; unit < this.#pieces.length; unit++) this.#follow(unit, end);
    this.#crossings.moveTo(kinks);
    kinks.sort();
  }

  #passOn(group: number): void {
    const { alphas, starts, units, changes } = this.#source;
    const { kinks } = this;
    const tracked = this.#units;
    const { slopes, rounding } = tracked;
    const pieces = this.#pieces;
    const gains = this.#gains;
    const alpha = alphas[group];
    const end = starts[group + 1];
    let out = kinks.append(alpha, end - starts[group]);
    const outUnits = kinks.units;
    const outChanges = kinks.changes;
    for (let e = starts[group]; e < end; e++) {
      const unit = units[e];
      const change = changes[e];
      tracked.touch(unit, alpha, this.#follow(unit, alpha), change);
      const gain = gains[pieces[unit]];
      if (Math.abs(slopes[unit]) <= rounding[unit]) this.#settle(unit, alpha);
      if (gain === 0) continue;
      outUnits[out] = unit;
      outChanges[out++] = gain * change;
    }
    kinks.truncate(out);
  }

  /** The unit's value at an alpha; crossings on the way there are recorded. */
  #follow(unit: number, alpha: number): number {
    const value = this.#units.valueAt(unit, alpha);
    const piece = this.#pieces[unit];
    const rounding = this.#units.rounding[unit];
    if (value > this.#upper[piece] + rounding) this.#cross(unit, value - rounding, 1);
    else if (value < this.#lower[piece] - rounding) this.#cross(unit, value + rounding, -1);
    return value;
  }

  /** A unit that comes to rest: on a threshold it is in the piece below: the derivative at a kink is the one on the left. */
  #settle(unit: number, alpha: number): void {
    const piece = this.#pieces[unit];
    if (Math.abs(this.#units.values[unit] - this.#lower[piece]) > this.#units.rounding[unit]) return;
    this.#pieces[unit] = piece - 1;
    this.#crossings.add(alpha, unit, piece - 1, 0);
  }

  /** @param value that is reached, to rounding; @param step up or down through the pieces */
  #cross(unit: number, value: number, step: 1 | -1): void {
    const gains = this.#gains;
    const { values, slopes, touchedAt } = this.#units;
    const bounds = step > 0 ? this.#upper : this.#lower;
    let piece = this.#pieces[unit];
    while (step * (value - bounds[piece]) > 0) {
      // Within rounding a unit may have been beyond the threshold where it was touched.
      const way = Math.max(0, (bounds[piece] - values[unit]) / slopes[unit]);
      const change = (gains[piece + step] - gains[piece]) * slopes[unit];
      piece += step;
      this.#crossings.add(touchedAt[unit] + way, unit, piece, change);
    }
    this.#pieces[unit] = piece;
  }
}
