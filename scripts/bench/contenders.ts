import {
  exactIntegratedGradients,
  NetworkIntegrator,
  procedureNamed,
  study,
  type ExactAttributions,
  type Findings,
  type Integrator,
} from '../../src/attribution/index.ts';
import type { ExactOnCores } from '../../src/cores/index.ts';
import type { NetworkGradients } from '../../src/tensorflow/index.ts';
import {
  adjointPath,
  endpoints,
  integrate,
  outputUnit,
  plainKernels,
  restrict,
  type Kernels,
} from '../../src/line/index.ts';
import { lebesgue, rules, trapezoid, type Measure } from '../../src/quadrature/index.ts';
import type { Line } from './lines.ts';
import type { Contender } from './timing.ts';

/** What is known of a line before anything is timed. */
export interface Known {
  readonly exact: ExactAttributions;
  /** That the trapezoid needs to come within 5 %; undefined if none are enough. */
  readonly samples: number | undefined;
}

const definition = procedureNamed('definition');
const studied = rules.filter(({ name }) => name !== 'midpoint');

export async function examine({ network, baseline, input, target }: Line): Promise<Known> {
  const exact = await exactIntegratedGradients(network, { baseline, input, target });
  const { samples } = await study(exact, exact.integrator, [trapezoid], definition);
  return { exact, samples: samples.get(trapezoid) };
}

/** Exact integrated gradients of a line and what they replace. */
export function contendersFor(line: Line, { exact, samples }: Known, gradients: NetworkGradients): Contender[] {
  const { network, baseline, input, target } = line;
  const ends = endpoints(exact.restriction);
  const [points, midpoints] = [pointsAt(ends, line), midpointsOf(ends)];
  const sampled = new NetworkIntegrator(gradients, baseline, input, target);
  const fullStudy = async (integratorOf: (found: ExactAttributions) => Integrator): Promise<Findings> => {
    const found = await exactIntegratedGradients(network, { baseline, input, target });
    return study(found, integratorOf(found), studied, definition);
  };
  const toTolerance = samples === undefined ? [] : [trapezoid.measure(samples - 1)];
  return [
    { name: 'exact, sweep, one thread', run: () => exactIntegratedGradients(network, { baseline, input, target }) },
    {
      name: "exact, the paper's algorithm",
      run: async () => {
        await gradients.evaluate(points);
        return sampled.attribute([midpoints]);
      },
    },
    ...toTolerance.map((measure) => ({ name: 'trapezoid to 5 %', run: () => sampled.attribute([measure]) })),
    { name: 'study, sweep', run: () => fullStudy(({ integrator }) => integrator) },
    { name: 'study, network engine', run: () => fullStudy(() => sampled) },
  ];
}

/** Exact integrated gradients of the line on all cores together. */
export function coresContender({ baseline, input, target }: Line, exact: ExactOnCores): Contender {
  return { name: 'exact, sweep, one image on all cores', run: () => exact.attribute({ baseline, input, target }) };
}

/** Exact integrated gradients without WebAssembly. */
export function plainContender(line: Line): Contender {
  return { name: 'exact, sweep, plain kernels', run: () => Promise.resolve(exactWith(plainKernels, line)) };
}

/**
 * The steps of exact integrated gradients with kernels of choice. @returns the integrated gradient, before the product
 * with the line's delta
 */
export function exactWith(kernels: Kernels, { network, baseline, input, target }: Line): Float64Array {
  const restriction = restrict(network, { baseline, input }, { kernels });
  return integrate(adjointPath(restriction, outputUnit(restriction, target)), [lebesgue], kernels)[0];
}

/** Points of a line, one after the other. */
function pointsAt(alphas: Float64Array, { baseline, input }: Line): Float64Array {
  const points = new Float64Array(alphas.length * input.length);
  alphas.forEach((alpha, p) => {
    for (let i = 0; i < input.length; i++)
      points[p * input.length + i] = baseline[i] + alpha * (input[i] - baseline[i]);
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
