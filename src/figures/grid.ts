/** The places of an image or a layer. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
}

/**
 * The grid in which values of this shape stand. Of a vector it is the image that it may be, square and of one or three
 * channels; any other number of units stands in a square with a last row that is not full.
 */
export function gridOf(shape: readonly number[]): Grid {
  if (shape.length === 3) return { rows: shape[0], columns: shape[1], channels: shape[2] };
  const size = shape.reduce((product, length) => product * length, 1);
  const channels = [1, 3].find((count) => Number.isInteger(Math.sqrt(size / count))) ?? 1;
  const columns = Math.ceil(Math.sqrt(size / channels));
  return { rows: Math.ceil(size / channels / columns), columns, channels };
}

/** At each place of a grid the sum over the channels; 0 where there is no unit. */
export function sumsByPlace(values: ArrayLike<number>, { rows, columns, channels }: Grid): Float64Array {
  const sums = new Float64Array(rows * columns);
  for (let i = 0; i < values.length; i++) sums[Math.floor(i / channels)] += values[i];
  return sums;
}
