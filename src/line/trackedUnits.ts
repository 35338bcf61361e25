/** Rounding that a unit may gather along the line, relative to the largest values and slopes that it has had. */
const relativeRounding = 1e-12;

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

  /** @param values and slopes just after alpha = 0; copied */
  constructor(values: Float64Array, slopes: Float64Array) {
    this.values = Float64Array.from(values);
    this.slopes = Float64Array.from(slopes);
    this.touchedAt = new Float64Array(values.length);
    this.rounding = values.map((value, unit) => relativeRounding * (Math.abs(value) + Math.abs(slopes[unit])));
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
