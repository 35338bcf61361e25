import {
  exactIntegratedGradients,
  NetworkIntegrator,
  relativeL1,
  relativeL2,
  study,
  type ExactAttributions,
  type ExactOptions,
  type Findings,
  type Integrator,
  type Procedure,
} from '../../src/attribution/index.ts';
import { lineTo, type LoadedNetwork } from '../../src/catalogue/index.ts';
import type { LabelledImage } from '../../src/datasets/index.ts';
import type { Cells } from '../../src/experiment/index.ts';
import type { NetworkGradients } from '../../src/tensorflow/index.ts';
import { pointMass, type Rule } from '../../src/quadrature/index.ts';
import { mTildeError } from './columns.ts';

/** One line and one target in both engines. */
export interface Engines {
  readonly exact: ExactAttributions;
  /** What it took to restrict the network to the line, and to integrate exactly. */
  readonly restrictionSeconds: number;
  readonly network: Integrator;
}

/** Both engines for an image of the data set; the network's has been used once, so that times are of one that runs. */
export async function enginesFor(
  { network, processing }: LoadedNetwork,
  { pixels, label: target }: LabelledImage,
  gradients: NetworkGradients,
  options: ExactOptions,
): Promise<Engines> {
  const { baseline, input } = lineTo(pixels, processing);
  const { result: exact, seconds } = await timed(() =>
    exactIntegratedGradients(network, { baseline, input, target }, options),
  );
  const integrator = new NetworkIntegrator(gradients, baseline, input, target);
  await integrator.attribute([pointMass(0)]);
  return { exact, restrictionSeconds: seconds, network: integrator };
}

/** Rows of one rule at one number of partitions, without network, image and backend. */
export interface Compared {
  readonly cells: Cells;
  readonly timing: Cells;
}

/**
 * The attributions of one rule in both engines: what the network's differ by from the sweep's, relative to
 * those in the same norm, and the seconds that each engine takes from the line to the attributions.
 */
export async function compareRule(
  { exact, restrictionSeconds, network }: Engines,
  rule: Rule,
  partitions: number,
): Promise<Compared> {
  const measures = [rule.measure(partitions)];
  const sweep = await timed(() => exact.integrator.attribute(measures));
  const sampled = await timed(() => network.attribute(measures));
  const [expected] = sweep.result;
  const [attributions] = sampled.result;
  const key = { rule: rule.name, partitions };
  return {
    cells: {
      ...key,
      samples: rule.samples(partitions),
      l1: relativeL1(attributions, expected),
      l2: relativeL2(attributions, expected),
    },
    timing: { ...key, sweep_seconds: restrictionSeconds + sweep.seconds, network_seconds: sampled.seconds },
  };
}

/** The figures of the study by both engines, a row for each quantity. */
export async function compareStudies(
  { exact, network }: Engines,
  rules: readonly Rule[],
  procedure: Procedure,
): Promise<Cells[]> {
  const bySweep = await study(exact, exact.integrator, rules, procedure);
  const byNetwork = await study(exact, network, rules, procedure);
  const row = (quantity: string, of: (findings: Findings) => number | undefined): Cells => ({
    quantity,
    sweep: of(bySweep),
    network_engine: of(byNetwork),
  });
  return [
    row(mTildeError, ({ mTilde }) => mTilde?.error),
    ...rules.map((rule) => row(rule.name, ({ samples }) => samples.get(rule))),
  ];
}

async function timed<T>(action: () => Promise<T>): Promise<{ result: T; seconds: number }> {
  const began = performance.now();
  const result = await action();
  return { result, seconds: (performance.now() - began) / 1000 };
}
