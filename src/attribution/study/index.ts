export { mTilde } from './mTilde.ts';
export { relativeError } from './relativeError.ts';
export { Sampler, type Sampling } from './sampler.ts';
export { tolerance } from './samplesToTolerance.ts';
export { procedureNamed, procedures, study, type Findings, type Procedure } from './study.ts';
