import { sheet } from '../../src/experiment/index.ts';

export const imageKey = ['network', 'image'];

/**
 * One row for each variant of each method. `n_used` is the n that was asked for, or that a tolerance took. `elements`
 * is how many numbers are compared: units of the input or of the layer, or of perturbation methods features.
 */
export const methodSheet = sheet(
  'attribution_methods',
  [...imageKey, 'method', 'rule', 'n', 'within'],
  [
    'n_used',
    'layer',
    'compared_with',
    'elements',
    'relative_l1',
    'relative_l2',
    'rank_correlation',
    'completeness_gap',
    'insertion',
    'deletion',
    'regions',
    'evaluations',
    'gradients',
  ],
);

/** What each variant of each method took. */
export const timingSheet = sheet('method_timings', methodSheet.key, ['seconds'], true);

/** One row for each two methods that attribute to the same. */
export const correlationSheet = sheet('rank_correlations', [...imageKey, 'method', 'other'], ['rank_correlation']);

/**
 * The attributions of one image by each method, and the image itself. `values` are separated by blanks, in row, column
 * order, channels summed; of an image of three colours in row, column, channel order. Units without places have no
 * rows.
 */
export const mapSheet = sheet('heat_maps', [...imageKey, 'method'], ['label', 'rows', 'columns', 'values']);

/** The place of a method that the image itself takes in `heat_maps.csv`. */
export const theImage = 'image';

/** One row for each place on the line; `new_class` is the class that the network comes to predict there. */
export const saturationSheet = sheet('saturation', [...imageKey, 'alpha'], ['label', 'gathered', 'new_class']);
