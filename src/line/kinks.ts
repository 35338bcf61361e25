import { ascending } from './ascending.ts';
import { heap, type Memory } from './kernels/index.ts';

/**
 * Kinks of a node's units: at `alpha` the slope of a unit changes. Kinks at one alpha from one cause stand
 * together as a group of runs; a run is `width` successive units, from a multiple of `width` on, of which some
 * may change by 0. Groups may be appended out of order and are sorted afterwards.
 */
export class Kinks {
  /** Number of groups. */
  groups = 0;
  alphas = new Float64Array(64);
  /** Group g has the runs `starts[g] .. starts[g + 1]`. */
  starts = new Int32Array(65);
  /** The first unit of each run. */
  units: Int32Array;
  /** The changes of run e are `changes[e * width] .. changes[(e + 1) * width]`. */
  changes: Float64Array;
  /** Indices of the groups by ascending alpha, after `sort`. */
  order = new Int32Array();
  readonly #memory: Memory;

  constructor(
    readonly width = 1,
    memory: Memory = heap,
  ) {
    this.#memory = memory;
    this.units = memory.int32(256);
    this.changes = memory.float64(256 * width);
  }

  /** Number of runs. */
  get size(): number {
    return this.starts[this.groups];
  }

  /** Forgets all groups, keeps the memory. */
  clear(): void {
    this.groups = 0;
  }

  /** Appends a group at an alpha with room for `count` runs; the caller writes them from the returned index on and closes the group. */
  open(alpha: number, count: number): number {
    this.#reserveGroups(1);
    this.alphas[this.groups] = alpha;
    return this.#reserveRuns(count);
  }

  /** Ends the group that was opened last before the run `end`; without runs there is no group. */
  close(end: number): void {
    if (end > this.starts[this.groups]) this.starts[++this.groups] = end;
  }

  /** Appends a group of one unit, where the width is 1. */
  push(alpha: number, unit: number, change: number): void {
    const at = this.open(alpha, 1);
    this.units[at] = unit;
    this.changes[at] = change;
    this.close(at + 1);
  }

  /** Appends groups of other kinks of the same width, in their order. */
  append(other: Kinks, from = 0, to = other.groups): void {
    for (let next = from; next < to; ) {
      // Groups that follow each other there too are copied together.
      let end = next + 1;
      while (end < to && other.order[end] === other.order[end - 1] + 1) end++;
      this.#appendGroups(other, other.order[next], end - next);
      next = end;
    }
  }

  #appendGroups(other: Kinks, first: number, count: number): void {
    const { width } = this;
    const begin = other.starts[first];
    const end = other.starts[first + count];
    this.#reserveGroups(count);
    const at = this.#reserveRuns(end - begin);
    this.alphas.set(other.alphas.subarray(first, first + count), this.groups);
    this.units.set(other.units.subarray(begin, end), at);
    this.changes.set(other.changes.subarray(begin * width, end * width), at * width);
    for (let group = 1; group <= count; group++) this.starts[this.groups + group] = other.starts[first + group] - begin + at;
    this.groups += count;
  }

  #reserveGroups(count: number): void {
    const needed = this.groups + count;
    if (needed <= this.alphas.length) return;
    const capacity = Math.max(2 * this.alphas.length, needed);
    this.alphas = copied(this.alphas, new Float64Array(capacity));
    this.starts = copied(this.starts, new Int32Array(capacity + 1));
  }

  /** Makes room for runs behind the last group; returns where they begin. */
  #reserveRuns(count: number): number {
    const begin = this.starts[this.groups];
    if (begin + count > this.units.length) {
      const capacity = Math.max(2 * this.units.length, begin + count);
      this.units = copied(this.units, this.#memory.int32(capacity));
      this.changes = copied(this.changes, this.#memory.float64(capacity * this.width));
    }
    return begin;
  }

  /** Visits the units of a group that change. */
  forEach(group: number, visit: (unit: number, change: number) => void): void {
    const { width } = this;
    for (let run = this.starts[group]; run < this.starts[group + 1]; run++) {
      for (let i = 0; i < width; i++) {
        const change = this.changes[run * width + i];
        if (change !== 0) visit(this.units[run] + i, change);
      }
    }
  }

  /** Brings the groups into the order of their alphas; of the first `sorted` groups it is known that they are. */
  sort(sorted = 0): void {
    const { alphas, groups } = this;
    const order = new Int32Array(groups);
    const others = ascending(alphas.subarray(sorted, groups));
    let known = 0;
    let other = 0;
    for (let i = 0; i < groups; i++) {
      const next = sorted + others[other];
      const takesKnown = other === others.length || (known < sorted && alphas[known] <= alphas[next]);
      order[i] = takesKnown ? known++ : next;
      if (!takesKnown) other++;
    }
    this.order = order;
  }
}

function copied<T extends Float64Array | Int32Array>(array: T, into: T): T {
  into.set(array);
  return into;
}
