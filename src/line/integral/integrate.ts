import { lebesgue, type Measure } from '../../quadrature/index.ts';
import type { AdjointPath } from '../adjoint/index.ts';
import type { Kernels } from '../kernels/index.ts';
import { kernelsFor, matricesBothWays } from '../graph/index.ts';
import { LineIntegrator, type Integrals } from './lineIntegrator.ts';
import { double } from './precision.ts';

/** Of what lies side by side in lanes so much is read at a time, lane by lane: it stays in the nearest cache. */
const near = 64;

/**
 * Integrals of the target's gradient along the line, `integral dF/dx(x(alpha)) d(mu)`, for every measure
 * `mu`, without evaluating the network. Multiplied by the line's delta they are integrated gradients: exact
 * for the Lebesgue measure, sampled for the measure of a quadrature rule.
 *
 * @param progress told up to which alpha all is integrated
 * @returns for each measure `inputSize` numbers
 */
export function integrate(
  path: AdjointPath,
  measures: readonly Measure[],
  kernels: Kernels = kernelsFor(path.restriction.graph),
  progress?: (alpha: number) => void,
): Float64Array[] {
  if (measures.length === 0) return [];
  return kernels.use(matricesBothWays(path.restriction.graph), (workspace) => {
    const { batches, adjoints } = new LineIntegrator(path, measures, double, workspace).run(progress);
    if (!known.has(path)) known.set(path, adjoints);
    return batches.flatMap(eachLane);
  });
}

/** What walks in float64 found: they find the same whatever they integrate. */
const known = new WeakMap<AdjointPath, Float64Array>();

/** Per crossing the adjoint of the unit's output there; walks along the line if nobody has. */
export function crossingAdjoints(path: AdjointPath): Float64Array {
  const adjoints = known.get(path) ?? findAdjoints(path);
  known.set(path, adjoints);
  return adjoints;
}

function findAdjoints(path: AdjointPath): Float64Array {
  const { graph } = path.restriction;
  return kernelsFor(graph).use(
    matricesBothWays(graph),
    (workspace) => new LineIntegrator(path, [lebesgue], double, workspace).run().adjoints,
  );
}

/** The integrals of each measure. */
function eachLane({ numbers, lanes, measures }: Integrals<Float64Array>): Float64Array[] {
  const units = numbers.length / lanes;
  const each = Array.from({ length: measures }, () => new Float64Array(units));
  for (let from = 0; from < units; from += near) {
    const to = Math.min(units, from + near);
    each.forEach((of, m) => {
      for (let unit = from; unit < to; unit++) of[unit] = numbers[unit * lanes + m + 1];
    });
  }
  return each;
}
