/**
 * Exact integrated gradients against what they replace, side by side in one run: `npm run bench`.
 *
 * For each network, one image and the same backend: exact IG by the sweep on one thread; the paper's algorithm,
 * the network at every endpoint and its gradient in the middle of every region; the trapezoid with the samples
 * that it needs to come within 5 %, in one batch; the study of an image by either engine.
 */
import { cpus } from 'node:os';
import { exactIntegratedGradients, NetworkIntegrator, procedureNamed, study, type ExactAttributions } from '../src/attribution/index.ts';
import { isPresent, loadData, loadNetwork, lineTo } from '../src/catalogue/index.ts';
import { summarize, tableToText, type Cell } from '../src/experiment/index.ts';
import { gradientsOf, type NetworkGradients } from '../src/gradients/index.ts';
import { endpoints } from '../src/line/index.ts';
import type { Network } from '../src/network/index.ts';
import { rules, trapezoid, type Measure } from '../src/quadrature/index.ts';

const networks = ['mnist_convsmall', 'mnist_convmedium', 'mnist_convbig', 'cifar10_relu_convsmall'];
const runs = 7;
const image = 0;

/** A line in a network, and what the contenders need to know of it beforehand. */
interface Subject {
  readonly network: Network;
  readonly baseline: Float64Array;
  readonly input: Float64Array;
  readonly target: number;
  readonly exact: ExactAttributions;
  readonly samples: number;
}

const contenders: Record<string, (subject: Subject, gradients: NetworkGradients) => Promise<unknown>> = {
  'exact, sweep': ({ network, baseline, input, target }) => exactIntegratedGradients(network, baseline, input, target),
  "exact, paper's algorithm": async ({ baseline, input, target, exact }, gradients) => {
    const ends = endpoints(exact.restriction);
    await gradients.evaluate(pointsAt(ends, baseline, input));
    await new NetworkIntegrator(gradients, baseline, input, target).attribute([midpointsOf(ends)]);
  },
  'trapezoid to 5 %': ({ baseline, input, target, samples }, gradients) =>
    new NetworkIntegrator(gradients, baseline, input, target).attribute([trapezoid.measure(samples - 1)]),
  'study, sweep': async ({ network, baseline, input, target }) => {
    const exact = await exactIntegratedGradients(network, baseline, input, target);
    await study(exact, exact.integrator, studied, procedureNamed('definition'));
  },
};

const studied = rules.filter(({ name }) => name !== 'midpoint');

/** Points of a line, one after the other. */
function pointsAt(alphas: Float64Array, baseline: Float64Array, input: Float64Array): Float64Array {
  const points = new Float64Array(alphas.length * input.length);
  alphas.forEach((alpha, p) => {
    for (let i = 0; i < input.length; i++) points[p * input.length + i] = baseline[i] + alpha * (input[i] - baseline[i]);
  });
  return points;
}

/** A node in the middle of every region, as heavy as the region is long. */
function midpointsOf(ends: Float64Array): Measure {
  const regions = ends.subarray(1);
  return {
    density: 0,
    nodes: regions.map((end, r) => (ends[r] + end) / 2),
    weights: regions.map((end, r) => end - ends[r]),
  };
}

async function subjectOf(name: string): Promise<Subject> {
  const loaded = await loadNetwork(name);
  const { images } = await loadData(loaded);
  const { network, processing } = loaded;
  const { baseline, input } = lineTo(images.pixels[image], processing);
  const target = images.labels[image];
  const exact = await exactIntegratedGradients(network, baseline, input, target);
  const { samples } = await study(exact, exact.integrator, [trapezoid], procedureNamed('definition'));
  return { network, baseline, input, target, exact, samples: samples.get(trapezoid) ?? exact.regions };
}

/** Milliseconds of every contender, taken in turn; the first round only warms up. */
async function measure(subject: Subject, gradients: NetworkGradients): Promise<Map<string, number[]>> {
  const times = new Map(Object.keys(contenders).map((name): [string, number[]] => [name, []]));
  for (let run = 0; run <= runs; run++) {
    for (const [name, contend] of Object.entries(contenders)) {
      const began = performance.now();
      await contend(subject, gradients);
      if (run > 0) times.get(name)?.push(performance.now() - began);
    }
  }
  return times;
}

const milliseconds = (value: number): string => value.toFixed(1);
const columns = [
  ...['network', 'what'].map((name) => ({ name })),
  ...['regions', 'samples'].map((name) => ({ name, format: String })),
  ...['median ms', 'lower quartile', 'upper quartile'].map((name) => ({ name, format: milliseconds })),
  { name: 'against exact', format: (ratio: number) => `${ratio.toFixed(2)} x` },
];

const rows: Cell[][] = [];
let backend = '';
for (const name of networks.filter(isPresent)) {
  const subject = await subjectOf(name);
  const gradients = await gradientsOf(subject.network);
  backend = gradients.backend;
  const times = await measure(subject, gradients);
  gradients.dispose();
  const [exact] = [...times.values()].map((of) => summarize(of).median ?? NaN);
  for (const [what, of] of times) {
    const { median = NaN, lowerQuartile, upperQuartile } = summarize(of);
    rows.push([name, what, subject.exact.regions, subject.samples, median, lowerQuartile, upperQuartile, median / exact]);
  }
}
console.log(`Node ${process.version}, ${cpus()[0].model}, ${cpus().length} cores; network engine on ${backend}; ${runs} runs each`);
console.log(tableToText({ columns, rows }));
