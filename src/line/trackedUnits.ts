import { relativeRounding } from './kernels/index.ts';

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
  /**
   * How far beyond a threshold a unit must be to have crossed it. A unit that rests on one, as one behind an
   * inactive ReLU does, is off it by rounding alone and must not cross forth and back.
   */
  readonly rounding: Float64Array;

  constructor({ value, slope }: Run) {
    this.values = Float64Array.from(value);
    this.slopes = Float64Array.from(slope);
    this.touchedAt = new Float64Array(value.length);
    this.rounding = value.map((of, unit) => relativeRounding * (Math.abs(of) + Math.abs(slope[unit])));
  }

  valueAt(unit: number, alpha: number): number {
    return this.values[unit] + this.slopes[unit] * (alpha - this.touchedAt[unit]);
  }

  /** A kink at an alpha, where the unit has this value. */
  touch(unit: number, alpha: number, value: number, change: number): void {
    const slope = this.slopes[unit] + change;
    this.values[unit] = value;
    this.slopes[unit] = slope;
    this.touchedAt[unit] = alpha;
    const rounding = relativeRounding * (Math.abs(value) + Math.abs(slope) + Math.abs(change));
    if (rounding > this.rounding[unit]) this.rounding[unit] = rounding;
  }
}
