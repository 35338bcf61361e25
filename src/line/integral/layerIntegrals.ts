import { totalMass, type Measure, type Steps } from '../../quadrature/index.ts';
import type { Kinks } from '../memory/index.ts';
import { CumulativeMass } from './cumulativeMass.ts';
import { KinksAlong, magnitudesOf, TrackedUnits, type NodePath } from '../forward/index.ts';

/**
 * Integrals of a layer's adjoint, `integral a_j d(mu)`: by parts, `a_j(1) C(1) - sum of d C(t)` over the
 * changes d of `a_j` at t, with `C` the measure's mass before an alpha.
 *
 * @param adjoint its changes along the line, as `layerAdjoint` gives them
 * @param size units of the layer
 */
export function integrateAdjoint(adjoint: Kinks, size: number, measure: Measure): Float64Array {
  const masses = new Float64Array(adjoint.groups);
  new CumulativeMass([measure]).write(masses, adjoint.alphas, 0, adjoint.groups);
  const total = totalMass(measure);
  const integrals = new Float64Array(size);
  for (let group = 0; group < adjoint.groups; group++) {
    const rest = total - masses[group];
    for (let e = adjoint.starts[group]; e < adjoint.starts[group + 1]; e++)
      integrals[adjoint.units[e]] += adjoint.changes[e] * rest;
  }
  return integrals;
}

/**
 * Integrals of a layer's adjoint over its own values, `integral a_j dh_j`: by parts,
 * `sum of d (h_j(1) - h_j(t))` over the changes d of `a_j` at t.
 */
export function integrateAdjointAlong(adjoint: Kinks, path: NodePath): Float64Array {
  const values = new ValuesAlong(path);
  const changed = new Float64Array(path.values.length);
  const weighted = new Float64Array(path.values.length);
  for (let group = 0; group < adjoint.groups; group++) {
    values.advance(adjoint.alphas[group]);
    for (let e = adjoint.starts[group]; e < adjoint.starts[group + 1]; e++) {
      const unit = adjoint.units[e];
      changed[unit] += adjoint.changes[e];
      weighted[unit] += adjoint.changes[e] * values.valueOf(unit);
    }
  }
  values.advance(1);
  return changed.map((sum, unit) => sum * values.valueOf(unit) - weighted[unit]);
}

/** The adjoint of one unit as a function of alpha. */
export function adjointOf(adjoint: Kinks, unit: number): Steps {
  const alphas = [0];
  const values = [0];
  for (let group = 0; group < adjoint.groups; group++) {
    for (let e = adjoint.starts[group]; e < adjoint.starts[group + 1]; e++) {
      if (adjoint.units[e] !== unit) continue;
      alphas.push(adjoint.alphas[group]);
      values.push(values[values.length - 1] + adjoint.changes[e]);
    }
  }
  return { alphas: Float64Array.from(alphas), values: Float64Array.from(values) };
}

/** Values of a node's units at alphas that never decrease. */
class ValuesAlong {
  readonly #kinks: KinksAlong;
  readonly #units: TrackedUnits;
  #alpha = 0;

  constructor(path: NodePath) {
    const { values, slopes } = path;
    this.#kinks = new KinksAlong(path);
    this.#units = new TrackedUnits({ value: values, slope: slopes, magnitude: magnitudesOf(values, slopes) });
  }

  advance(alpha: number): void {
    const along = this.#kinks;
    while (along.takeUpTo(alpha)) {
      const { kinks, group } = along;
      const at = kinks.alphas[group];
      kinks.forEach(group, (unit, change) => {
        this.#units.applyKink(unit, at, this.#units.valueAt(unit, at), change);
      });
    }
    this.#alpha = alpha;
  }

  valueOf(unit: number): number {
    return this.#units.valueAt(unit, this.#alpha);
  }
}
