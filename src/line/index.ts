/*
 * A network on a line, in folders of which each rests on those before it: `memory` is arrays and records, `kernels` the
 * inner loops, `graph` the network as a line sees it. `forward` finds where units cross, `adjoint` how the target's
 * derivatives change there, `cumulative` what they sum up to, and `integral` integrates them; `parts` cuts a line.
 */
export { adjointPath, checkUnit, layerAdjoint, outputUnit, type AdjointPath, type Target } from './adjoint/index.ts';
export { CumulativeAdjoints } from './cumulative/index.ts';
export {
  endpoints,
  endpointsAmong,
  forecastCrossings,
  HeldMatrices,
  KinksAlong,
  nodePath,
  outputKinks,
  outputsAreKept,
  outputsAreRemembered,
  outputToRemember,
  regionOf,
  restrict,
  valuesAtEnds,
  type Crossings,
  type Ends,
  type Forecast,
  type NodePath,
  type OutputKinks,
  type RestrictOptions,
  type Restriction,
} from './forward/index.ts';
export {
  bytesOfAnswer,
  bytesOnLine,
  checkLine,
  checkOnLine,
  kernelsFor,
  lineGraph,
  matricesOf,
  pointAt,
  suffixOf,
  theLine,
  type LineGraph,
  type Stage,
  type StraightLine,
} from './graph/index.ts';
export {
  adjointsOf,
  integrate,
  integrateAdjoint,
  integrateAdjointAlong,
  outputAt,
  outputPath,
  SingleErrors,
  targetSlope,
  type Mixture,
  type OutputPath,
  type Reference,
} from './integral/index.ts';
export { fastestKernels, plainKernels, plainWorkspace, type Kernels, type Workspace } from './kernels/index.ts';
export { Kinks, leastNumber, MemoryRecord, Samples, type Way } from './memory/index.ts';
export { bendsAt, checkCuts, cutsOf, lastPieces, type Junction } from './parts/index.ts';
