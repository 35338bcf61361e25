import { sheet } from '../../src/experiment/index.ts';

const place = ['network', 'image', 'backend'];

/** One row for each image, backend, rule and number of partitions. */
export const differenceSheet = sheet('engines', [...place, 'rule', 'partitions'], ['samples', 'l1', 'l2']);

/** One row for each image, backend and quantity of the study. */
export const studySheet = sheet('engines_study', [...place, 'quantity'], ['sweep', 'network_engine']);

/** What the rows of `engines.csv` took. */
export const timingSheet = sheet('engines_timings', differenceSheet.key, ['sweep_seconds', 'network_seconds'], true);

/**
 * The quantity of `engines_study.csv` that is a relative error; the others are the samples of the rule of that name.
 */
export const mTildeError = 'm_tilde_error';
