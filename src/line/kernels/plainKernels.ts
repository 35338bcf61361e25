import { addTile, forEachTile, type TiledMatrix } from '../../network/index.ts';
import type { Kinks } from '../kinks.ts';
import { relativeRounding, type Kernels, type Memory, type UnitState, type Vectors, type Workspace } from './kernels.ts';

/** Arrays as everyone makes them. */
export const heap: Memory = {
  float64: (length) => new Float64Array(length),
  int32: (length) => new Int32Array(length),
};

const workspace: Workspace = { ...heap, matrix: (matrix) => matrix };

/** The kernels in TypeScript: they run everywhere, and are what the others are held against. */
export const plainKernels: Kernels = {
  name: 'plain',
  open: () => workspace,

  addColumns(matrix, units, changes, begin, end, { width, values, touched, count, marked }) {
    let known = count;
    const touch = (start: number): void => {
      const last = Math.floor((start + matrix.tileRows - 1) / width);
      for (let run = Math.floor(start / width); run <= last; run++) {
        if (marked[run] !== 0) continue;
        marked[run] = 1;
        touched[known++] = run;
      }
    };
    forEachTile(matrix, units, begin, end, (start, offset, from, to) => {
      touch(start);
      addTile(values, start, matrix.weights, offset, matrix.tileRows, units, changes, from, to);
    });
    return known;
  },

  takeRuns({ width, values, touched, count, marked }, out, at) {
    for (let e = 0; e < count; e++) {
      marked[touched[e]] = 0;
      const first = touched[e] * width;
      out.units[at + e] = first;
      out.changes.set(values.subarray(first, first + width), (at + e) * width);
      values.fill(0, first, first + width);
    }
  },

  takeEntries({ width, values, touched, count, marked }, out, at, from) {
    let end = at;
    for (let e = 0; e < count; e++) {
      marked[touched[e]] = 0;
      for (let unit = touched[e] * width; unit < (touched[e] + 1) * width; unit++) {
        const value = values[unit];
        if (value === 0) continue;
        values[unit] = 0;
        out.units[end] = from + unit;
        out.changes[end++] = value;
      }
    }
    return end - at;
  },

  apply({ width, values, slopes, rounding, gains, touchedAt, list }, source, group, out, at) {
    const { changes } = source;
    const { units: outUnits, changes: outChanges } = out;
    const alpha = source.alphas[group];
    let end = at;
    let resting = 0;
    for (let run = source.starts[group]; run < source.starts[group + 1]; run++) {
      const first = source.units[run];
      const way = alpha - touchedAt[first / width];
      touchedAt[first / width] = alpha;
      for (let i = 0; i < width; i++) {
        const unit = first + i;
        const change = changes[run * width + i];
        const value = values[unit] + slopes[unit] * way;
        const slope = slopes[unit] + change;
        const steepness = Math.abs(slope);
        const gathered = relativeRounding * (Math.abs(value) + steepness + Math.abs(change));
        values[unit] = value;
        slopes[unit] = slope;
        if (gathered > rounding[unit]) rounding[unit] = gathered;
        if (steepness <= rounding[unit]) list[++resting] = unit;
        const passed = gains[unit] * change;
        if (passed === 0) continue;
        outUnits[end] = unit;
        outChanges[end++] = passed;
      }
    }
    list[0] = resting;
    return end - at;
  },

  touch(state, source, group, out, at) {
    const listed = scan(state, source, group);
    return listed > 0 ? -listed : this.apply(state, source, group, out, at);
  },

  gate({ width, values, touched, count, marked }, adjoint, gains, input) {
    for (let e = 0; e < count; e++) {
      marked[touched[e]] = 0;
      for (let unit = touched[e] * width; unit < (touched[e] + 1) * width; unit++) {
        const change = values[unit];
        values[unit] = 0;
        adjoint[unit] += change;
        input[unit] += gains[unit] * change;
      }
    }
  },

  subtractMoments({ units, changes, starts, masses }, begin, end, { lanes, numbers }) {
    for (let group = begin; group < end; group++) {
      for (let e = starts[group]; e < starts[group + 1]; e++) {
        const at = units[e] * lanes;
        for (let lane = 0; lane < lanes; lane++) numbers[at + lane] -= changes[e] * masses[group * lanes + lane];
      }
    }
  },

  pass(matrix, { begin, end, columns, targets, factors, groups, masses, adjoints }, changes, group, moments, into) {
    const { lanes } = moments;
    for (let i = begin; i < end; i++) {
      this.subtractMoments(changes, group, groups[i], moments);
      group = Math.max(group, groups[i]);
      const products = productsOf(matrix, columns[i], moments);
      adjoints[i] += products[0];
      for (let lane = 0; lane < lanes; lane++) {
        into[targets[i] * lanes + lane] += factors[i] * (products[lane] + products[0] * masses[(i - begin) * lanes + lane]);
      }
    }
    return group;
  },

  pull(matrix, { columns, targets, factors }, count, vectors, into) {
    const { lanes } = vectors;
    for (let i = 0; i < count; i++) {
      const products = productsOf(matrix, columns[i], vectors);
      for (let lane = 0; lane < lanes; lane++) into[targets[i] * lanes + lane] += factors[i] * products[lane];
    }
  },
};

/** The product of a column with the vectors in each lane. Even and odd rows of a tile are summed apart: neither sum waits for the other. */
function productsOf({ tileRows, tileColumns, weights, pointers, starts, offsets }: TiledMatrix, column: number, { lanes, numbers, first }: Vectors): Float64Array {
  const group = Math.floor(column / tileColumns);
  const within = (column - group * tileColumns) * tileRows;
  const sums = [new Float64Array(lanes), new Float64Array(lanes)];
  for (let t = pointers[group]; t < pointers[group + 1]; t++) {
    for (let row = 0; row < tileRows; row++) {
      const weight = weights[offsets[t] + within + row];
      const at = (first + starts[t] + row) * lanes;
      for (let lane = 0; lane < lanes; lane++) sums[row % 2][lane] += weight * numbers[at + lane];
    }
  }
  return sums[0].map((even, lane) => even + sums[1][lane]);
}

/** Lists the units of a group that are beyond a threshold where the group is; returns their number. */
function scan({ width, values, slopes, rounding, lower, upper, touchedAt, list }: UnitState, source: Kinks, group: number): number {
  const alpha = source.alphas[group];
  let listed = 0;
  for (let run = source.starts[group]; run < source.starts[group + 1]; run++) {
    const first = source.units[run];
    const way = alpha - touchedAt[first / width];
    for (let unit = first; unit < first + width; unit++) {
      const value = values[unit] + slopes[unit] * way;
      if (value > upper[unit] + rounding[unit] || value < lower[unit] - rounding[unit]) list[listed++] = unit;
    }
  }
  return listed;
}
