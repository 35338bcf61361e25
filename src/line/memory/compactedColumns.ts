import type { TiledMatrix } from '../../network/index.ts';
import type { Memory } from './memory.ts';
import { MemoryRecord, type InMemory } from './records.ts';

/** A matrix where the kernels can read it. */
export type HeldMatrix = TiledMatrix & InMemory;

/**
 * Columns of a matrix of which only selected rows are kept, and count. Groups of successive columns have the same rows:
 * group `g` has the runs `pointers[g] .. pointers[g + 1]`, of `lengths` rows from `starts` on. The weights of column
 * `c`, in all its runs one after the other, are at `offsets[c]`.
 */
export interface CompactedColumns extends InMemory {
  /** Columns in a group. */
  readonly tileColumns: number;
  readonly pointers: Int32Array;
  readonly starts: Int32Array;
  readonly lengths: Int32Array;
  readonly offsets: Int32Array;
  readonly weights: Float64Array;
}

/** Some units of a node: all that is done is done for these. */
export class SelectedUnits implements InMemory {
  /** Ascending. */
  units: Int32Array = new Int32Array();
  /** For each unit of the node how many selected ones come before it, and at last how many there are. */
  readonly ranks: Int32Array;
  readonly #record: MemoryRecord<'SelectedUnits'>;

  /** @param size units of the node */
  constructor(size: number, memory: Memory) {
    this.ranks = memory.int32(size + 1);
    this.#record = new MemoryRecord(memory, 'SelectedUnits', { ranks: this.ranks });
  }

  get address(): number {
    return this.#record.address;
  }

  /** From now on these are selected; they are in the memory. */
  set(units: Int32Array): void {
    this.units = units;
    this.#record.write({ units });
    let rank = 0;
    for (let unit = 0; unit < this.ranks.length; unit++) {
      this.ranks[unit] = rank;
      if (rank < units.length && units[rank] === unit) rank++;
    }
  }
}
