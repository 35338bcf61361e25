/**
 * A linear map as a block-sparse matrix whose dense tiles may be shared, which is what a convolution is:
 * the kernel at one offset is a tile (output channels x input channels) that stands at every position.
 * A dense layer is one tile; an elementwise scaling has a tile of 1 x 1 for every unit.
 *
 * Columns come in groups of `tileColumns` with the same pattern. Group `g` has the tiles
 * `pointers[g] .. pointers[g + 1]`; tile `t` covers rows `starts[t] .. starts[t] + tileRows` and its entry
 * (r, c) is `weights[offsets[t] + c * tileRows + r]`. Every start is a multiple of `tileRows`.
 */
export interface TiledMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly tileRows: number;
  readonly tileColumns: number;
  readonly weights: Float64Array;
  readonly pointers: Int32Array;
  readonly starts: Int32Array;
  readonly offsets: Int32Array;
}

/** Where the tiles of one group of columns stand. */
export interface Tile {
  readonly start: number;
  readonly offset: number;
}

/** Builds the matrix from the tiles of each group of columns. */
export function tiledMatrix(
  size: { rows: number; columns: number; tileRows: number; tileColumns: number },
  weights: Float64Array,
  tilesOf: (group: number) => Iterable<Tile>,
): TiledMatrix {
  const groups = size.columns / size.tileColumns;
  const pointers = new Int32Array(groups + 1);
  const starts: number[] = [];
  const offsets: number[] = [];
  for (let group = 0; group < groups; group++) {
    for (const tile of tilesOf(group)) {
      starts.push(tile.start);
      offsets.push(tile.offset);
    }
    pointers[group + 1] = starts.length;
  }
  return { ...size, weights, pointers, starts: Int32Array.from(starts), offsets: Int32Array.from(offsets) };
}

/** The matrix with one nonzero entry in each column: `weights[offsetOf(column)]` in row `rowOf(column)`. */
export function scatterMatrix(
  rows: number,
  columns: number,
  weights: Float64Array,
  rowOf: (column: number) => number,
  offsetOf: (column: number) => number,
): TiledMatrix {
  return tiledMatrix({ rows, columns, tileRows: 1, tileColumns: 1 }, weights, (column) => [
    { start: rowOf(column), offset: offsetOf(column) },
  ]);
}

/** The transposed matrix, tiles transposed once each. */
export function transpose(matrix: TiledMatrix): TiledMatrix {
  const { rows, columns, tileRows, tileColumns, weights } = matrix;
  const transposed = new Float64Array(weights.length);
  for (const offset of new Set(matrix.offsets)) {
    for (let c = 0; c < tileColumns; c++) {
      for (let r = 0; r < tileRows; r++) {
        transposed[offset + r * tileColumns + c] = weights[offset + c * tileRows + r];
      }
    }
  }
  const tiles = Array.from({ length: rows / tileRows }, (): Tile[] => []);
  for (let group = 0; group + 1 < matrix.pointers.length; group++) {
    for (let t = matrix.pointers[group]; t < matrix.pointers[group + 1]; t++) {
      tiles[matrix.starts[t] / tileRows].push({ start: group * tileColumns, offset: matrix.offsets[t] });
    }
  }
  const size = { rows: columns, columns: rows, tileRows: tileColumns, tileColumns: tileRows };
  return tiledMatrix(size, transposed, (group) => tiles[group]);
}

/** `y += factor * M[:, column]`. */
function addColumn(matrix: TiledMatrix, column: number, factor: number, y: Float64Array): void {
  const { tileRows, tileColumns, weights, pointers, starts, offsets } = matrix;
  const group = Math.floor(column / tileColumns);
  const within = (column - group * tileColumns) * tileRows;
  for (let t = pointers[group]; t < pointers[group + 1]; t++) {
    const start = starts[t];
    const offset = offsets[t] + within;
    for (let r = 0; r < tileRows; r++) y[start + r] += factor * weights[offset + r];
  }
}

/** `y += M x`. Entries of `x` that are 0 cost nothing. */
export function multiplyAdd(matrix: TiledMatrix, x: Float64Array, y: Float64Array): void {
  for (let column = 0; column < matrix.columns; column++) {
    if (x[column] !== 0) addColumn(matrix, column, x[column], y);
  }
}

/** The product of column `column` with the vector that starts at `y[first]`. */
export function columnDot(matrix: TiledMatrix, column: number, y: Float64Array, first = 0): number {
  const { tileRows, tileColumns, weights, pointers, starts, offsets } = matrix;
  const group = Math.floor(column / tileColumns);
  const within = (column - group * tileColumns) * tileRows;
  // Four sums side by side: one alone would wait for each of its own additions.
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let t = pointers[group]; t < pointers[group + 1]; t++) {
    const start = first + starts[t];
    const offset = offsets[t] + within;
    let r = 0;
    for (; r + 4 <= tileRows; r += 4) {
      a += weights[offset + r] * y[start + r];
      b += weights[offset + r + 1] * y[start + r + 1];
      c += weights[offset + r + 2] * y[start + r + 2];
      d += weights[offset + r + 3] * y[start + r + 3];
    }
    for (; r < tileRows; r++) a += weights[offset + r] * y[start + r];
  }
  return a + b + (c + d);
}
