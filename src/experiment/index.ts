export { compareRuns, type Comparison, type RowChange } from './compare.ts';
export { numberIn, readCsv, type Row } from './csv.ts';
export { changesSince } from './differences.ts';
export { Experiment } from './experiment.ts';
export { replaceFile } from './files.ts';
export { forecastInWords, longAnswer } from './forecast.ts';
export { imagesOption, parseImages } from './images.ts';
export { readManifest } from './manifest.ts';
export { imageMapsIn, mapSheetNamed, otherMaps } from './maps.ts';
export type { ImageMaps, RuleMap } from '../report/index.ts';
export { namesIn } from './names.ts';
export { formatSeconds, Throughput } from './throughput.ts';
export { batchOf, loadForJobs, planOf, type WorkloadSetup } from './workloadPlan.ts';
export { loadWorkloads, workloadOptions, type Workload, type WorkloadOptions } from './workloads.ts';
export { sheet, type Batch, type Cells, type Plan, type Sheet } from './plan.ts';
export { Progress } from './progress.ts';
export {
  experimentNamed,
  listExperiments,
  type ExperimentDefinition,
  type OptionsOf,
  type RegisteredExperiment,
} from './registry.ts';
export { readingOf, readingOptions, type Reading, type ReadingGiven } from './reading.ts';
export { reportOf } from './reportOf.ts';
export type { ResultRows } from './prepare.ts';
export { manifestFile as manifestOf, type Tally } from './runFolder.ts';
export { runJobs } from './runJobs.ts';
export type { RunSettings } from './settings.ts';
export { parseShard, tasksFolder } from './shard.ts';
export { arrayScript, queueOf, submitArray } from './slurm.ts';
export { summarize, type Summary } from './statistics.ts';
export { statusOf, type Status } from './status.ts';
export type { Task } from './tasks.ts';
export type { Cell, Column, Table } from './table.ts';
export { tableToText } from './tableText.ts';
