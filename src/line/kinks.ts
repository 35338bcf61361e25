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
    if (this.groups === this.alphas.length) {
      this.alphas = copied(this.alphas, new Float64Array(2 * this.groups));
      this.starts = copied(this.starts, new Int32Array(2 * this.groups + 1));
    }
    const start = this.starts[this.groups];
    if (start + count > this.units.length) {
      const capacity = Math.max(2 * this.units.length, start + count);
      this.units = copied(this.units, this.#memory.int32(capacity));
      this.changes = copied(this.changes, this.#memory.float64(capacity * this.width));
    }
    this.alphas[this.groups] = alpha;
    return start;
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
    const { width } = this;
    for (const group of other.order.subarray(from, to)) {
      const begin = other.starts[group];
      const end = other.starts[group + 1];
      const at = this.open(other.alphas[group], end - begin);
      this.units.set(other.units.subarray(begin, end), at);
      this.changes.set(other.changes.subarray(begin * width, end * width), at * width);
      this.close(at + end - begin);
    }
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
    const others = Int32Array.from({ length: groups - sorted }, (_, i) => sorted + i);
    others.sort((a, b) => alphas[a] - alphas[b]);
    let known = 0;
    let other = 0;
    for (let i = 0; i < groups; i++) {
      const takesKnown = other === others.length || (known < sorted && alphas[known] <= alphas[others[other]]);
      order[i] = takesKnown ? known++ : others[other++];
    }
    this.order = order;
  }
}

function copied<T extends Float64Array | Int32Array>(array: T, into: T): T {
  into.set(array);
  return into;
}
