import { valuesAtEnds } from '../../line/index.ts';
import { lineNodeOf } from '../target/index.ts';
import { difference } from '../numbers/index.ts';
import { endingWith } from '../head/index.ts';
import type { ExpectationMethod } from './method.ts';
import { expectedGradients } from './expectedGradients.ts';
import { gradientShap, refuseNoise } from './gradientShap.ts';
import { exactInternalInfluence } from './internalInfluence.ts';
import { layerOptions, scaled, zeros } from './paths.ts';

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
  ends: () => Promise.resolve(undefined),
  exact(question) {
    refuseNoise(question);
    const { network, line, layer, target, options } = question;
    const found = exactInternalInfluence(question);
    const place = lineNodeOf(endingWith(network, target).network, layer.name);
    if (place === undefined) return { ...found, attributions: zeros(question) };
    const { atBaseline, atInput } = valuesAtEnds(place.graph, line);
    return {
      ...found,
      attributions: scaled(found.attributions, difference(atBaseline[place.node], atInput[place.node]), options),
    };
  },
  random: expectedGradients,
};
