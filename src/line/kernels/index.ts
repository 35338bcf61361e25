import type { Kernels } from './kernels.ts';
import { plainKernels } from './plainKernels.ts';
import { makeWasmKernels } from './wasmKernels.ts';

export type { Passing } from './sweepKernels.ts';
export type { Kernels, Workspace } from './kernels.ts';
export { CompactedMatrix } from './compactedMatrix.ts';
export { plainKernels, plainWorkspace } from './plainKernels.ts';
export { SparseAccumulator } from './sparseAccumulator.ts';

let fastest: Kernels | undefined;

/** The fastest kernels that this machine runs, made once: their memory is the thread's. */
export function fastestKernels(): Kernels {
  fastest ??= makeWasmKernels() ?? plainKernels;
  return fastest;
}
