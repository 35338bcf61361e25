import { named } from '../../names/index.ts';
import type { Method } from './method.ts';
import { featureAblation } from './featureAblation.ts';
import { gradientShap } from './gradientShap.ts';
import { inputXGradient } from './inputXGradient.ts';
import { integratedGradients } from './integratedGradients.ts';
import { internalInfluence } from './internalInfluence.ts';
import { kernelShap } from './kernelShap.ts';
import { layerConductance } from './layerConductance.ts';
import { layerGradientShap } from './layerGradientShap.ts';
import { layerGradientXActivation } from './layerGradientXActivation.ts';
import { layerIntegratedGradients } from './layerIntegratedGradients.ts';
import { lime } from './lime.ts';
import { neuronConductance } from './neuronConductance.ts';
import { neuronGradientXActivation } from './neuronGradientXActivation.ts';
import { neuronIntegratedGradients } from './neuronIntegratedGradients.ts';
import { occlusion } from './occlusion.ts';
import { saliency } from './saliency.ts';
import { shapleyValues } from './shapleyValues.ts';
import { shapleyValueSampling } from './shapleyValueSampling.ts';

/** The registry. */
const registry = [
  integratedGradients,
  layerIntegratedGradients,
  layerConductance,
  internalInfluence,
  neuronIntegratedGradients,
  neuronConductance,
  saliency,
  inputXGradient,
  layerGradientXActivation,
  neuronGradientXActivation,
  gradientShap,
  layerGradientShap,
  featureAblation,
  occlusion,
  shapleyValueSampling,
  shapleyValues,
  kernelShap,
  lime,
] as const;

export type MethodName = (typeof registry)[number]['name'];

/** Every method that `explain` knows. */
export const methods: readonly Method<MethodName>[] = registry;

/** @throws UserError with the nearest name if no method has this one */
export function methodNamed(name: string): Method<MethodName> {
  return named('method', name, methods);
}
export type { Found } from './found.ts';
export type { DirectMethod, ExpectationMethod, Method, PathMethod, RandomMethod, Option, Question } from './method.ts';
export type { MethodOptions, RuleChoice } from './methodOptions.ts';
