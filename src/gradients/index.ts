export { backendNames } from './backendNames.ts';
export { loadBackend, preferred, type BackendOptions, type LoadedBackend } from './backends/index.ts';
export { examineBackends, type Examination } from './examine.ts';
export { gradientsOf, type GradientOptions, type NetworkGradients } from './networkGradients.ts';
