export { exactIntegratedGradients, type ExactAttributions } from './exact.ts';
export type { Integrator } from './integrator.ts';
export { NetworkIntegrator } from './networkIntegrator.ts';
export { relativeError } from './relativeError.ts';
export { Sampler, type Sampling } from './sampler.ts';
export { tolerance } from './samplesToTolerance.ts';
export { procedureNamed, procedures, study, type Findings, type Procedure } from './study.ts';
