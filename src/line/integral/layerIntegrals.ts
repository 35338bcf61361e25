import { totalMass, type Measure, type Steps } from '../../quadrature/index.ts';
import type { ChangesAlong } from '../adjoint/index.ts';
import { CumulativeMass } from './cumulativeMass.ts';
import { KinksAlong, magnitudesOf, TrackedUnits, type NodePath } from '../forward/index.ts';

/**
 * Integrals of a layer's adjoint, `integral a_j d(mu)`: by parts, `a_j(1) C(1) - sum of d C(t)` over the
 * changes d of `a_j` at t, with `C` the measure's mass before an alpha.
 *
 * @param adjoint its changes along the line, as `layerAdjoint` gives them
 * @param size units of the layer
 */
export function integrateAdjoint(adjoint: ChangesAlong, size: number, measure: Measure): Float64Array {
  const cumulative = new CumulativeMass([measure]);
  const total = totalMass(measure);
  const integrals = new Float64Array(size);
  adjoint(({ groups, alphas, starts, units, changes }) => {
    const masses = new Float64Array(groups);
    cumulative.write(masses, alphas, 0, groups);
    for (let group = 0; group < groups; group++) {
      const rest = total - masses[group];
      for (let e = starts[group]; e < starts[group + 1]; e++) integrals[units[e]] += changes[e] * rest;
    }
  });
  return integrals;
}

/**
 * Integrals of a layer's adjoint over its own values, `integral a_j dh_j`: by parts,
 * `sum of d (h_j(1) - h_j(t))` over the changes d of `a_j` at t.
 */
export function integrateAdjointAlong(adjoint: ChangesAlong, path: NodePath): Float64Array {
  const values = new ValuesAlong(path);
  const changed = new Float64Array(path.values.length);
  const weighted = new Float64Array(path.values.length);
  adjoint(({ groups, alphas, starts, units, changes }) => {
    for (let group = 0; group < groups; group++) {
      values.advance(alphas[group]);
      for (let e = starts[group]; e < starts[group + 1]; e++) {
        const unit = units[e];
        changed[unit] += changes[e];
        weighted[unit] += changes[e] * values.valueOf(unit);
      }
    }
  });
  values.advance(1);
  return changed.map((sum, unit) => sum * values.valueOf(unit) - weighted[unit]);
}

/** The adjoints of some units as functions of alpha. */
export function adjointsOf(adjoint: ChangesAlong, units: readonly number[]): Steps[] {
  const places = new Map(units.map((unit, place) => [unit, place]));
  const found = units.map(() => ({ alphas: [0], values: [0] }));
  adjoint((changes) => {
    for (let group = 0; group < changes.groups; group++) {
      for (let e = changes.starts[group]; e < changes.starts[group + 1]; e++) {
        const place = places.get(changes.units[e]);
        if (place === undefined) continue;
        const { alphas, values } = found[place];
        alphas.push(changes.alphas[group]);
        values.push(values[values.length - 1] + changes.changes[e]);
      }
    }
  });
  return found.map(({ alphas, values }) => ({
    alphas: Float64Array.from(alphas),
    values: Float64Array.from(values),
  }));
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
