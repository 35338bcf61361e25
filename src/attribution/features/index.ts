export { featureAblation } from './featureAblation.ts';
export { kernelShap, type KernelShapOptions } from './kernelShap.ts';
export { lime, type LimeOptions } from './lime.ts';
export { countFeatures, defaultMask, type FeatureMask } from './mask.ts';
export { occlusion, type OcclusionOptions } from './occlusion.ts';
export type { FeatureAttributions, MaskedPerturbation, Perturbation, Values } from './perturbation.ts';
export { shapleyValues } from './shapleyValues.ts';
export { shapleyValueSampling, type ShapleyValueSamplingOptions } from './shapleyValueSampling.ts';
