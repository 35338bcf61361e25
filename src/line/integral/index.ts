/** Integrals along the line, against any measure. */
export { SingleErrors, type Mixture, type Reference } from './singleErrors.ts';
export { integrate } from './integrate.ts';
export { adjointsOf, integrateAdjoint, integrateAdjointAlong } from './layerIntegrals.ts';
export { outputAt, outputPath, type OutputPath } from './outputPath.ts';
export { targetSlope } from './targetSlope.ts';
