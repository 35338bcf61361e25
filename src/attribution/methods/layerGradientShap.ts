import type { ExpectationMethod } from './method.ts';
import { gradientShap } from './gradientShap.ts';
import { layerOptions } from './optionGroups.ts';

/**
 * Layer gradient SHAP (Captum): the mean of what a layer changes from baseline to input, times the gradient by it at
 * a uniformly random point of the line between the inputs. Exact: internal influence times the change, averaged over
 * the baselines. Sampled: one gradient and two evaluations for each sample.
 */
export const layerGradientShap: ExpectationMethod<'layer_gradient_shap'> = {
  ...gradientShap,
  name: 'layer_gradient_shap',
  summary: "Gradient SHAP of a layer's units (Captum)",
  attributes: 'layer',
  options: [...gradientShap.options, ...layerOptions],
  integrand: ({ target, layers, options: { multiplyByInputs = true } }) => ({
    kind: 'mean gradient',
    target,
    by: layers,
    straight: 'input',
    timesChange: multiplyByInputs,
  }),
};
