import {
  adjointsOf,
  adjointPath,
  CumulativeAdjoints,
  integrate,
  integrateAdjoint,
  integrateAdjointAlong,
  kernelsFor,
  KinksAlong,
  layerAdjoint,
  matricesOf,
  nodePath,
  outputUnit,
  theLine,
  type Restriction,
} from '../../line/index.ts';
import { lebesgue, sameAlpha, stepsAt, type Measure, type Steps } from '../../quadrature/index.ts';
import { type Explained, Frontier, type Head, type Shortfall } from '../head/index.ts';
import { alongHead, type Integrals, regionEnds } from './alongHead.ts';

/** The value of what is explained, from the outputs of the straight network. */
export function outputOf(explained: Explained, outputs: Float64Array): number {
  return typeof explained === 'number' ? outputs[explained] : explained.value(outputs);
}

/**
 * `integral dF/dx d(alpha)`: one number for each input of the restriction.
 *
 * @param progress told up to which alpha all is integrated
 */
export function gradientIntegral(
  restriction: Restriction,
  explained: Explained,
  progress?: (alpha: number) => void,
): Integrals {
  if (typeof explained !== 'number')
    return alongHead(restriction, explained, theLine, { ...(progress && { progress }) });
  const path = adjointPath(restriction, outputUnit(restriction, explained));
  return { integrals: integrate(path, [lebesgue], undefined, progress)[0] };
}

/** `sum of weight * dF/dx` over the nodes of a measure; one on a breakpoint belongs to the region on its right. */
export function gradientAtPoints(restriction: Restriction, head: Head, { nodes, weights }: Measure): Float64Array {
  const { graph } = restriction;
  return kernelsFor(graph).use([...matricesOf(graph), ...head.matrices], (workspace) => {
    const frontier = new Frontier(restriction, workspace);
    const evaluation = head.evaluation(workspace);
    const gradient = workspace.float64(frontier.values.length);
    const adjoints = new CumulativeAdjoints(restriction, graph.output, theLine, workspace);
    nodes.forEach((node, i) => {
      const alpha = Math.min(1, node + sameAlpha);
      frontier.runTo(alpha);
      adjoints.runTo(alpha);
      evaluation.at(frontier.values, gradient);
      adjoints.add(gradient, weights[i]);
    });
    return adjoints.of(theLine);
  });
}

/** `integral dF/dh_j d(alpha)` for each unit j of a node. */
export function adjointIntegral(
  restriction: Restriction,
  explained: Explained,
  node: number,
  progress?: (alpha: number) => void,
): Integrals {
  if (typeof explained !== 'number') return alongHead(restriction, explained, node, { ...(progress && { progress }) });
  const { size } = restriction.graph.nodes[node];
  const adjoint = layerAdjoint(restriction, outputUnit(restriction, explained), node);
  return { integrals: integrateAdjoint(adjoint, size, lebesgue) };
}

/** `integral dF/dh_j dh_j` for each unit j of a node whose path is remembered. */
export function adjointIntegralAlong(
  restriction: Restriction,
  explained: Explained,
  node: number,
  progress?: (alpha: number) => void,
): Integrals {
  const path = nodePath(restriction, node);
  if (typeof explained === 'number') {
    const adjoint = layerAdjoint(restriction, outputUnit(restriction, explained), node);
    return { integrals: integrateAdjointAlong(adjoint, path) };
  }
  // By parts: the slope at the end times the adjoint's integral, less each change of slope times the integral up to it.
  const along = new KinksAlong(path);
  const slopes = path.slopes.slice();
  const sums = new Float64Array(slopes.length);
  const { shortfall } = alongHead(restriction, explained, node, {
    ...(progress && { progress }),
    visit(upTo, alpha) {
      while (along.takeUpTo(alpha)) {
        along.forEach((unit, change) => {
          slopes[unit] += change;
          sums[unit] -= change * upTo.at(node, unit);
        });
      }
    },
    close(integrals) {
      for (let unit = 0; unit < sums.length; unit++) sums[unit] += slopes[unit] * integrals[unit];
    },
  });
  return { integrals: sums, shortfall };
}

/** Functions of alpha. */
interface Curves {
  readonly curves: readonly Steps[];
  readonly shortfall?: Shortfall;
}

/** `dF/dh_j` of some units j of a node, as functions of alpha: of a head the means on each region. */
export function meanAdjoints(
  restriction: Restriction,
  explained: Explained,
  node: number,
  units: readonly number[],
  progress?: (alpha: number) => void,
): Curves {
  if (typeof explained === 'number') {
    const adjoint = layerAdjoint(restriction, outputUnit(restriction, explained), node);
    const begins = regionEnds(restriction).slice(0, -1);
    const curves = adjointsOf(adjoint, units).map((steps) => ({ alphas: begins, values: stepsAt(steps, begins) }));
    return { curves };
  }
  const alphas: number[] = [];
  const integrals = units.map((): number[] => []);
  const upTo = new Float64Array(units.length);
  const { shortfall } = alongHead(restriction, explained, node, {
    ...(progress && { progress }),
    visit(adjoints, alpha) {
      alphas.push(alpha);
      units.forEach((unit, i) => {
        const adjoint = adjoints.at(node, unit);
        integrals[i].push(adjoint - upTo[i]);
        upTo[i] = adjoint;
      });
    },
    close: () => upTo.fill(0),
  });
  const begins = Float64Array.from(alphas.slice(0, -1));
  const curves = integrals.map((of) => ({
    alphas: begins,
    values: begins.map((begin, region) => of[region + 1] / (alphas[region + 1] - begin)),
  }));
  return { curves, shortfall };
}
