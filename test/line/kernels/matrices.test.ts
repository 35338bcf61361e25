import { describe, it } from 'vitest';
import { CompactedMatrix, SparseAccumulator, type Workspace } from '../../../src/line/kernels/index.ts';
import {
  entriesFor,
  Kinks,
  SelectedUnits,
  recorded,
  type Entries,
  type HeldMatrix,
  type CompactedColumns,
} from '../../../src/line/memory/index.ts';
import type { Random } from '../../helpers/randomNetworks.ts';
import { anyMatrix, contents, expectTwins, fill, someKinks, someOf, whole } from './twins.ts';

interface Rows {
  readonly matrix: HeldMatrix | CompactedColumns;
  readonly rows: number;
  readonly columns: number;
}

/** A matrix, or its selected rows in some of its columns: all of them, so that any may be met. */
function anyRows(random: Random, workspace: Workspace): Rows {
  const matrix = workspace.matrix(anyMatrix(random));
  if (random() < 0.5) return { matrix, rows: matrix.rows, columns: matrix.columns };
  const selected = new SelectedUnits(matrix.rows, workspace);
  const units = workspace.int32(matrix.rows);
  const some = someOf(matrix.rows, random);
  units.set(some);
  selected.set(units.subarray(0, some.length));
  const columns = workspace.int32(matrix.columns);
  columns.forEach((_, column) => (columns[column] = column));
  const rows = new CompactedMatrix(matrix, workspace);
  rows.pick(selected, columns);
  return { matrix: rows, rows: some.length, columns: matrix.columns };
}

function someEntries(columns: number, random: Random, workspace: Workspace): { entries: Entries; count: number } {
  const entries = entriesFor(columns, workspace);
  const some = someOf(columns, random);
  entries.units.set(some);
  fill(entries.changes, random);
  return { entries, count: some.length };
}

/** A vector of so many entries, or a few more, in runs of some width. */
function someSums(rows: number, random: Random, workspace: Workspace): SparseAccumulator {
  const width = 1 + whole(5, random);
  return new SparseAccumulator(Math.ceil(rows / width) * width, width, workspace);
}

const left = ({ values, touched, count, marked }: SparseAccumulator): (number | ArrayLike<number>)[] => [
  values,
  touched.subarray(0, count),
  marked,
];

describe('both kernels leave the same to the bit where they', () => {
  it('add columns of matrices, and of their selected rows', () => {
    expectTwins((workspace, random) => {
      const { matrix, rows, columns } = anyRows(random, workspace);
      const sums = someSums(rows, random, workspace);
      for (let times = 0; times < 2; times++) {
        const { entries, count } = someEntries(columns, random, workspace);
        sums.addColumns(matrix, entries, Math.min(1, count), count);
      }
      return left(sums);
    });
  });

  it('pick selected rows', () => {
    expectTwins((workspace, random) => {
      const { matrix } = anyRows(random, workspace);
      if (!(matrix instanceof CompactedMatrix)) return [];
      return [matrix.offsets, matrix.weights, matrix.pointers];
    });
  });

  it('pass kinks through matrices, as long as there is room', () => {
    expectTwins((workspace, random) => {
      const { matrix, rows, columns } = anyRows(random, workspace);
      const width = [1, 2, 3].findLast((of) => columns % of === 0 && random() < 0.6) ?? 1;
      const source = someKinks(columns, width, random, workspace);
      const sums = someSums(rows, random, workspace);
      const out = new Kinks(sums.width, workspace);
      const passing = recorded(workspace, 'Passing', { matrix, single: entriesFor(columns, workspace), sums, out });
      const until = whole(8, random) / 8 + 1 / 16;
      const found: (number | ArrayLike<number>)[] = [];
      for (let next = 0, times = 0; next < source.groups && times < 3; times++) {
        if (random() < 0.8) out.reserve(1, sums.runs);
        next = workspace.kernels.passKinks(passing, source, next, source.groups, times === 0 ? until : Infinity);
        found.push(next, sums.count);
      }
      return [...found, ...contents(out), ...left(sums)];
    });
  });

  it('multiply columns by a vector', () => {
    expectTwins((workspace, random) => {
      const { matrix, rows, columns } = anyRows(random, workspace);
      const vector = fill(workspace.float64(rows), random);
      const { entries, count } = someEntries(columns, random, workspace);
      const into = fill(workspace.float64(columns), random);
      workspace.kernels.dotColumns(matrix, entries.units, count, vector, into);
      return [into];
    });
  });

  it('take entries', () => {
    expectTwins((workspace, random) => {
      const { matrix, rows, columns } = anyRows(random, workspace);
      const sums = someSums(rows, random, workspace);
      const { entries, count } = someEntries(columns, random, workspace);
      sums.addColumns(matrix, entries, 0, count);
      const numbers = workspace.int32(sums.values.length + 1);
      numbers.forEach((_, i) => (numbers[i] = 3 * i + 1));
      const out = entriesFor(sums.values.length + 3, workspace);
      const taken = sums.take(numbers, out, 2, 100);
      return [taken, out.units.subarray(2, 2 + taken), out.changes.subarray(2, 2 + taken), ...left(sums)];
    });
  });

  it('pass changes of the adjoint through an activation', () => {
    expectTwins((workspace, random) => {
      const { matrix, rows, columns } = anyRows(random, workspace);
      const sums = someSums(rows, random, workspace);
      const { entries, count } = someEntries(columns, random, workspace);
      sums.addColumns(matrix, entries, 0, count);
      const [adjoint, pieceSlopes] = [0, 1].map(() => fill(workspace.float64(sums.values.length), random));
      const input = new SparseAccumulator(sums.values.length, sums.width, workspace);
      sums.backpropTo(input, adjoint, pieceSlopes);
      return [adjoint, ...left(input), ...left(sums)];
    });
  });
});
