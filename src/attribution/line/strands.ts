import {
  adjointOf,
  adjointPath,
  integrate,
  integrateAdjoint,
  integrateAdjointAlong,
  layerAdjoint,
  nodePath,
  theLine,
  type LineGraph,
  type Restriction,
  type Target,
} from '../../line/index.ts';
import { columnDot } from '../../network/index.ts';
import { stepMeasure, stepsAt, type Steps } from '../../quadrature/index.ts';
import { basisOf, type Explained, massesOf } from '../head/index.ts';
import { addTo } from '../numbers/index.ts';

/** The density of length. */
const evenly: Steps = { alphas: Float64Array.of(0), values: Float64Array.of(1) };

/**
 * What an exact integral along a line is a sum of: a combination of output units of the restriction, whose gradient is
 * constant on each region, integrated against a density.
 */
export interface Strand {
  readonly target: Target;
  readonly density: Steps;
}

/**
 * The strands of a target. Of a head `H(z)` they are `integral dH/dz_j dz_j/dx` for each unit j of the frontier, where
 * only the mass of `dH/dz_j` on each region counts, so that the density is taken in steps. Where the masses of all
 * units are combinations of a few directions there is a strand for each of these instead.
 */
export function strandsOf(restriction: Restriction, explained: Explained): Strand[] {
  const { graph } = restriction;
  if (typeof explained === 'number') return [{ target: { node: graph.output, unit: explained }, density: evenly }];
  const ends = regionEnds(restriction);
  const { node, masses } = narrowed(graph, massesOf(explained, nodePath(restriction, graph.output), ends));
  const units = [...masses.keys()].filter((unit) => masses[unit].some((mass) => mass !== 0));
  const { directions, shares } = basisOf(units.map((unit) => masses[unit]));
  if (directions.length >= units.length || !directions.every((direction) => direction.every(Number.isFinite))) {
    return units.map((unit) => ({ target: { node, unit }, density: densityOf(masses[unit], ends) }));
  }
  return directions.map((direction, k) => {
    const weights = new Float64Array(masses.length);
    units.forEach((unit, j) => (weights[unit] = shares[k][j]));
    return { target: { node, weights }, density: densityOf(direction, ends) };
  });
}

/** The masses of what the last node reads, where it is linear and that are fewer units. */
function narrowed({ nodes, output }: LineGraph, masses: Float64Array[]): { node: number; masses: Float64Array[] } {
  const {
    operation,
    inputs: [source, ...others],
  } = nodes[output];
  if (operation.family !== 'linear' || others.length > 0 || source === theLine) return { node: output, masses };
  const [matrix] = operation.matrices;
  if (matrix.columns >= masses.length) return { node: output, masses };
  const pulled = Array.from({ length: matrix.columns }, () => new Float64Array(masses[0].length));
  const row = new Float64Array(masses.length);
  for (let region = 0; region < masses[0].length; region++) {
    for (let unit = 0; unit < row.length; unit++) row[unit] = masses[unit][region];
    for (let column = 0; column < pulled.length; column++) pulled[column][region] = columnDot(matrix, column, row);
  }
  return { node: source, masses: pulled };
}

/** The value of what is explained, from the outputs of the straight network. */
export function outputOf(explained: Explained, outputs: Float64Array): number {
  return typeof explained === 'number' ? outputs[explained] : explained.value(outputs);
}

/** Where the gradient may change: 0, all alphas at which units cross, however near to each other, and 1. */
export function regionEnds({ crossings: { alphas } }: Restriction): Float64Array {
  const ends = new Float64Array(alphas.length + 2);
  let last = 0;
  for (const alpha of alphas) if (alpha > ends[last] && alpha < 1) ends[++last] = alpha;
  ends[++last] = 1;
  return ends.slice(0, last + 1);
}

/** The density whose masses on regions these are. */
function densityOf(masses: Float64Array, ends: Float64Array): Steps {
  return { alphas: ends.slice(0, -1), values: masses.map((mass, region) => mass / (ends[region + 1] - ends[region])) };
}

/**
 * `integral dF/dx d(alpha)`: one number for each input of the restriction.
 *
 * @param progress told up to which alpha all is integrated, of several strands on an average
 */
export function gradientIntegral(
  restriction: Restriction,
  explained: Explained,
  progress?: (alpha: number) => void,
): Float64Array {
  return sumOver(restriction, explained, restriction.graph.inputSize, ({ target, density }, done, all) => {
    const told =
      progress &&
      ((alpha: number): void => {
        progress((done + alpha) / all);
      });
    return integrate(adjointPath(restriction, target), [stepMeasure(density)], undefined, told)[0];
  });
}

/** `integral dF/dh_j d(alpha)` for each unit j of a node. */
export function adjointIntegral(restriction: Restriction, explained: Explained, node: number): Float64Array {
  const { size } = restriction.graph.nodes[node];
  return sumOver(restriction, explained, size, ({ target, density }) =>
    integrateAdjoint(layerAdjoint(restriction, target, node), size, stepMeasure(density)),
  );
}

/** `integral dF/dh_j dh_j` for each unit j of a node whose path is remembered. */
export function adjointIntegralAlong(restriction: Restriction, explained: Explained, node: number): Float64Array {
  const path = nodePath(restriction, node);
  return sumOver(restriction, explained, path.values.length, ({ target, density }) =>
    integrateAdjointAlong(layerAdjoint(restriction, target, node), path, density),
  );
}

/** `dF/dh_j` of any unit j of a node, as a function of alpha: of a head its mean on each region. */
export function meanAdjoints(restriction: Restriction, explained: Explained, node: number): (unit: number) => Steps {
  const alphas = regionEnds(restriction).slice(0, -1);
  const parts = strandsOf(restriction, explained).map(({ target, density }) => ({
    adjoint: layerAdjoint(restriction, target, node),
    densities: stepsAt(density, alphas),
  }));
  return (unit) => {
    const values = new Float64Array(alphas.length);
    for (const { adjoint, densities } of parts) {
      stepsAt(adjointOf(adjoint, unit), alphas).forEach((step, i) => (values[i] += step * densities[i]));
    }
    return { alphas, values };
  };
}

function sumOver(
  restriction: Restriction,
  explained: Explained,
  size: number,
  integral: (strand: Strand, index: number, all: number) => Float64Array,
): Float64Array {
  const sum = new Float64Array(size);
  const strands = strandsOf(restriction, explained);
  strands.forEach((strand, i) => {
    addTo(sum, 1, integral(strand, i, strands.length));
  });
  return sum;
}
