import {
  exactIntegratedGradients,
  NetworkIntegrator,
  procedureNamed,
  relativeError,
  Sampler,
  study,
  type Integrator,
} from '../../src/attribution/index.ts';
import { loadData, loadNetwork, processImage } from '../../src/catalogue/index.ts';
import { gradientsOf } from '../../src/gradients/index.ts';
import { ruleNamed, type Rule } from '../../src/quadrature/index.ts';
import { samplesColumns, type CurvePoint, type ImageResult } from './columns.ts';

/** What all images of a network have in common. */
export interface Setup {
  /** As the user named them. */
  readonly network: string;
  readonly data: string | undefined;
  readonly rules: readonly string[];
  readonly engine: 'sweep' | 'network';
  readonly procedure: string;
  readonly backend: string;
  readonly batchSize: number | undefined;
}

/** One image to study. */
export interface ImageJob {
  readonly image: number;
  /** Also measure the error at many numbers of samples. */
  readonly curve: boolean;
}

/** Numbers of partitions of the error curves, evenly spread on a logarithmic scale from 1 to 1,000. */
const curvePartitions = [...new Set(Array.from({ length: 37 }, (_, i) => Math.round(10 ** (i / 12))))];

/** Loads network and data, in each thread once. */
export async function prepare(setup: Setup): Promise<(job: ImageJob) => Promise<ImageResult>> {
  const loaded = await loadNetwork(setup.network);
  const { network, processing } = loaded;
  const { images } = await loadData(loaded, setup.data);
  const rules = setup.rules.map(ruleNamed);
  const procedure = procedureNamed(setup.procedure);
  const { backend, batchSize } = setup;
  const gradients =
    setup.engine === 'network' ? await gradientsOf(network, { backend, ...(batchSize !== undefined && { batchSize }) }) : undefined;
  return async ({ image, curve }) => {
    const began = performance.now();
    const label = images.labels[image];
    const input = processImage(images.pixels[image], processing);
    const baseline = processImage(new Float64Array(input.length), processing);
    const exact = await exactIntegratedGradients(network, baseline, input, label);
    const integrator = gradients ? new NetworkIntegrator(gradients, baseline, input, label) : exact.integrator;
    const { mTilde, samples } = await study(exact, integrator, rules, procedure);
    const seconds = (performance.now() - began) / 1000;
    const found = [...samples].map(([rule, count]) => [samplesColumn(rule), count] as const);
    const row = {
      label,
      exact_regions: exact.regions,
      m_tilde_error: mTilde?.error,
      m_tilde_steps: mTilde?.partitions,
      ...Object.fromEntries(found),
      completeness_gap: exact.completenessGap,
      seconds,
    };
    return { row, curve: curve ? await errorCurve(integrator, exact.attributions, rules) : [] };
  };
}

function samplesColumn({ name }: Rule): string {
  return (samplesColumns as Readonly<Record<string, string>>)[name];
}

async function errorCurve(integrator: Integrator, exact: Float64Array, rules: readonly Rule[]): Promise<CurvePoint[]> {
  const samplings = rules.flatMap((rule) => curvePartitions.map((partitions) => ({ rule, partitions })));
  const attributions = await new Sampler(integrator).attribute(samplings);
  return samplings.map(({ rule, partitions }, i) => ({
    rule: rule.name,
    samples: rule.samples(partitions),
    error: relativeError(attributions[i], exact),
  }));
}
