import { addTile, forEachTile } from '../../network/index.ts';
import type { Kinks } from '../kinks.ts';
import { relativeRounding, together, type Kernels, type Memory, type UnitState, type Workspace } from './kernels.ts';

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

  takeEntries({ width, values, touched, count, marked }, units, into) {
    let taken = 0;
    for (let e = 0; e < count; e++) {
      marked[touched[e]] = 0;
      for (let unit = touched[e] * width; unit < (touched[e] + 1) * width; unit++) {
        const value = values[unit];
        if (value === 0) continue;
        values[unit] = 0;
        units[taken] = unit;
        into[taken++] = value;
      }
    }
    return taken;
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

  dot({ tileRows, tileColumns, weights, pointers, starts, offsets }, column, vector, first) {
    const group = Math.floor(column / tileColumns);
    const within = (column - group * tileColumns) * tileRows;
    let sum = 0;
    for (let t = pointers[group]; t < pointers[group + 1]; t++) {
      const from = first + starts[t];
      const offset = offsets[t] + within;
      for (let row = 0; row < tileRows; row++) sum += weights[offset + row] * vector[from + row];
    }
    return sum;
  },

  subtractMoments(units, changes, begin, end, masses, moments) {
    for (let e = begin; e < end; e++) {
      const at = units[e] * together;
      for (let m = 0; m < together; m++) moments[at + m] -= changes[e] * masses[m];
    }
  },

  pull({ tileRows, tileColumns, weights, pointers, starts, offsets }, column, count, vectors, first, into) {
    for (let i = 0; i < count; i++) {
      const group = Math.floor((column + i) / tileColumns);
      const within = (column + i - group * tileColumns) * tileRows;
      for (let t = pointers[group]; t < pointers[group + 1]; t++) {
        for (let row = 0; row < tileRows; row++) {
          const weight = weights[offsets[t] + within + row];
          const at = (first + starts[t] + row) * together;
          for (let m = 0; m < together; m++) into[i * together + m] += weight * vectors[at + m];
        }
      }
    }
  },
};

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
