export { adjointPath, checkUnit, layerAdjoint, outputUnit, type AdjointPath, type Target } from './adjoint.ts';
export type { Crossings } from './crossings.ts';
export { lineGraph, theLine, type LineGraph, type Stage } from './graph.ts';
export { SingleDeviations, type Mixture, type Reference } from './deviations.ts';
export { forecastCrossings, type Forecast } from './forecast.ts';
export { integrate } from './integrate.ts';
export { bytesOnLine } from './kernelsFor.ts';
export { fastestKernels, plainKernels, type Kernels } from './kernels/index.ts';
export { Kinks } from './kinks.ts';
export { adjointOf, integrateAdjoint, integrateAdjointAlong } from './layerIntegrals.ts';
export { outputAt, outputPath, type OutputPath } from './outputPath.ts';
export { restOf, valuesAtEnds } from './rest.ts';
export { restrict, type RestrictOptions } from './restrict.ts';
export { bendsAt, lastPieces, type Seam } from './seam.ts';
export { targetSlope } from './targetSlope.ts';
export {
  endpoints,
  endpointsAmong,
  nodePath,
  regionOf,
  type NodePath,
  type Restriction,
} from './restriction.ts';
export type { Ends } from './start.ts';
