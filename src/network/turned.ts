/** Rows and columns of the squares that a matrix is turned by: their cache lines stay at hand. */
const side = 32;

/**
 * The transposition of a matrix: its `rows x columns` numbers stand in `from`, row by row, from an index on, and go to
 * the same place of `into`, column by column.
 */
export function turn(from: Float64Array, into: Float64Array, rows: number, columns: number, at = 0): void {
  for (let top = 0; top < rows; top += side) {
    const bottom = Math.min(rows, top + side);
    for (let left = 0; left < columns; left += side) {
      const right = Math.min(columns, left + side);
      for (let row = top; row < bottom; row++) {
        for (let column = left; column < right; column++)
          into[at + column * rows + row] = from[at + row * columns + column];
      }
    }
  }
}

/** A matrix, row by row, column by column. */
export function turned(matrix: Float64Array, rows: number, columns: number): Float64Array {
  const result = new Float64Array(matrix.length);
  turn(matrix, result, rows, columns);
  return result;
}
