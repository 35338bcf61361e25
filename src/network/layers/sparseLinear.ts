import { UserError } from '../../base/index.ts';
import type { Linear } from '../operation.ts';
import { checkEntries, checkShape, formatShape, sizeOf, type Shape } from '../shape.ts';
import { sparseMatrix } from '../tiledMatrix.ts';
import type { LayerDefinition } from './layer.ts';

/**
 * A matrix row by row: row `r` has the entries `pointers[r] .. pointers[r + 1] - 1`, each with its column and weight.
 */
export interface Rows {
  readonly pointers: Int32Array;
  readonly columns: Int32Array;
  readonly weights: Float64Array;
}

/** Every unit is a weighted sum of some units of the input: means and sums over axes, linear interpolation. */
export class SparseLinear implements LayerDefinition {
  readonly type = 'SparseLinear';

  /**
   * @param shape of the output
   * @param matrix a row for each of its units
   * @param bias one for each of its units; absent where it is 0
   */
  constructor(
    readonly shape: Shape,
    readonly matrix: Rows,
    readonly bias?: Float64Array,
  ) {}

  connect([input]: readonly Shape[]): Linear {
    const { pointers, columns, weights } = this.matrix;
    const shape = checkShape(this.shape);
    const [rows, size] = [sizeOf(shape), sizeOf(input)];
    const fits = pointers.length === rows + 1 && columns.length === pointers[rows] && weights.length === columns.length;
    if (!fits || (this.bias?.length ?? rows) !== rows) {
      throw new UserError(
        `its matrix of ${pointers.length - 1} rows and ${weights.length} entries or its bias do not fit the ${rows} units of ${formatShape(shape)}.`,
      );
    }
    const wrong = columns.find((column) => column < 0 || column >= size);
    if (wrong !== undefined)
      throw new UserError(`it takes unit ${wrong} of its input, which has ${size} (${formatShape(input)}).`);
    const starts = new Int32Array(columns.length);
    for (let row = 0; row < rows; row++) starts.fill(row, pointers[row], pointers[row + 1]);
    const entries = { groups: columns, starts, offsets: Int32Array.from(columns.keys()) };
    return {
      family: 'linear',
      shape,
      matrices: [sparseMatrix(rows, size, weights, entries)],
      ...(this.bias && { bias: this.bias }),
    };
  }
}

/** Units that are the same for every input. @param values one for each */
export function constantUnits(shape: Shape, values: Float64Array): SparseLinear {
  return new SparseLinear(
    shape,
    { pointers: new Int32Array(values.length + 1), columns: new Int32Array(), weights: new Float64Array() },
    values,
  );
}

/**
 * A matrix along each axis, whole or by what is not 0 of it, one after the other; undefined is the identity. One row of
 * `1 / n` is the mean over an axis, which keeps size 1.
 *
 * @example linearAlong([2, 3], [undefined, [[1, 1, 1]]]) // of (1 2 3 / 4 5 6): (6 / 15)
 */
export function linearAlong(
  input: Shape,
  matrices: readonly (readonly ArrayLike<number>[] | Rows | undefined)[],
): SparseLinear {
  const factors = input.map((size, axis) => rowsOf(matrices[axis], size, axis));
  const shape = checkShape(factors.map(({ pointers }) => pointers.length - 1));
  checkEntries(factors.reduce((product, { columns }) => product * columns.length, 1));
  const one: Rows = { pointers: Int32Array.of(0, 1), columns: Int32Array.of(0), weights: Float64Array.of(1) };
  return new SparseLinear(
    shape,
    factors.reduce((product, factor, axis) => kronecker(product, factor, input[axis]), one),
  );
}

/** The sum along some axes, which keep size 1, of numbers with a weight that may depend on how many there are. */
export function sumAlong(
  input: Shape,
  axes: readonly number[],
  weightOf: (size: number) => number = () => 1,
): SparseLinear {
  const rows = (size: number): Float64Array[] => [new Float64Array(size).fill(weightOf(size))];
  return linearAlong(
    input,
    input.map((size, axis) => (axes.includes(axis) ? rows(size) : undefined)),
  );
}

function isRows(matrix: readonly ArrayLike<number>[] | Rows): matrix is Rows {
  return 'pointers' in matrix;
}

/** What is not 0 of a matrix with so many columns. */
function rowsOf(matrix: readonly ArrayLike<number>[] | Rows | undefined, size: number, axis: number): Rows {
  if (matrix === undefined) {
    const columns = Int32Array.from({ length: size }, (_, i) => i);
    return {
      pointers: Int32Array.from({ length: size + 1 }, (_, i) => i),
      columns,
      weights: new Float64Array(size).fill(1),
    };
  }
  if (isRows(matrix)) return matrix;
  const columns: number[] = [];
  const weights: number[] = [];
  const pointers = matrix.map((row) => {
    if (row.length !== size)
      throw new UserError(
        `its matrix along axis ${axis} has a row of ${row.length} entries, its input ${size} places.`,
      );
    for (let column = 0; column < size; column++) {
      if (row[column] === 0) continue;
      columns.push(column);
      weights.push(row[column]);
    }
    return columns.length;
  });
  return {
    pointers: Int32Array.of(0, ...pointers),
    columns: Int32Array.from(columns),
    weights: Float64Array.from(weights),
  };
}

/**
 * The matrix with the row `(i, j)` and the column `(k, l)` for rows `i`, `j` and columns `k`, `l` of two: the product
 * of their entries.
 */
function kronecker(a: Rows, b: Rows, columnsOfB: number): Rows {
  const [rowsOfA, rowsOfB] = [a.pointers.length - 1, b.pointers.length - 1];
  const pointers = new Int32Array(rowsOfA * rowsOfB + 1);
  const columns = new Int32Array(a.columns.length * b.columns.length);
  const weights = new Float64Array(columns.length);
  let at = 0;
  for (let row = 0; row + 1 < pointers.length; row++) {
    const [i, j] = [Math.floor(row / rowsOfB), row % rowsOfB];
    for (let e = a.pointers[i]; e < a.pointers[i + 1]; e++) {
      for (let f = b.pointers[j]; f < b.pointers[j + 1]; f++) {
        columns[at] = a.columns[e] * columnsOfB + b.columns[f];
        weights[at++] = a.weights[e] * b.weights[f];
      }
    }
    pointers[row + 1] = at;
  }
  return { pointers, columns, weights };
}
