import type { baselineKinds } from '../../src/attribution/index.ts';
import { readData } from '../../src/catalogue/index.ts';
import { sha256 } from '../../src/project/index.ts';
import type { Performer, Tell } from '../../src/threads/index.ts';
import { loadForJobs, type Cells, type WorkloadSetup } from '../../src/experiment/index.ts';
import { heatMaps } from './maps.ts';
import { correlate, measure } from './measure.ts';
import { saturation } from './saturation.ts';
import { Subject } from './subject.ts';
import { bestVariants, exactGradients, variantsOf, type Choice } from './variants.ts';

/** What all images of a network have in common. */
export interface Setup extends WorkloadSetup {
  readonly choice: Choice;
  readonly baseline: (typeof baselineKinds)[number];
  /** Of layer and neuron methods; absent: the last convolution, or the first activation. */
  readonly layer?: string;
  /** Rows and columns of a superpixel; absent: a third of the image. */
  readonly cell?: number;
  readonly seed: number;
  /** The image that each method is tried on before it is timed. */
  readonly example: number;
}

/** One image to explain. */
export interface ImageJob {
  readonly image: number;
  /** Also give the heat maps. */
  readonly maps: boolean;
  /** Also give the saturation curve. */
  readonly curve: boolean;
}

/** Rows of the CSV files, without network and image. */
export interface ImageResult {
  readonly methods: readonly Cells[];
  readonly correlations: readonly Cells[];
  readonly maps: readonly Cells[];
  readonly saturation: readonly Cells[];
  readonly timings: readonly Cells[];
}

/** Loads the network, in each thread once. */
export async function prepare(setup: Setup): Promise<Performer<ImageJob, ImageResult>> {
  const loaded = await loadForJobs(setup);
  const subjectOf = (image: number, progress?: Tell): Subject =>
    new Subject(loaded, readData(loaded, setup.rows, image), {
      ...setup,
      seed: seedFor(setup.seed, loaded.name, image),
      ...(progress && { progress }),
    });
  await warmUp(subjectOf(setup.example), setup.choice);
  return {
    perform: (job, tell) => explainAll(subjectOf(job.image, tell), setup.choice, job),
    close: () => undefined,
  };
}

/** What is drawn for an image hangs on the user's seed, the network and the image, and on nothing that ran before. */
function seedFor(seed: number, network: string, image: number): number {
  return Number.parseInt(sha256(JSON.stringify([seed, network, image])).slice(0, 8), 16);
}

/** Each method has run once before it is timed. */
async function warmUp(subject: Subject, choice: Choice): Promise<void> {
  for (const variant of variantsOf(
    { ...choice, amounts: choice.amounts.slice(0, 1) },
    subject.loaded.network.inputShape,
  ))
    await subject.explain(variant);
}

async function explainAll(subject: Subject, choice: Choice, { maps, curve }: ImageJob): Promise<ImageResult> {
  const variants = variantsOf(choice, subject.loaded.network.inputShape);
  const methods: Cells[] = [];
  const timings: Cells[] = [];
  for (const variant of variants) {
    const { cells, timing } = await measure(subject, variant);
    methods.push(cells);
    timings.push(timing);
  }
  const best = bestVariants(variants);
  const { line } = await subject.explain(exactGradients);
  return {
    methods,
    timings,
    correlations: await correlate(subject, best),
    maps: maps ? await heatMaps(subject, best) : [],
    saturation: curve && line ? saturation(line, subject.label) : [],
  };
}
