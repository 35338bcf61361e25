import { checkStraight } from '../src/attribution/index.ts';
import { within } from '../src/base/index.ts';
import { resolveBackend } from '../src/tensorflow/index.ts';
import {
  batchOf,
  Experiment,
  imagesOption,
  loadWorkloads,
  planOf,
  tableToText,
  workloadOptions,
  type Batch,
  type ExperimentDefinition,
  type OptionsOf,
  type Plan,
  type ResultRows,
  type Row,
  type RunSettings,
  type Workload,
  type WorkloadSetup,
} from '../src/experiment/index.ts';
import { moduleBeside } from '../src/threads/index.ts';
import { backendsIn, setupOf } from './engines/checks.ts';
import { differenceSheet, studySheet, timingSheet } from './engines/columns.ts';
import type { ImageJob, ImageResult, Setup } from './engines/job.ts';
import { differenceTable, speedTable, studyTable } from './engines/tables.ts';

/** Images of each network, unless the user says which. */
const usualImages = 10;

const options = {
  ...workloadOptions,
  images: imagesOption(usualImages),
  rules: {
    type: 'string',
    default: 'left,right,trapezoid,simpson,gauss',
    describe: 'Quadrature rules, separated by commas',
  },
  partitions: { type: 'string', default: '10,100', describe: 'Numbers of partitions, separated by commas' },
  backends: {
    type: 'string',
    default: 'auto',
    describe: 'TensorFlow.js backends of the network engine, separated by commas',
  },
  study: { type: 'boolean', default: true, describe: 'Also compare the study: m-tilde and the samples to 5 %' },
} as const;

type Options = OptionsOf<typeof options>;

/** Sampled attributions by the network engine, on each backend, against those by the sweep. */
class EnginesCompared extends Experiment<Options, ImageJob, ImageResult> {
  protected async plan(given: Options, settings: RunSettings): Promise<Plan<ImageJob>> {
    const setup = setupOf(given);
    const names = backendsIn(given);
    const workloads = await loadWorkloads(given, usualImages, settings);
    for (const { network } of workloads)
      within(
        () => network.name,
        () => {
          checkStraight(network.network);
        },
      );
    const devices = await resolveBackends(names);
    return planOf(given, workloads, {
      title: 'both engines',
      fixed: { ...setup, backends: [...devices.keys()] },
      device: Object.fromEntries(devices),
      sheets: [differenceSheet, studySheet, timingSheet],
      batches: workloads.flatMap((workload) =>
        [...devices.keys()].map((backend) => comparisonOf(workload, { ...setup, backend })),
      ),
    });
  }

  protected rowsOf({ differences, studies, timings }: ImageResult): ResultRows {
    return { [differenceSheet.name]: differences, [studySheet.name]: studies, [timingSheet.name]: timings };
  }

  protected report(): string {
    const rows = this.read(differenceSheet);
    const timings = this.read(timingSheet);
    const studies = studyTable(this.read(studySheet));
    this.writeTable('summary', differenceTable(rows));
    this.writeTable('summary_study', studies);
    return [
      'Sampled attributions: network engine against sweep, relative differences',
      tableToText(differenceTable(rows)),
      '',
      'Speed of both',
      tableToText(speedTable(rows.map((row, i): Row => ({ ...row, ...timings[i] })))),
      '',
      'Samples to 5 % and m-tilde: network engine against sweep',
      tableToText(studies),
      '',
      `summary.csv and summary_study.csv are in ${this.folder}.`,
    ].join('\n');
  }
}

function comparisonOf(workload: Workload, setup: Omit<Setup, keyof WorkloadSetup>): Batch<ImageJob> {
  return batchOf(workload, {
    module: moduleBeside(import.meta.url, 'engines/job'),
    setup,
    inThisThread: true, // TensorFlow.js does not do in threads of their own
    place: { backend: setup.backend },
    jobOf: (image) => ({ image }),
  });
}

/** The backends that the names lead to on this machine, each once, and their devices. */
async function resolveBackends(names: readonly string[]): Promise<Map<string, string>> {
  const resolved = new Map<string, string>();
  for (const name of names) {
    const { backend, name: device } = await resolveBackend({ backend: name });
    resolved.set(backend, device);
  }
  return resolved;
}

const definition: ExperimentDefinition = {
  describe: 'Sampled attributions by the sweep and by gradients of the network: differences and time',
  options,
  examples: {
    'Three bundled networks, 10 images each': '',
    'Two backends': '--networks mnist_convsmall --backends wasm,cpu',
  },
  create: (name, artifacts) => new EnginesCompared(name, artifacts),
};

export default definition;
