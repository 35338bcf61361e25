export { backendNames } from './backends/index.ts';
export { gradientsOf, type NetworkGradients } from './networkGradients.ts';
