import { sheet, type Cells } from '../../src/experiment/index.ts';

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
  readonly seconds: number;
}

const imageKey = ['network', 'image'];

/** One row for each image of each network; an empty cell is no value. */
export const runSheet = sheet('ig_run_data', imageKey, [
  'label',
  'exact_regions',
  'm_tilde_error',
  'm_tilde_steps',
  ...Object.values(samplesColumns),
  'completeness_gap',
]);

/** The relative error of one rule at one number of samples. */
export const curveSheet = sheet('ig_error_curves', [...imageKey, 'rule', 'samples'], ['error']);

/**
 * The first line of the run, for Figure 3: the image, in row, column, channel order, and the network's breakpoints on the line
 * from the black image to it, both separated by blanks.
 */
export const lineSheet = sheet('ig_line', imageKey, ['label', 'rows', 'columns', 'channels', 'pixels', 'breakpoints']);

/** What the study of an image took. */
export const timingSheet = sheet('ig_timings', imageKey, ['seconds'], true);
