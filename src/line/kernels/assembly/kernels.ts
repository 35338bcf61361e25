/**
 * The inner loops of `plainKernels.ts` on two float64 at a time, in AssemblyScript. Each takes what its twin takes:
 * numbers, and addresses of records and arrays in the memory that is imported. Each sum is made in the same order as
 * there, so that results are equal to the bit. `npm run build:kernels` compiles this into `wasmModule.ts`.
 */

export { addColumns } from './addColumns';
export { pickRows } from './pickRows';
export { passKinks } from './passKinks';
export { takeEntries } from './takeEntries';
export { applyKinks } from './applyKinks';
export { findCrossings } from './findCrossings';
export { boundDeviations } from './boundDeviations';
export { skipStable } from './skipStable';
export { stepThroughKinks } from './stepThroughKinks';
export { backpropActivation } from './backpropActivation';
export { subtractMoments } from './subtractMoments';
export { integrateSlopeChanges } from './integrateSlopeChanges';
export { pull } from './pull';
export { weigh } from './weigh';
export { deviate } from './deviate';

/** Fills bytes with zeros. */
export function clear(at: usize, bytes: usize): void {
  memory.fill(at, 0, bytes);
}
