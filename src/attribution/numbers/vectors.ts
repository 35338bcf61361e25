/** Arithmetic of vectors. */

/** Points one after the other. */
export function joined(points: readonly Float64Array[]): Float64Array {
  const values = new Float64Array(points.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const point of points) {
    values.set(point, end);
    end += point.length;
  }
  return values;
}

/** Views of the items of an array. */
export function* itemsOf(values: Float64Array, size: number): Generator<Float64Array> {
  for (let begin = 0; begin < values.length; begin += size) yield values.subarray(begin, begin + size);
}

/** `sum += weight * term`. */
export function addTo(sum: Float64Array, weight: number, term: Float64Array): void {
  for (let i = 0; i < sum.length; i++) sum[i] += weight * term[i];
}

/** `to - from`. */
export function difference(from: Float64Array, to: Float64Array): Float64Array {
  return to.map((x, i) => x - from[i]);
}

/** Element by element. */
export function product(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((x, i) => x * b[i]);
}
