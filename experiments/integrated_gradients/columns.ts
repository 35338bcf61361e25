import { mapSheetNamed, sheet, type Cells } from '../../src/experiment/index.ts';

/** Columns of the samples to 5 %, by rule. */
export const samplesColumns = {
  left: 'left_samples',
  right: 'right_samples',
  trapezoid: 'trap_samples',
  simpson: 'simpson_samples',
  gauss: 'gauss_samples',
} as const;

/** What a job finds of one image, by column. */
export type RunRow = Readonly<Record<string, number | undefined>>;

/** All that a job finds of one image. */
export interface ImageResult {
  readonly row: RunRow;
  /** The relative errors of the rules at many numbers of samples; none unless they were asked for. */
  readonly curve: readonly Cells[];
  /** The line itself; none unless it was asked for. */
  readonly line: readonly Cells[];
  /** How many units of each layer cross. */
  readonly layers: readonly Cells[];
  /** The attributions themselves; none unless they were asked for. */
  readonly maps: readonly Cells[];
  /** Of tabular data in the place of maps: the attributions of each column. */
  readonly features: readonly Cells[];
  readonly seconds: number;
}

const imageKey = ['network', 'image'];

/** One row for each image of each network; an empty cell is no value. */
export const runSheet = sheet('ig_run_data', imageKey, [
  'label',
  'exact_regions',
  'm_tilde_error',
  'm_tilde_steps',
  'm_tilde_gap',
  ...Object.values(samplesColumns),
  'completeness_gap',
]);

/**
 * The relative error of one rule at one number of samples; of the left rule, which m-tilde takes, also the completeness
 * gap, relative to the output's difference.
 */
export const curveSheet = sheet('ig_error_curves', [...imageKey, 'rule', 'samples'], ['error', 'completeness_gap']);

/**
 * Of each layer of activations or maxima how many units change their linear piece on the line, each as often as it
 * does.
 */
export const layerSheet = sheet('ig_layers', [...imageKey, 'layer'], ['units', 'crossings']);

/** The attributions of images themselves: exact, by each rule with n partitions, and where m-tilde stops. */
export const mapSheet = mapSheetNamed('ig_maps');

/**
 * The first line of the run, for Figure 3: the image, in row, column, channel order, and the network's breakpoints on
 * the line from the black image to it, both separated by blanks.
 */
export const lineSheet = sheet('ig_line', imageKey, ['label', 'rows', 'columns', 'channels', 'pixels', 'breakpoints']);

/**
 * Of tabular data the attributions of every column, `exact` and by each rule with n partitions, and the number that the
 * network takes.
 */
export const featureSheet = sheet(
  'ig_features',
  [...imageKey, 'rule', 'n', 'index'],
  ['label', 'feature', 'input', 'attribution'],
);

/** What the study of an image took. */
export const timingSheet = sheet('ig_timings', imageKey, ['seconds'], true);
