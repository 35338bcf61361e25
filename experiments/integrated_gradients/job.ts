import {
  DoubleComparison,
  exactIntegratedGradients,
  mTilde,
  NetworkIntegrator,
  outputDifference,
  procedureNamed,
  relativeTo,
  ruleNamed,
  samplingErrors,
  study,
  type ExactAttributions,
  type Integrator,
  type Procedure,
} from '../../src/attribution/index.ts';
import { lineTo, readData } from '../../src/catalogue/index.ts';
import { UserError } from '../../src/base/index.ts';
import { loadForJobs, type WorkloadSetup } from '../../src/experiment/index.ts';
import type { GradientOptions } from '../../src/gradients/index.ts';
import { gradientsOf, type NetworkGradients } from '../../src/tensorflow/index.ts';
import type { Network } from '../../src/network/index.ts';
import { left, type Rule } from '../../src/quadrature/index.ts';
import type { Performer, Tell } from '../../src/threads/index.ts';
import { isSampled } from './checks.ts';
import { samplesColumns, type ImageResult } from './columns.ts';
import { featureCells } from './featureCells.ts';
import { layerCells } from './layers.ts';
import { lineCells } from './line.ts';
import { mapCells } from './maps.ts';

/** What all images of a network have in common. */
export interface Setup extends WorkloadSetup {
  readonly rules: readonly string[];
  readonly engine: 'sweep' | 'network';
  readonly procedure: string;
  /** Of the network engine; the sweep has none. */
  readonly gradients?: GradientOptions;
}

/** One image to study. */
export interface ImageJob {
  readonly image: number;
  /** Also measure the error at many numbers of samples. */
  readonly curve: boolean;
  /** Also give the line's breakpoints. */
  readonly line: boolean;
  /** Also give the attributions, as maps or of tabular data by column. */
  readonly maps: boolean;
}

/** The line and the output unit that an image stands for. */
interface StudiedImage {
  /** Of a row of a table: the names of its columns. */
  readonly features?: readonly string[];
  /** Of the image, 0 to 255. */
  readonly pixels: Float64Array;
  readonly baseline: Float64Array;
  readonly input: Float64Array;
  readonly label: number;
}

/** What the study of every image is told. */
interface Study extends Pick<Setup, 'reading'> {
  readonly network: Network;
  readonly rules: readonly Rule[];
  readonly procedure: Procedure;
  /** Of the network engine. */
  readonly gradients: NetworkGradients | undefined;
}

/** Numbers of partitions of the error curves, evenly spread on a logarithmic scale from 1 to 1,000. */
const curvePartitions = [...new Set(Array.from({ length: 37 }, (_, i) => Math.round(10 ** (i / 12))))];

/** Loads the network, in each thread once. */
export async function prepare(setup: Setup): Promise<Performer<ImageJob, ImageResult>> {
  const loaded = await loadForJobs(setup);
  const { network, processing } = loaded;
  const gradients = setup.gradients && (await gradientsOf(network, setup.gradients));
  const common: Study = {
    ...setup,
    network,
    rules: setup.rules.map(ruleNamed),
    procedure: procedureNamed(setup.procedure),
    gradients,
  };
  const perform = async (job: ImageJob, tell?: Tell): Promise<ImageResult> => {
    const { pixels, label } = readData(loaded, setup.rows, job.image);
    const features = 'features' in setup.rows ? { features: setup.rows.features } : {};
    const studied = { ...lineTo(pixels, processing), pixels, label, ...features };
    return gradients && isSampled(network)
      ? studySampled(network, gradients, studied)
      : studyExactly(common, studied, job, tell);
  };
  return { perform, close: () => gradients?.dispose() };
}

