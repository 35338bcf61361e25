import { tiledMatrix, type TiledMatrix } from './tiledMatrix.ts';
import { turn } from './turned.ts';

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
