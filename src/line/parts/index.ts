/** A line in parts: where to cut it, and what happens at a cut. */
export { checkCuts, cutsOf, type End } from './cuts.ts';
export { bendsAt, lastPieces, type Junction } from './junction.ts';
