import { gatheredRounding } from './kernels/index.ts';

/** Where units start: values and slopes over alpha just after alpha = 0. */
export interface Run {
  readonly value: Float64Array;
  readonly slope: Float64Array;
}

/**
 * Units followed along the line: each is known by its value and slope where a kink last touched it. The
 * arrays are there to be read in inner loops; `touch` changes them.
 */
export class TrackedUnits {
  readonly values: Float64Array;
  readonly slopes: Float64Array;
  readonly touchedAt: Float64Array;
  /** How far off their values and slopes units may be, by the largest that each has had and the kinks that touched it. */
  readonly rounding: Float64Array;
  readonly #reach: Float64Array;
  readonly #touches: Int32Array;

  constructor({ value, slope }: Run) {
    this.values = Float64Array.from(value);
    this.slopes = Float64Array.from(slope);
    this.touchedAt = new Float64Array(value.length);
    this.#reach = value.map((of, unit) => Math.abs(of) + Math.abs(slope[unit]));
    this.#touches = new Int32Array(value.length);
    this.rounding = this.#reach.map((reach) => gatheredRounding(0) * reach);
  }

  valueAt(unit: number, alpha: number): number {
    return this.values[unit] + this.slopes[unit] * (alpha - this.touchedAt[unit]);
  }

  /** Whether two units are equal at an alpha and go on as one, to rounding. */
  tie(a: number, b: number, alpha: number): boolean {
    const rounding = this.rounding[a] + this.rounding[b];
    return Math.abs(this.slopes[a] - this.slopes[b]) <= rounding && Math.abs(this.valueAt(a, alpha) - this.valueAt(b, alpha)) <= rounding;
  }

  /** A kink at an alpha, where the unit has this value. */
  touch(unit: number, alpha: number, value: number, change: number): void {
    const slope = this.slopes[unit] + change;
    this.values[unit] = value;
    this.slopes[unit] = slope;
    this.touchedAt[unit] = alpha;
    const reach = Math.abs(value) + Math.abs(slope) + Math.abs(change);
    if (reach > this.#reach[unit]) this.#reach[unit] = reach;
    this.rounding[unit] = gatheredRounding(++this.#touches[unit]) * this.#reach[unit];
  }
}
