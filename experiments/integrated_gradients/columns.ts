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

/** The relative error of one rule at one number of samples. */
export interface CurvePoint {
  readonly rule: string;
  readonly samples: number;
  readonly error: number;
}

/** All that a job finds of one image. */
export interface ImageResult {
  readonly row: RunRow;
  readonly curve: readonly CurvePoint[];
}

/** What a row is of. */
export const keyColumns = ['network', 'image'];

/** Columns of `ig_run_data.csv`, one row for each network and image; an empty cell is no value. */
export const runColumns = [
  ...keyColumns,
  'label',
  'exact_regions',
  'm_tilde_error',
  'm_tilde_steps',
  ...Object.values(samplesColumns),
  'completeness_gap',
  'seconds',
];

/** Columns of `ig_error_curves.csv`. */
export const curveColumns = [...keyColumns, 'rule', 'samples', 'error'];
