/** Numbers as they come: they are taken as float64. */
export type Numbers = Float64Array | Float32Array | readonly number[];

/** The same numbers as float64; undefined if a value is anything else. */
export function asFloat64(value: unknown): Float64Array | undefined {
  if (value instanceof Float64Array) return value;
  const isList = Array.isArray(value) && Array.from(value).every((x) => typeof x === 'number');
  return value instanceof Float32Array || isList ? Float64Array.from(value as readonly number[]) : undefined;
}

/** Whether a value is a finite number above 0. */
export function isPositive(value: unknown): boolean {
  return typeof value === 'number' && value > 0 && value < Infinity;
}
