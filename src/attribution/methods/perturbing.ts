/** What the methods that replace features by the baseline's have in common. */
import { defaultMask, type FeatureAttributions, type FeatureMask, type MaskedPerturbation } from '../features/index.ts';
import { type Ends, targetAtEnds } from '../integrators/index.ts';
import type { Option, Question } from './method.ts';
import { baselineOptions } from './optionGroups.ts';
import type { Found } from './found.ts';
import { checkValues } from '../model/index.ts';

/** Options of all methods with features. */
export const featureOptions: readonly Option[] = [...baselineOptions, 'features'];

/** The question as the functions over features take it. */
export function perturbationOf({ network, model, target, input, line, options }: Question): MaskedPerturbation {
  const mask = options.features ?? defaultMask(network.inputShape);
  const values = async (points: Float64Array): Promise<Float64Array> => {
    const found = await model.valuesAt({ values: points }, target);
    checkValues(network, target, points, found);
    return found;
  };
  return { values, input, baseline: line.baseline, mask };
}

/** Their answer, with standard errors for each element of the input as attributions are. */
export function foundIn({ attributions, features, standardError }: FeatureAttributions, mask: FeatureMask): Found {
  if (standardError === undefined) return { attributions, features };
  return { attributions, features, standardError: attributions.map((_, i) => standardError[mask[i]]) };
}

/** The target at both ends of the line: its change is what Shapley values sum to. */
export function outputEnds({ network, line, target }: Question): Promise<Ends> {
  return targetAtEnds(network, line, target);
}
