import type { Elementwise } from '../network/index.ts';
import type { CrossingList } from './crossings.ts';
import { Kinks } from './kinks.ts';
import { roundingOf } from './rounding.ts';

/**
 * Follows the units of an elementwise activation. Each is known by its value and slope where it was last
 * touched by a kink; when the next one touches it, it is advanced, and if it went over a threshold on the
 * way, it crossed, where follows from value and slope. A crossing is a kink itself.
 */
export class ElementwiseSweep {
  readonly kinks = new Kinks();
  readonly #operation: Elementwise;
  readonly #source: Kinks;
  readonly #values: Float64Array;
  readonly #slopes: Float64Array;
  readonly #touchedAt: Float64Array;
  readonly #pieces: Int32Array;
  /** Piece p is left below `#lower[p]` and above `#upper[p]`. */
  readonly #lower: Float64Array;
  readonly #upper: Float64Array;
  readonly #onCrossing: (alpha: number, unit: number, piece: number) => void;
  readonly #crossed: { alpha: number; unit: number; change: number }[] = [];

  /** @param start values and slopes of the input and pieces at alpha = 0; copied */
  constructor(
    operation: Elementwise,
    node: number,
    source: Kinks,
    start: { values: Float64Array; slopes: Float64Array; pieces: Int32Array },
    crossings: CrossingList,
  ) {
    this.#operation = operation;
    this.#source = source;
    this.#values = Float64Array.from(start.values);
    this.#slopes = Float64Array.from(start.slopes);
    this.#touchedAt = new Float64Array(start.values.length);
    this.#pieces = Int32Array.from(start.pieces);
    const rounding = roundingOf(start.values, start.slopes);
    this.#lower = Float64Array.of(-Infinity, ...operation.thresholds.map((threshold) => threshold - rounding));
    this.#upper = Float64Array.of(...operation.thresholds.map((threshold) => threshold + rounding), Infinity);
    this.#onCrossing = (alpha, unit, piece) => {
      crossings.add(alpha, node, unit, piece);
    };
  }

  /** Takes the source's kinks up to `end`, where the block ends. */
  advance(end: number): void {
    const { kinks } = this;
    kinks.clear();
    this.#crossed.length = 0;
    for (const group of this.#source.order) this.#passOn(group);
    // Looked at without being touched: where blocks end leaves no trace in the figures.
    for (let unit = 0; unit < this.#values.length; unit++) this.#valueAt(unit, end);
    for (const { alpha, unit, change } of this.#crossed) {
      const at = kinks.append(alpha, 1);
      kinks.units[at] = unit;
      kinks.changes[at] = change;
    }
    kinks.sort();
  }

  #passOn(group: number): void {
    const source = this.#source;
    const { kinks } = this;
    const values = this.#values;
    const slopes = this.#slopes;
    const touchedAt = this.#touchedAt;
    const pieces = this.#pieces;
    const gains = this.#operation.slopes;
    const alpha = source.alphas[group];
    const begin = source.starts[group];
    const end = source.starts[group + 1];
    let out = kinks.append(alpha, end - begin);
    for (let e = begin; e < end; e++) {
      const unit = source.units[e];
      const change = source.changes[e];
      values[unit] = this.#valueAt(unit, alpha);
      touchedAt[unit] = alpha;
      slopes[unit] += change;
      const gain = gains[pieces[unit]];
      if (gain === 0) continue;
      kinks.units[out] = unit;
      kinks.changes[out++] = gain * change;
    }
    kinks.truncate(out);
  }

  /** The unit's value at an alpha; crossings on the way there are recorded. */
  #valueAt(unit: number, alpha: number): number {
    const value = this.#values[unit] + this.#slopes[unit] * (alpha - this.#touchedAt[unit]);
    const piece = this.#pieces[unit];
    if (value > this.#upper[piece] || value < this.#lower[piece]) this.#cross(unit, value);
    return value;
  }

  #cross(unit: number, value: number): void {
    const { slopes: gains, thresholds } = this.#operation;
    const slope = this.#slopes[unit];
    const step = slope > 0 ? 1 : -1;
    let piece = this.#pieces[unit];
    while (value > this.#upper[piece] || value < this.#lower[piece]) {
      const threshold = thresholds[step > 0 ? piece : piece - 1];
      const alpha = this.#touchedAt[unit] + (threshold - this.#values[unit]) / slope;
      const change = (gains[piece + step] - gains[piece]) * slope;
      piece += step;
      this.#onCrossing(alpha, unit, piece);
      this.#crossed.push({ alpha, unit, change });
    }
    this.#pieces[unit] = piece;
  }
}
