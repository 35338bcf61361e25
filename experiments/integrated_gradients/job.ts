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
  type Integrator,
  type Procedure,
} from '../../src/attribution/index.ts';
import { loadData, loadNetwork, lineTo } from '../../src/catalogue/index.ts';
import type { GradientOptions, NetworkGradients } from '../../src/gradients/index.ts';
import type { Network } from '../../src/network/index.ts';
import type { Rule } from '../../src/quadrature/index.ts';
import type { Performer } from '../../src/threads/index.ts';
import { isSmooth } from './checks.ts';
import { samplesColumns, type CurvePoint, type ImageResult } from './columns.ts';

/** What all images of a network have in common. */
export interface Setup {
  /** As the user named them. */
  readonly network: string;
  readonly data: string | undefined;
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
}

/** The line and the output unit that an image stands for. */
interface Line {
  readonly baseline: Float64Array;
  readonly input: Float64Array;
  readonly label: number;
}

/** What is done for every image. */
interface Plan {
  readonly network: Network;
  readonly rules: readonly Rule[];
  readonly procedure: Procedure;
  /** Of the network engine. */
  readonly gradients: NetworkGradients | undefined;
}

/** Numbers of partitions of the error curves, evenly spread on a logarithmic scale from 1 to 1,000. */
const curvePartitions = [...new Set(Array.from({ length: 37 }, (_, i) => Math.round(10 ** (i / 12))))];

/** Loads network and data, in each thread once. */
export async function prepare(setup: Setup): Promise<Performer<ImageJob, ImageResult>> {
  const loaded = await loadNetwork(setup.network);
  const { network, processing } = loaded;
  const { images } = await loadData(loaded, setup.data);
  const gradients = setup.gradients && (await loadGradients(network, setup.gradients));
  const plan = { network, rules: setup.rules.map(ruleNamed), procedure: procedureNamed(setup.procedure), gradients };
  const perform = async ({ image, curve }: ImageJob): Promise<ImageResult> => {
    const line = { ...lineTo(images.pixels[image], processing), label: images.labels[image] };
    return gradients && isSmooth(network) ? studySampled(network, gradients, line) : studyExactly(plan, line, curve);
  };
  return { perform, close: () => gradients?.dispose() };
}

/** TensorFlow.js is loaded here, so that the sweep does without. */
async function loadGradients(network: Network, options: GradientOptions): Promise<NetworkGradients> {
  const { gradientsOf } = await import('../../src/gradients/index.ts');
  return gradientsOf(network, options);
}

async function studyExactly({ network, rules, procedure, gradients }: Plan, line: Line, curve: boolean): Promise<ImageResult> {
  const { baseline, input, label } = line;
  const began = performance.now();
  const exact = await exactIntegratedGradients(network, baseline, input, label);
  const integrator = gradients ? new NetworkIntegrator(gradients, baseline, input, label) : exact.integrator;
  const { mTilde: stopped, samples } = await study(exact, integrator, rules, procedure);
  const seconds = secondsSince(began);
  const row = {
    label,
    exact_regions: exact.regions,
    m_tilde_error: stopped?.error,
    m_tilde_steps: stopped?.partitions,
    ...Object.fromEntries([...samples].map(([rule, count]) => [samplesColumn(rule), count] as const)),
    completeness_gap: exact.completenessGap,
    seconds,
  };
  return { row, curve: curve ? await errorCurve(integrator, exact.attributions, rules) : [] };
}

/** What needs no exact attributions: where m-tilde stops. */
async function studySampled(network: Network, gradients: NetworkGradients, { baseline, input, label }: Line): Promise<ImageResult> {
  const began = performance.now();
  const integrator = new NetworkIntegrator(gradients, baseline, input, label);
  const partitions = await mTilde(integrator, outputDifference(network, baseline, input, label));
  return { row: { label, m_tilde_steps: partitions, seconds: secondsSince(began) }, curve: [] };
}

function secondsSince(began: number): number {
  return (performance.now() - began) / 1000;
}

function samplesColumn({ name }: Rule): string {
  return (samplesColumns as Readonly<Record<string, string>>)[name];
}

async function errorCurve(integrator: Integrator, exact: Float64Array, rules: readonly Rule[]): Promise<CurvePoint[]> {
  const samplings = rules.flatMap((rule) => curvePartitions.map((partitions) => ({ rule, partitions })));
  const errors = await samplingErrors(samplings, new DoubleComparison(integrator, relativeTo(exact)));
  return samplings.map(({ rule, partitions }, i) => ({ rule: rule.name, samples: rule.samples(partitions), error: errors[i] }));
}
