import type { TiledMatrix } from './tiledMatrix.ts';

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
  if (matrix.tileRows * matrix.tileColumns === 1) {
    multiplyAddSparse(matrix, x, y);
    return;
  }
  const units = new Int32Array(x.length);
  const changes = new Float64Array(x.length);
  const count = takeNonzeros(x, units, changes);
  const entries = { units, changes };
  forEachTile(matrix, units, 0, count, (tile) => {
    addTile(matrix, tile, entries, y);
  });
}

/** The same of tiles of a single weight. */
function multiplyAddSparse(
  { pointers, starts, offsets, weights }: TiledMatrix,
  x: Float64Array,
  y: Float64Array,
): void {
  for (let column = 0; column < x.length; column++) {
    const factor = x[column];
    if (factor === 0) continue;
    for (let t = pointers[column]; t < pointers[column + 1]; t++) y[starts[t]] += factor * weights[offsets[t]];
  }
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

/** The product of column `column` with a vector; not a kernel, so that it adds up in an order of its own. */
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
