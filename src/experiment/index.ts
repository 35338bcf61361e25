export { numberIn, type Row } from './csv.ts';
export { Experiment, type RunSettings } from './experiment.ts';
export { parseImages } from './images.ts';
export { formatSeconds, Pace } from './pace.ts';
export { Progress } from './progress.ts';
export { experimentNamed, listExperiments, type ExperimentDefinition, type OptionsOf, type RegisteredExperiment } from './registry.ts';
export { runJobs, type JobModule } from './runJobs.ts';
export { summarize, type Summary } from './statistics.ts';
export { tableToText, type Cell, type Column, type Table } from './table.ts';
