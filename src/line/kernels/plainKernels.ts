import { addTile, forEachTile, type TiledMatrix } from '../../network/index.ts';
import type { Kinks } from '../kinks.ts';
import {
  field,
  numbersOf,
  Progress,
  relativeRounding,
  type Departures,
  type Entries,
  type Kernels,
  type Memory,
  type Runs,
  type UnitState,
  type Vectors,
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

  depart(source, from, to, departures) {
    const { units, numbers, places, kinks } = departures;
    departures.count = 0;
    let [at, alpha] = [0, 0];
    for (let place = from; place < to; place++) {
      const group = source.order[place];
      alpha = source.alphas[group];
      kinks.alphas[place - from] = alpha;
      for (let e = source.starts[group]; e < source.starts[group + 1]; e++) {
        const unit = source.units[e];
        if (places[unit] === 0) {
          units[departures.count] = unit;
          numbers.fill(0, 4 * departures.count, 4 * departures.count + 4);
          places[unit] = ++departures.count;
        }
        const index = places[unit] - 1;
        departTo(numbers, 4 * index, alpha);
        numbers[4 * index + 1] += source.changes[e];
        kinks.units[at] = index;
        kinks.changes[at++] = source.changes[e];
      }
      kinks.starts[place - from + 1] = at;
    }
    kinks.groups = to - from;
    for (let i = 0; i < departures.count; i++) {
      departTo(numbers, 4 * i, alpha);
      places[units[i]] = 0;
    }
  },

  leap(matrix, departures, state) {
    const { width, touchedAt, numbers } = state;
    const { sums, listed, kinks } = departures;
    const way = kinks.alphas[kinks.groups - 1] - touchedAt[0];
    sumDepartures(matrix, departures);
    let count = 0;
    for (let unit = 0; unit < width; unit++) {
      const at = numbersOf(width, unit);
      const from = sumsOf(unit);
      const straight = numbers[at] + numbers[at + field.slope] * way;
      if (!stays(numbers, at, straight, sums[from + 4])) {
        listed[count++] = unit;
        continue;
      }
      numbers[at] = straight + sums[from];
      numbers[at + field.slope] += sums[from + 2];
      widen(numbers, at, Math.abs(numbers[at]) + Math.abs(numbers[at + field.slope]) + sums[from + 4]);
    }
    return count;
  },

  gather({ weights, offsets, tileRows }, { count, units, listed }, rows, out) {
    for (let i = 0; i < count; i++) {
      const column = offsets[0] + units[i] * tileRows;
      for (let k = 0; k < rows; k++) out[i * rows + k] = weights[column + listed[k]];
    }
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

/** Touches the units of one run of a group; returns how many are listed. */
function touchRun(state: UnitState, source: Kinks, alpha: number, run: number): number {
  const { width, touchedAt } = state;
  const first = source.units[run];
  const since = touchedAt[first / width];
  touchedAt[first / width] = alpha;
  let listed = 0;
  for (let i = 0; i < width; i++) listed = touchUnit(state, first + i, since, alpha, source.changes[run * width + i], listed);
  return listed;
}

/** Brings a unit forward and changes its slope; returns how many are listed then. */
function touchUnit(state: UnitState, unit: number, since: number, alpha: number, change: number, listed: number): number {
  const { width, numbers } = state;
  const at = numbersOf(width, unit);
  const value = numbers[at] + numbers[at + field.slope] * (alpha - since);
  const slope = numbers[at + field.slope] + change;
  const beyond = value > numbers[at + field.high] || value < numbers[at + field.low];
  widen(numbers, at, Math.abs(value) + Math.abs(slope));
  const rests = change !== 0 && Math.abs(slope) < relativeRounding * numbers[at + field.reach];
  if (beyond || rests) list(state, listed, unit, at, since, beyond ? change : 0);
  numbers[at] = value;
  numbers[at + field.slope] = slope;
  return beyond || rests ? listed + 1 : listed;
}

/** Brings a departure forward: its value goes on by its slope. */
function departTo(numbers: Float64Array, at: number, alpha: number): void {
  numbers[at] += numbers[at + 1] * (alpha - numbers[at + 3]);
  numbers[at + 2] = Math.max(numbers[at + 2], Math.abs(numbers[at]));
  numbers[at + 3] = alpha;
}

/** Sums up what departures make of the units behind a dense matrix. */
function sumDepartures({ weights, offsets, tileRows }: TiledMatrix, { count, units, numbers, sums }: Departures): void {
  sums.fill(0);
  const add = (n: number, row: number, shift: number, weigh: (weight: number) => number): number =>
    weigh(weights[offsets[0] + units[n] * tileRows + row]) * numbers[4 * n + shift];
  const itself = (weight: number): number => weight;
  for (let row = 0; row < tileRows; row++) {
    for (const [shift, weigh] of [itself, itself, Math.abs].entries()) {
      const at = sumsOf(row) + 2 * shift;
      let n = 0;
      for (; n + 4 <= count; n += 4) {
        const [a, b, c, d] = [add(n, row, shift, weigh), add(n + 1, row, shift, weigh), add(n + 2, row, shift, weigh), add(n + 3, row, shift, weigh)];
        sums[at] += a + b + (c + d);
      }
      for (; n < count; n++) sums[at] += add(n, row, shift, weigh);
    }
  }
}

/** Where the sums of a unit begin; those of two units stand together. */
function sumsOf(unit: number): number {
  return 6 * (unit >> 1) + (unit & 1);
}

/** Does a unit stay in its piece, and off its thresholds, however far off a straight way it is within a bound? */
function stays(numbers: Float64Array, at: number, straight: number, bound: number): boolean {
  const margin = bound + 2 * relativeRounding * numbers[at + field.reach];
  const most = Math.max(numbers[at], straight) + margin;
  return most < numbers[at + field.high] && Math.min(numbers[at], straight) - margin > numbers[at + field.low];
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
