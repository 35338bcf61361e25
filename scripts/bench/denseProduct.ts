import { fastestKernels } from '../../src/line/index.ts';
import { SparseAccumulator, type Workspace } from '../../src/line/kernels/index.ts';
import { entriesFor } from '../../src/line/memory/index.ts';
import { Dense, type TiledMatrix } from '../../src/network/index.ts';

/** Rows and columns: the weights, 512 KiB, stay in a cache near the processor. */
const size = 256;
const repetitions = 2000;
const runs = 5;

/** Multiply-adds per second of a dense matrix with a dense vector in the fastest kernels: the best of a few runs. */
export function denseProductRate(): number {
  const kernels = fastestKernels();
  const [matrix] = new Dense(new Float64Array(size * size).fill(1), new Float64Array(size)).connect([[size]]).matrices;
  return kernels.use([matrix], (workspace) => rateOf(matrix, workspace));
}

function rateOf(matrix: TiledMatrix, workspace: Workspace): number {
  const held = workspace.matrix(matrix);
  const entries = entriesFor(size, workspace);
  entries.changes.fill(1);
  entries.units.set(Array.from(entries.units.keys()));
  const sums = new SparseAccumulator(size, size, workspace);
  const seconds = Array.from({ length: runs }, () => {
    const began = performance.now();
    for (let i = 0; i < repetitions; i++) workspace.kernels.addColumns(held, entries, 0, size, sums);
    return (performance.now() - began) / 1000;
  });
  return (repetitions * size * size) / Math.min(...seconds);
}
