export { mTilde, mTildeGap } from './mTilde.ts';
export { relativeError } from './relativeError.ts';
export { tolerance } from './sampler.ts';
export { mapPartitions, sampledMaps, type SampledMap } from './sampledMaps.ts';
export { DoubleComparison, relativeTo, samplingErrors, type Sampling } from './samplings.ts';
export { procedureNamed, procedures, study, type Findings, type Procedure } from './study.ts';
export { partitionsWithin } from './partitionsWithin.ts';