async function studyExactly(
  { network, rules, procedure, gradients, reading: { memory } }: Study,
  { baseline, input, label, pixels, features }: StudiedImage,
  job: ImageJob,
  tell: Tell | undefined,
): Promise<ImageResult> {
  const began = performance.now();
  const exact = await exactIntegratedGradients(
    network,
    { baseline, input, target: label },
    {
      ...(memory !== undefined && { memory }),
      ...(tell && { progress: tell }),
    },
  );
  if (!Number.isFinite(exact.completenessGap)) throw overflow(exact.outputDifference);
  const integrator = gradients ? new NetworkIntegrator(gradients, baseline, input, label) : exact.integrator;
  const { mTilde: stopped, samples } = await study(exact, integrator, rules, procedure);
  const seconds = secondsSince(began);
  const row = {
    label,
    exact_regions: exact.regions,
    m_tilde_error: stopped?.error,
    m_tilde_steps: stopped?.partitions,
    m_tilde_gap: stopped && (await gapsOf(integrator, [stopped.partitions], exact.outputDifference))[0],
    ...Object.fromEntries([...samples].map(([rule, count]) => [samplesColumn(rule), count] as const)),
    completeness_gap: exact.completenessGap,
  };
  return {
    row,
    curve: job.curve ? await errorCurve(integrator, exact, rules) : [],
    line: job.line ? [lineCells(network.inputShape, pixels, label, exact.restriction)] : [],
    layers: layerCells(exact.restriction),
    maps:
      job.maps && !features
        ? await mapCells({
            exact,
            integrator,
            rules,
            shape: network.inputShape,
            pixels,
            label,
            stopped: stopped?.partitions,
          })
        : [],
    features: job.maps && features ? await featureCells({ exact, integrator, rules, features, input, label }) : [],
    seconds,
  };
}

/** The gap is not finite as soon as one attribution, or the output at one end of the line, is not. */
function overflow(difference: number): UserError {
  return new UserError(
    `Values of the network are infinite or NaN on the line to this image (its output differs by ${difference} between the ends), ` +
      'so that it has no attributions. Look for very large weights, or for pixels on another scale.',
  );
}

/** What needs no exact attributions: where m-tilde stops. */
async function studySampled(
  network: Network,
  gradients: NetworkGradients,
  { baseline, input, label }: StudiedImage,
): Promise<ImageResult> {
  const began = performance.now();
  const difference = outputDifference(network, { baseline, input, target: label });
  if (!Number.isFinite(difference)) throw overflow(difference);
  const integrator = new NetworkIntegrator(gradients, baseline, input, label);
  const partitions = await mTilde(integrator, difference);
  return {
    row: { label, m_tilde_steps: partitions },
    curve: [],
    line: [],
    layers: [],
    maps: [],
    features: [],
    seconds: secondsSince(began),
  };
}

function secondsSince(began: number): number {
  return (performance.now() - began) / 1000;
}

function samplesColumn({ name }: Rule): string {
  return (samplesColumns as Readonly<Record<string, string>>)[name];
}

async function errorCurve(
  integrator: Integrator,
  { attributions, outputDifference }: ExactAttributions,
  rules: readonly Rule[],
): Promise<ImageResult['curve']> {
  const samplings = rules.flatMap((rule) => curvePartitions.map((partitions) => ({ rule, partitions })));
  const errors = await samplingErrors(samplings, new DoubleComparison(integrator, relativeTo(attributions)));
  const gaps = rules.includes(left) ? await gapsOf(integrator, curvePartitions, outputDifference) : [];
  return samplings.map(({ rule, partitions }, i) => ({
    rule: rule.name,
    samples: rule.samples(partitions),
    error: errors[i],
    ...(rule === left && { completeness_gap: gaps[curvePartitions.indexOf(partitions)] }),
  }));
}

/** The completeness gaps of the left rule, relative to the output's difference, as m-tilde looks at them. */
async function gapsOf(integrator: Integrator, partitions: readonly number[], difference: number): Promise<number[]> {
  const totals = await integrator.totals(partitions.map((n) => left.measure(n)));
  return totals.map((sum) => Math.abs(sum - difference) / Math.abs(difference));
}
