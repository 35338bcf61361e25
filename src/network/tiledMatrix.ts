import { turn } from './turned.ts';

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

/**
 * Tiles in any order: tile `t` stands in the group `groups[t]`, and is as said of a `TiledMatrix`. Without offsets all
 * are one.
 */
export interface Tiles {
  readonly groups: Int32Array;
  readonly starts: Int32Array;
  readonly offsets?: Int32Array;
}

/** Builds the matrix from its tiles; those of one group keep their order. */
export function tiledMatrix(
  size: { rows: number; columns: number; tileRows: number; tileColumns: number },
  weights: Float64Array,
  { groups, starts, offsets }: Tiles,
): TiledMatrix {
  const pointers = new Int32Array(size.columns / size.tileColumns + 1);
  for (const group of groups) pointers[group + 1]++;
  for (let group = 0; group + 1 < pointers.length; group++) pointers[group + 1] += pointers[group];
  const next = pointers.slice();
  const sorted = { starts: new Int32Array(starts.length), offsets: new Int32Array(starts.length) };
  for (let t = 0; t < groups.length; t++) {
    const place = next[groups[t]]++;
    sorted.starts[place] = starts[t];
    if (offsets !== undefined) sorted.offsets[place] = offsets[t];
  }
  return { ...size, weights, pointers, ...sorted };
}

/** The matrix whose only nonzero entries are `weights[offsets[e]]` in row `starts[e]` and column `groups[e]`. */
export function sparseMatrix(rows: number, columns: number, weights: Float64Array, entries: Tiles): TiledMatrix {
  return tiledMatrix({ rows, columns, tileRows: 1, tileColumns: 1 }, weights, entries);
}

/** The square matrix with the entries `weights[offsets[unit]]` on its diagonal; the identity without arguments. */
export function diagonalMatrix(
  size: number,
  weights: Float64Array = Float64Array.of(1),
  offsets?: Int32Array,
): TiledMatrix {
  const units = countUp(size);
  return sparseMatrix(size, size, weights, { groups: units, starts: units, ...(offsets && { offsets }) });
}

/** 0, 1, ..., `size - 1`. */
export function countUp(size: number): Int32Array {
  const numbers = new Int32Array(size);
  for (let i = 0; i < size; i++) numbers[i] = i;
  return numbers;
}

const transposes = new WeakMap<TiledMatrix, TiledMatrix>();
/** What transposed matrices were made of. */
const originals = new WeakMap<TiledMatrix, TiledMatrix>();

/** The transposed matrix, made once; its weights are turned when they are first read. */
export function transposed(matrix: TiledMatrix): TiledMatrix {
  const known = transposes.get(matrix) ?? transpose(matrix);
  transposes.set(matrix, known);
  return known;
}

function transpose(matrix: TiledMatrix): TiledMatrix {
  const { rows, columns, tileRows, tileColumns } = matrix;
  const groups = matrix.starts.map((start) => start / tileRows);
  const starts = new Int32Array(groups.length);
  for (let group = 0; group + 1 < matrix.pointers.length; group++) {
    starts.fill(group * tileColumns, matrix.pointers[group], matrix.pointers[group + 1]);
  }
  const size = { rows: columns, columns: rows, tileRows: tileColumns, tileColumns: tileRows };
  const tiles = { groups, starts, offsets: matrix.offsets };
  // The transposed tiles of a single row or column are these.
  if (tileRows === 1 || tileColumns === 1) return tiledMatrix(size, matrix.weights, tiles);
  let weights: Float64Array | undefined;
  const result = Object.defineProperty(tiledMatrix(size, new Float64Array(), tiles), 'weights', {
    get: () => (weights ??= turnedTiles(matrix, new Float64Array(matrix.weights.length))),
    enumerable: true,
  });
  originals.set(result, matrix);
  return result;
}

/** The weights of all tiles, each transposed once. */
function turnedTiles({ tileRows, tileColumns, weights, offsets }: TiledMatrix, into: Float64Array): Float64Array {
  for (const offset of new Set(offsets)) turn(weights, into, tileColumns, tileRows, offset);
  return into;
}

