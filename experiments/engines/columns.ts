/** What a row of `engines.csv` is known by. */
export const differenceKey = ['network', 'image', 'backend', 'rule', 'partitions'];

export const differenceColumns = [...differenceKey, 'samples', 'l1', 'l2', 'sweep_seconds', 'network_seconds'];

/** What a row of `engines_study.csv` is known by. */
export const studyKey = ['network', 'image', 'backend', 'quantity'];

export const studyColumns = [...studyKey, 'sweep', 'network_engine'];

/** The quantity of `engines_study.csv` that is a relative error; the others are the samples of the rule of that name. */
export const mTildeError = 'm_tilde_error';
