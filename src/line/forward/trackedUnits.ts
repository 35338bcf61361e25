import { gatheredRounding } from '../memory/index.ts';

/** Where units start: values and slopes over alpha just after alpha = 0. */
export interface ValueSlope {
  readonly value: Float64Array;
  readonly slope: Float64Array;
  /** What the rounding of each is measured by; see `magnitude.ts`. */
  readonly magnitude: Float64Array;
}

/**
 * Units followed along the line: each is known by its value and slope where a kink last touched it. The
 * arrays are there to be read in inner loops; `applyKink` changes them.
 */
export class TrackedUnits {
  readonly values: Float64Array;
  readonly slopes: Float64Array;
  readonly touchedAt: Float64Array;
  /** The largest value and slope that each has had. */
  readonly #magnitude: Float64Array;
  /** Kinks that touched each. */
  readonly #touches: Int32Array;

  constructor({ value, slope, magnitude }: ValueSlope) {
    this.values = Float64Array.from(value);
    this.slopes = Float64Array.from(slope);
    this.touchedAt = new Float64Array(value.length);
    this.#magnitude = Float64Array.from(magnitude);
    this.#touches = new Int32Array(value.length);
  }

  valueAt(unit: number, alpha: number): number {
    return this.values[unit] + this.slopes[unit] * (alpha - this.touchedAt[unit]);
  }

  /** Whether a unit is above another one at an alpha, by more than rounding. */
  leads(unit: number, other: number, alpha: number): boolean {
    const lead = this.valueAt(unit, alpha) - this.valueAt(other, alpha);
    return lead > 0 && lead > this.#rounding(unit, other);
  }

  /** Whether two units are equal at an alpha and go on as one, to rounding. */
  tie(a: number, b: number, alpha: number): boolean {
    const rounding = this.#rounding(a, b);
    return (
      Math.abs(this.slopes[a] - this.slopes[b]) <= rounding &&
      Math.abs(this.valueAt(a, alpha) - this.valueAt(b, alpha)) <= rounding
    );
  }

  /** A kink at an alpha, where the unit has this value. */
  applyKink(unit: number, alpha: number, value: number, change: number): void {
    const slope = this.slopes[unit] + change;
    this.values[unit] = value;
    this.slopes[unit] = slope;
    this.touchedAt[unit] = alpha;
    const magnitude = Math.abs(value) + Math.abs(slope) + Math.abs(change);
    if (magnitude > this.#magnitude[unit]) this.#magnitude[unit] = magnitude;
    this.#touches[unit]++;
  }

  /** How far off a difference of values or slopes may be. */
  #rounding(a: number, b: number): number {
    return (
      gatheredRounding(this.#touches[a]) * this.#magnitude[a] + gatheredRounding(this.#touches[b]) * this.#magnitude[b]
    );
  }
}
