import { withData, type DataRows, type LoadedNetwork } from '../catalogue/index.ts';
import type { ReadOptions } from '../network/readers/index.ts';
import { costOf } from './cost.ts';
import { forecastInWords } from './forecast.ts';
import { loadExplained, noteOnOutput } from './output.ts';
import type { Batch, Item, Plan } from './plan.ts';
import type { Workload, WorkloadOptions } from './workloads.ts';

/** What the jobs of a workload are told: its network, as the user named it, and where its images are. */
export interface WorkloadSetup {
  readonly network: string;
  readonly reading: ReadOptions;
  readonly rows: DataRows;
}

/** What is done with a workload: one job for each of its images. */
export interface WorkloadJobs<Setup, Job> extends Pick<Batch<Job>, 'module' | 'inThisThread'> {
  /** What the jobs are told besides. */
  readonly setup: Omit<Setup, keyof WorkloadSetup>;
  /** What stands behind network and image in the place of an item. */
  readonly place?: Item<Job>['place'];
  /** @param index of the image among those of the workload */
  readonly jobOf: (image: number, index: number) => Job;
}

/** The batch of a workload, whose items hang on the content of its network and data. */
export function batchOf<Setup extends WorkloadSetup, Job>(
  workload: Workload,
  { module, inThisThread, setup, place, jobOf }: WorkloadJobs<Setup, Job>,
): Batch<Job> {
  const { given, reading, network, data, images } = workload;
  return {
    module,
    inThisThread,
    setup: { ...setup, network: given, reading: reading.options, rows: data.rows },
    files: [...network.files, ...reading.files, data.file],
    cost: costOf(network.network),
    forecast: () => forecastInWords(workload),
    items: images.map((image, i) => ({ place: { network: network.name, image, ...place }, job: jobOf(image, i) })),
  };
}

/** The network that jobs are told of, up to what is explained, as its data want it. */
export async function loadForJobs({ network, reading, rows }: WorkloadSetup): Promise<LoadedNetwork> {
  return withData(await loadExplained(network, reading), rows);
}

/** A plan for workloads, which says of them what every such plan does. @param given all options of the experiment */
export function planOf<Job>(
  given: WorkloadOptions,
  workloads: readonly Workload[],
  own: Omit<Plan<Job>, 'options' | 'notes'>,
): Plan<Job> {
  const { output, inputShape, inputs, labelColumn, scale } = given;
  return {
    ...own,
    options: { ...given },
    notes: workloads.flatMap(({ network }) => noteOnOutput(network)),
    fixed: { ...own.fixed, output, inputShape, inputs, labelColumn, scale },
  };
}
