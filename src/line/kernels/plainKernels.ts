import { addTile, forEachTile } from '../../network/index.ts';
import type { Kinks } from '../kinks.ts';
import {
  field,
  numbersOf,
  Progress,
  relativeRounding,
  together,
  type Entries,
  type Kernels,
  type Memory,
  type Runs,
  type UnitState,
  type Workspace,
} from './kernels.ts';

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

  passKinks(matrix, source, from, until, single, sums, out) {
    const alphaAt = (place: number): number => (place < source.groups ? source.alphas[source.order[place]] : Infinity);
    let next = from;
    while (next < source.groups && alphaAt(next) <= until && hasRoom(out, sums.values.length / sums.width)) {
      const group = source.order[next];
      const { units, changes, begin, end } = entriesOf(source, group, single);
      sums.count = this.addColumns(matrix, units, changes, begin, end, sums);
      next++;
      const alpha = source.alphas[group];
      if (alpha !== Math.min(alphaAt(next), until)) takeRuns(sums, alpha, out);
    }
    return next;
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

  touch(state, source, out) {
    const { progress, width } = state;
    for (; progress[Progress.next] < source.groups; progress[Progress.next]++) {
      const group = source.order[progress[Progress.next]];
      const begin = source.starts[group];
      const runs = source.starts[group + 1] - begin;
      if (out !== undefined && progress[Progress.done] === 0 && !hasRoom(out, runs * width)) return 0;
      while (progress[Progress.done] < runs) {
        const run = begin + progress[Progress.done]++;
        const listed = touchRun(state, source, source.alphas[group], run);
        if (out !== undefined) emit(state, source, run, listed, out);
        if (listed > 0) return listed;
      }
      progress[Progress.done] = 0;
      if (out === undefined) continue;
      out.alphas[out.groups] = source.alphas[group];
      out.close(progress[Progress.end]);
    }
    return 0;
  },

  look(state, alpha) {
    const { width, numbers, touchedAt, progress } = state;
    let listed = 0;
    for (; progress[0] < touchedAt.length && listed === 0; progress[0]++) {
      const way = alpha - touchedAt[progress[0]];
      for (let i = 0; i < width; i++) {
        const unit = progress[0] * width + i;
        const at = numbersOf(width, unit);
        const value = numbers[at] + numbers[at + field.slope] * way;
        if (value > numbers[at + field.high] || value < numbers[at + field.low]) {
          list(state, listed++, unit, at, touchedAt[progress[0]], 0);
        }
      }
    }
    return listed;
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

/** Has a list of kinks room for one more group of so many runs? */
function hasRoom({ groups, alphas, starts, units }: Kinks, runs: number): boolean {
  return groups < alphas.length && starts[groups] + runs <= units.length;
}

/** A group unit by unit, from `begin` on, before `end`. */
function entriesOf(source: Kinks, group: number, single: Entries): Entries & { begin: number; end: number } {
  const { width, starts, units, changes } = source;
  if (width === 1) return { units, changes, begin: starts[group], end: starts[group + 1] };
  let end = 0;
  source.forEach(group, (unit, change) => {
    single.units[end] = unit;
    single.changes[end++] = change;
  });
  return { ...single, begin: 0, end };
}

/** Moves the touched runs of a vector to a new group; they are 0 then, and not marked. */
function takeRuns(sums: Runs, alpha: number, out: Kinks): void {
  const { width, values, touched, count, marked } = sums;
  const at = out.open(alpha, count);
  for (let e = 0; e < count; e++) {
    marked[touched[e]] = 0;
    const first = touched[e] * width;
    out.units[at + e] = first;
    out.changes.set(values.subarray(first, first + width), (at + e) * width);
    values.fill(0, first, first + width);
  }
  out.close(at + count);
  sums.count = 0;
}

/** Touches the units of one run of a group; returns how many are listed. */
function touchRun(state: UnitState, source: Kinks, alpha: number, run: number): number {
  const { width, numbers, touchedAt } = state;
  const first = source.units[run];
  const since = touchedAt[first / width];
  const way = alpha - since;
  touchedAt[first / width] = alpha;
  let listed = 0;
  for (let i = 0; i < width; i++) {
    const at = numbersOf(width, first + i);
    const change = source.changes[run * width + i];
    const value = numbers[at] + numbers[at + field.slope] * way;
    const slope = numbers[at + field.slope] + change;
    const beyond = value > numbers[at + field.high] || value < numbers[at + field.low];
    widen(numbers, at, Math.abs(value) + Math.abs(slope));
    const rests = change !== 0 && Math.abs(slope) < relativeRounding * numbers[at + field.reach];
    if (beyond || rests) list(state, listed++, first + i, at, since, beyond ? change : 0);
    numbers[at] = value;
    numbers[at + field.slope] = slope;
  }
  return listed;
}

/** Passes a run on through the active units, but for those that are listed because they crossed. */
function emit(state: UnitState, source: Kinks, run: number, listed: number, out: Kinks): void {
  const { width, numbers, active, activeCounts, progress, list, before } = state;
  const first = source.units[run];
  for (let i = first; i < first + activeCounts[first / width]; i++) {
    const unit = active[i];
    let passed = numbers[numbersOf(width, unit) + field.gain] * source.changes[run * width + unit - first];
    for (let k = 0; k < listed; k++) if (list[k] === unit && before[4 * k + 3] !== 0) passed = 0;
    if (passed === 0) continue;
    out.units[progress[Progress.end]] = unit;
    out.changes[progress[Progress.end]++] = passed;
  }
}

/** If a unit reaches farther than before, so does rounding: twice as far, so that this is rare. */
function widen(numbers: Float64Array, at: number, reach: number): void {
  const before = numbers[at + field.reach];
  if (reach <= before) return;
  const more = relativeRounding * (2 * reach - before);
  numbers[at + field.reach] = 2 * reach;
  numbers[at + field.low] -= more;
  numbers[at + field.high] += more;
}

function list({ numbers, list: units, before }: UnitState, place: number, unit: number, at: number, since: number, change: number): void {
  units[place] = unit;
  before[4 * place] = numbers[at];
  before[4 * place + 1] = numbers[at + field.slope];
  before[4 * place + 2] = since;
  before[4 * place + 3] = change;
}
