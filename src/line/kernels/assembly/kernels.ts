/**
 * The inner loops of `plainKernels.ts` on two float64 at a time, in AssemblyScript. Each takes what its twin takes:
 * numbers, and addresses of records and arrays in the memory that is imported. Each sum is made in the same order as
 * there, so that results are equal to the bit. `npm run build:kernels` compiles this into `wasmModule.ts`.
 */

export { addColumns, pickRows, passKinks } from './linear';
export { applyKinks, findCrossings } from './units';
export { boundDeviations } from './boundDeviations';
export { skipStable } from './skipStable';
export { stepThroughKinks } from './stepThroughKinks';
export { backpropActivation, takeEntries } from './adjoint';
export { subtractMoments, integrateSlopeChanges, pull } from './slopeChanges';
export { weigh, deviate } from './measures';

/** Fills bytes with zeros. */
export function clear(at: usize, bytes: usize): void {
  memory.fill(at, 0, bytes);
}
