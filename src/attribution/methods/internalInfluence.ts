import { layerOptions, lineOptions } from './optionGroups.ts';
import type { PathMethod } from './method.ts';

/**
 * Internal influence (Leino et al. 2018): for each unit j of a layer `integral of dF/dh_j` along the line between the
 * inputs, without a product with any change.
 */
export const internalInfluence: PathMethod<'internal_influence'> = {
  name: 'internal_influence',
  kind: 'path',
  summary: "Mean gradient by a layer's units along the line (Leino et al. 2018)",
  attributes: 'layer',
  options: [...lineOptions, ...layerOptions],
  integrand: ({ target, layers }) => ({
    kind: 'mean gradient',
    target,
    by: layers,
    straight: 'input',
    timesChange: false,
  }),
};
