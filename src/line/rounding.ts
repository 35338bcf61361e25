/** Rounding that a sweep may gather in a unit, relative to the largest value and slope around it. */
const relativeRounding = 1e-12;

/**
 * How far beyond a threshold a unit's value must lie to have crossed it. A unit that rests on a threshold,
 * as one behind an inactive ReLU does, is off it by rounding alone and must not cross forth and back.
 *
 * @param values and slopes of the units of a node at alpha = 0
 */
export function roundingOf(values: Float64Array, slopes: Float64Array): number {
  let scale = 0;
  for (let unit = 0; unit < values.length; unit++) {
    scale = Math.max(scale, Math.abs(values[unit]) + Math.abs(slopes[unit]));
  }
  return relativeRounding * scale;
}
