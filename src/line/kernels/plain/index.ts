/** The kernels in TypeScript, one a file; made by `npm run build:kernels`. */
export { addColumns } from './addColumns.ts';
export { pickRows } from './pickRows.ts';
export { passKinks } from './passKinks.ts';
export { takeEntries } from './takeEntries.ts';
export { applyKinks } from './applyKinks.ts';
export { boundDeviations } from './boundDeviations.ts';
export { skipStable } from './skipStable.ts';
export { stepThroughKinks } from './stepThroughKinks.ts';
export { findCrossings } from './findCrossings.ts';
export { backpropActivation } from './backpropActivation.ts';
export { subtractMoments } from './subtractMoments.ts';
export { integrateSlopeChanges } from './integrateSlopeChanges.ts';
export { pull } from './pull.ts';
export { dotColumns } from './dotColumns.ts';
export { weigh } from './weigh.ts';
export { sumErrors } from './sumErrors.ts';
