import { procedureNamed, ruleNamed } from '../../src/attribution/index.ts';
import { readData } from '../../src/catalogue/index.ts';
import { loadForJobs, type Cells, type WorkloadSetup } from '../../src/experiment/index.ts';
import { gradientsOf } from '../../src/tensorflow/index.ts';
import type { Performer, Tell } from '../../src/threads/index.ts';
import { compareRule, compareStudies, enginesFor } from './compare.ts';

/** What all images of a network on a backend have in common. */
export interface Setup extends WorkloadSetup {
  readonly backend: string;
  readonly rules: readonly string[];
  readonly partitions: readonly number[];
  /** Also compare the study. */
  readonly study: boolean;
}

/** The image to compare the engines on. */
export interface ImageJob {
  readonly image: number;
}

/** Rows of the CSV files, without network, image and backend. */
export interface ImageResult {
  readonly differences: readonly Cells[];
  readonly studies: readonly Cells[];
  readonly timings: readonly Cells[];
}

/** Loads network and backend. */
export async function prepare(setup: Setup): Promise<Performer<ImageJob, ImageResult>> {
  const loaded = await loadForJobs(setup);
  const { memory } = setup.reading;
  const bound = { ...(memory !== undefined && { memory }) };
  const gradients = await gradientsOf(loaded.network, { backend: setup.backend, ...bound });
  const rules = setup.rules.map(ruleNamed);
  const perform = async ({ image }: ImageJob, tell?: Tell): Promise<ImageResult> => {
    const engines = await enginesFor(loaded, readData(loaded, setup.rows, image), gradients, {
      ...bound,
      ...(tell && { progress: tell }),
    });
    const differences: Cells[] = [];
    const timings: Cells[] = [];
    for (const rule of rules) {
      for (const partitions of setup.partitions) {
        const { cells, timing } = await compareRule(engines, rule, partitions);
        differences.push(cells);
        timings.push(timing);
      }
    }
    return {
      differences,
      timings,
      studies: setup.study ? await compareStudies(engines, rules, procedureNamed('definition')) : [],
    };
  };
  return {
    perform,
    close: () => {
      gradients.dispose();
    },
  };
}