/** The matrix with its weights in an array that is made for them, or that those of another matrix are in already. */
export function withWeightsIn(
  matrix: TiledMatrix,
  make: (length: number) => Float64Array,
  known: Map<Float64Array, Float64Array>,
): TiledMatrix {
  const original = originals.get(matrix);
  const { weights: source } = original ?? matrix;
  const weights = (original === undefined ? known.get(source) : undefined) ?? make(source.length);
  if (original !== undefined) turnedTiles(original, weights);
  else if (!known.has(source)) {
    weights.set(source);
    known.set(source, weights);
  }
  const { rows, columns, tileRows, tileColumns, pointers, starts, offsets } = matrix;
  return { rows, columns, tileRows, tileColumns, weights, pointers, starts, offsets };
}

/** A tile, and the entries `from <= e < to` of a sparse vector that meet it. */
export interface MetTile {
  /** Its first row. */
  readonly start: number;
  /** Where the weights of column 0 of the matrix would be. */
  readonly offset: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Visits the tiles that a sparse vector meets: those of the columns `units[begin] .. units[end - 1]`. Entries of one
 * group of columns that follow each other meet their tiles together.
 */
export function forEachTile(
  { tileRows, tileColumns, pointers, starts, offsets }: TiledMatrix,
  units: Int32Array,
  begin: number,
  end: number,
  visit: (tile: MetTile) => void,
): void {
  if (tileRows * tileColumns === 1) {
    for (let e = begin; e < end; e++) {
      for (let t = pointers[units[e]]; t < pointers[units[e] + 1]; t++)
        visit({ start: starts[t], offset: offsets[t] - units[e], from: e, to: e + 1 });
    }
    return;
  }
  let to: number;
  for (let from = begin; from < end; from = to) {
    const group = Math.floor(units[from] / tileColumns);
    const first = group * tileColumns;
    for (to = from + 1; to < end && units[to] >= first && units[to] < first + tileColumns;) to++;
    for (let t = pointers[group]; t < pointers[group + 1]; t++)
      visit({ start: starts[t], offset: offsets[t] - first * tileRows, from, to });
  }
}

/**
 * `values[start + r] += sum of changes[e] * weights[offset + units[e] * tileRows + r]` over the entries that meet a
 * tile, for its rows: four entries at a time, so that each value is loaded and stored once for four products.
 */
export function addTile(
  { weights, tileRows: rows }: TiledMatrix,
  { start: at, offset, from, to }: MetTile,
  { units, changes }: { readonly units: Int32Array; readonly changes: Float64Array },
  values: Float64Array,
): void {
  let e = from;
  for (; e + 4 <= to; e += 4) {
    const a = changes[e];
    const b = changes[e + 1];
    const c = changes[e + 2];
    const d = changes[e + 3];
    const i = offset + units[e] * rows;
    const j = offset + units[e + 1] * rows;
    const k = offset + units[e + 2] * rows;
    const l = offset + units[e + 3] * rows;
    for (let r = 0; r < rows; r++) {
      values[at + r] += a * weights[i + r] + b * weights[j + r] + (c * weights[k + r] + d * weights[l + r]);
    }
  }
  for (; e < to; e++) {
    const a = changes[e];
    const i = offset + units[e] * rows;
    for (let r = 0; r < rows; r++) values[at + r] += a * weights[i + r];
  }
}

/** `y += M x`. Entries of `x` that are 0 cost nothing. */
export function multiplyAdd(matrix: TiledMatrix, x: Float64Array, y: Float64Array): void {
  const units = new Int32Array(x.length);
  const changes = new Float64Array(x.length);
  const count = takeNonzeros(x, units, changes);
  const entries = { units, changes };
  forEachTile(matrix, units, 0, count, (tile) => {
    addTile(matrix, tile, entries, y);
  });
}

/** Writes the entries of a vector that are not 0 to `units` and `values`; returns their number. */
export function takeNonzeros(x: Float64Array, units: Int32Array, values: Float64Array): number {
  let count = 0;
  for (let unit = 0; unit < x.length; unit++) {
    if (x[unit] === 0) continue;
    units[count] = unit;
    values[count++] = x[unit];
  }
  return count;
}

/** The product of column `column` with a vector. */
export function columnDot(matrix: TiledMatrix, column: number, y: Float64Array): number {
  const { tileRows, tileColumns, weights, pointers, starts, offsets } = matrix;
  const group = Math.floor(column / tileColumns);
  const within = (column - group * tileColumns) * tileRows;
  // Four sums side by side: one alone would wait for each of its own additions.
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let t = pointers[group]; t < pointers[group + 1]; t++) {
    const start = starts[t];
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
