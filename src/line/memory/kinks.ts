import { mergeOrder } from './ascending.ts';
import type { KinkGroups } from './kinkGroups.ts';
import { heap, type Memory } from './memory.ts';
import { MemoryRecord, placesOf, type Fields } from './records.ts';

const at = placesOf('Kinks');

/**
 * Kinks of a node's units: at `alpha` the slope of a unit changes. Kinks at one alpha from one cause stand
 * together as a group of runs; a run is `width` successive units, from a multiple of `width` on, of which some
 * may change by 0. Groups may be appended out of order and are sorted afterwards.
 */
export class Kinks implements KinkGroups {
  alphas: Float64Array;
  /** Group g has the runs `starts[g] .. starts[g + 1]`. */
  starts: Int32Array;
  /** The first unit of each run. */
  units: Int32Array;
  /** The changes of run e are `changes[e * width] .. changes[(e + 1) * width]`. */
  changes: Float64Array;
  /** Indices of the groups by ascending alpha, after `sort`. */
  order: Int32Array;
  /** Up to where on the line all kinks of the units are known. */
  end = 0;
  /** How often the groups were forgotten. */
  fills = 0;
  readonly #memory: Memory;
  readonly #record: MemoryRecord<'Kinks'>;
  /** Where the order is kept. */
  #room: Int32Array;

  constructor(
    readonly width = 1,
    memory: Memory = heap,
  ) {
    this.#memory = memory;
    this.alphas = memory.float64(64);
    this.starts = memory.int32(65);
    this.#room = memory.int32(0);
    this.order = this.#room;
    this.units = memory.int32(256);
    this.changes = memory.float64(256 * width);
    this.#record = new MemoryRecord(memory, 'Kinks', { width });
    this.#record.write(this.#arrays());
  }

  get address(): number {
    return this.#record.address;
  }

  /** Number of groups. */
  get groups(): number {
    return this.#record.get(at.groups);
  }

  set groups(groups: number) {
    this.#record.set(at.groups, groups);
  }

  /** Number of runs. */
  get size(): number {
    return this.starts[this.groups];
  }

  /** Bytes of the groups and their runs. */
  get bytes(): number {
    return 16 * this.groups + (4 + 8 * this.width) * this.size;
  }

  /** Bytes that they take with the room behind them. */
  get allocated(): number {
    const { alphas, starts, units, changes } = this;
    return [alphas, starts, units, changes, this.#room].reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** Forgets all groups, keeps the memory. */
  clear(): void {
    this.groups = 0;
    this.fills++;
  }

  /**
   * Appends a group at an alpha with room for `count` runs; the caller writes them from the returned index on and
   * closes the group.
   */
  open(alpha: number, count: number): number {
    const begin = this.reserve(1, count);
    this.alphas[this.groups] = alpha;
    return begin;
  }

  /** Ends the group that was opened last before the run `end`; without runs there is no group. */
  close(end: number): void {
    const { groups } = this;
    if (end === this.starts[groups]) return;
    this.starts[groups + 1] = end;
    this.groups = groups + 1;
  }

  /** Appends a group of one unit, where the width is 1. */
  push(alpha: number, unit: number, change: number): void {
    const { groups } = this;
    const at = this.starts[groups];
    if (groups === this.alphas.length || at === this.units.length) this.reserve(1, 1);
    this.alphas[groups] = alpha;
    this.units[at] = unit;
    this.changes[at] = change;
    this.starts[groups + 1] = at + 1;
    this.groups = groups + 1;
  }

  /** Appends groups of other kinks of the same width, in their order. */
  append(other: Kinks, from = 0, to = other.groups): void {
    for (let next = from; next < to;) {
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
    const at = this.reserve(count, end - begin);
    this.alphas.set(other.alphas.subarray(first, first + count), this.groups);
    this.units.set(other.units.subarray(begin, end), at);
    this.changes.set(other.changes.subarray(begin * width, end * width), at * width);
    for (let group = 1; group <= count; group++)
      this.starts[this.groups + group] = other.starts[first + group] - begin + at;
    this.groups += count;
  }

  /** Makes room for more groups and runs behind the last group; returns where the runs begin. */
  reserve(groups: number, runs: number): number {
    const known = this.groups;
    const begin = this.starts[known];
    if (known + groups > this.alphas.length) {
      const capacity = Math.max(2 * this.alphas.length, known + groups);
      this.alphas = copied(this.alphas, known, this.#memory.float64(capacity));
      this.starts = copied(this.starts, known + 1, this.#memory.int32(capacity + 1));
      this.#record.write(this.#arrays());
    }
    if (begin + runs > this.units.length) {
      const capacity = Math.max(2 * this.units.length, begin + runs);
      this.units = copied(this.units, begin, this.#memory.int32(capacity));
      this.changes = copied(this.changes, begin * this.width, this.#memory.float64(capacity * this.width));
      this.#record.write(this.#arrays());
    }
    return begin;
  }

  /** Is there room for one more group of so many runs? */
  hasRoom(runs: number): boolean {
    return this.groups < this.alphas.length && this.size + runs <= this.units.length;
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

  /** Adds the changes of a group to the slopes of all units. */
  addChanges(group: number, slopes: Float64Array): void {
    const { width, units, changes, starts } = this;
    for (let run = starts[group]; run < starts[group + 1]; run++) {
      for (let i = 0; i < width; i++) slopes[units[run] + i] += changes[run * width + i];
    }
  }

  /** Brings the groups into the order of their alphas; of the first `sorted` groups it is known that they are. */
  sort(sorted = 0): void {
    const { alphas, groups } = this;
    if (this.#room.length < groups) this.#room = this.#memory.int32(alphas.length);
    const order = this.#room.subarray(0, groups);
    mergeOrder(alphas, sorted, order);
    this.order = order;
    this.#record.write({ order });
  }

  #arrays(): Fields<'Kinks'> {
    const { alphas, starts, units, changes } = this;
    return { alphas, starts, units, changes, groupRoom: alphas.length, runRoom: units.length };
  }
}

/** Copies the first `count` elements. */
function copied<T extends Float64Array | Int32Array>(array: T, count: number, into: T): T {
  into.set(array.subarray(0, count));
  return into;
}
