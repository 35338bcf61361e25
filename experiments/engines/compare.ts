import {
  exactIntegratedGradients,
  NetworkIntegrator,
  procedureNamed,
  relativeL1,
  relativeL2,
  study,
  type ExactAttributions,
  type Findings,
  type Integrator,
} from '../../src/attribution/index.ts';
import { lineTo } from '../../src/catalogue/index.ts';
import type { Cell, Part } from '../../src/experiment/index.ts';
import type { NetworkGradients } from '../../src/gradients/index.ts';
import { pointMass, type Rule } from '../../src/quadrature/index.ts';
import { mTildeError } from './columns.ts';

/** Cells of a row, by column. */
type Cells = Readonly<Record<string, Cell>>;

/** One line and one target in both engines. */
export interface Engines {
  readonly exact: ExactAttributions;
  /** What it took to restrict the network to the line, and to integrate exactly. */
  readonly restrictionSeconds: number;
  readonly network: Integrator;
}

/** Both engines for an image of the data set; the network's has been used once, so that times are of one that runs. */
export async function enginesFor(part: Part, gradients: NetworkGradients, image: number): Promise<Engines> {
  const { network, processing } = part.network;
  const { images } = part.data;
  const { baseline, input } = lineTo(images.pixels[image], processing);
  const target = images.labels[image];
  const { result: exact, seconds } = await timed(() => exactIntegratedGradients(network, baseline, input, target));
  const integrator = new NetworkIntegrator(gradients, baseline, input, target);
  await integrator.attribute([pointMass(0)]);
  return { exact, restrictionSeconds: seconds, network: integrator };
}

/**
 * The attributions of one rule in both engines: what the network's differ by from the sweep's, relative to
 * those in the same norm, and the seconds that each engine takes from the line to the attributions.
 */
export async function compareRule({ exact, restrictionSeconds, network }: Engines, rule: Rule, partitions: number): Promise<Cells> {
  const measures = [rule.measure(partitions)];
  const sweep = await timed(() => exact.integrator.attribute(measures));
  const sampled = await timed(() => network.attribute(measures));
  const [expected] = sweep.result;
  const [attributions] = sampled.result;
  return {
    rule: rule.name,
    partitions,
    samples: rule.samples(partitions),
    l1: relativeL1(attributions, expected),
    l2: relativeL2(attributions, expected),
    sweep_seconds: restrictionSeconds + sweep.seconds,
    network_seconds: sampled.seconds,
  };
}

/** The figures of the study by both engines, by quantity. */
export async function compareStudies({ exact, network }: Engines, rules: readonly Rule[]): Promise<Map<string, Cells>> {
  const procedure = procedureNamed('definition');
  const bySweep = await study(exact, exact.integrator, rules, procedure);
  const byNetwork = await study(exact, network, rules, procedure);
  const figures = (of: (findings: Findings) => number | undefined): Cells => ({ sweep: of(bySweep), network_engine: of(byNetwork) });
  return new Map([
    [mTildeError, figures(({ mTilde }) => mTilde?.error)],
    ...rules.map((rule): [string, Cells] => [rule.name, figures(({ samples }) => samples.get(rule))]),
  ]);
}

async function timed<T>(action: () => Promise<T>): Promise<{ result: T; seconds: number }> {
  const began = performance.now();
  const result = await action();
  return { result, seconds: (performance.now() - began) / 1000 };
}
