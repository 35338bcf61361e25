/** The kernels in AssemblyScript, one a file; made by `npm run build:kernels`. */
export { clear } from './clear';
export { addColumns } from './addColumns';
export { pickRows } from './pickRows';
export { passKinks } from './passKinks';
export { takeEntries } from './takeEntries';
export { applyKinks } from './applyKinks';
export { boundDeviations } from './boundDeviations';
export { skipStable } from './skipStable';
export { stepThroughKinks } from './stepThroughKinks';
export { findCrossings } from './findCrossings';
export { backpropActivation } from './backpropActivation';
export { subtractMoments } from './subtractMoments';
export { integrateSlopeChanges } from './integrateSlopeChanges';
export { pull } from './pull';
export { dotColumns } from './dotColumns';
export { weigh } from './weigh';
export { sumErrors } from './sumErrors';
