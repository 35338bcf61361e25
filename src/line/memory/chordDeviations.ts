import type { TiledMatrix } from '../../network/index.ts';
import { Kinks } from './kinks.ts';
import { together } from './layout.ts';
import type { Memory } from './memory.ts';
import { MemoryRecord, placesOf, type InMemory } from './records.ts';
import { unitState, type UnitState } from './unitState.ts';

const at = placesOf('ChordDeviations');

/** Inputs of a layer that deviate from straight lines over a stretch of the line, and what is made of them. */
export class ChordDeviations implements InMemory {
  readonly units: Int32Array;
  /**
   * Of each of them: how far off the straight line it is at the end, in value and in slope; and how far off the chord,
   * which leads to where it is then, in between: the middle of the least and the most, and half of what lies between
   * them.
   */
  readonly numbers: Float64Array;
  /** For each input 1 more than its index among them, 0 between calls. */
  readonly places: Int32Array;
  /** The kinks of the stretch; their units are indices. There is room for all. */
  readonly kinks: Kinks;
  /** For each kink how far off the straight line its input is there. There is room for all. */
  values: Float64Array;
  /**
   * For each unit behind the layer the sums of these four numbers, by weights and by absolute weights the last; those
   * of two units stand together.
   */
  readonly sums: Float64Array;
  /** The units that may leave their pieces. There is room for one more. */
  readonly listed: Int32Array;
  /**
   * Room for the state of some of them, for their weights for each deviating input, and for changes of their slopes.
   */
  readonly few: UnitState;
  readonly picked: Float64Array;
  readonly pickedChanges: Float64Array;
  /** Room for what the listed units let pass. */
  passed: Float64Array;
  readonly #memory: Memory;
  readonly #record: MemoryRecord<'ChordDeviations'>;

  /** @param beside listed units that step through kinks side by side: none, or `together` */
  constructor({ rows, columns }: TiledMatrix, beside: 0 | typeof together, memory: Memory) {
    this.units = memory.int32(columns);
    this.numbers = memory.float64(4 * columns);
    this.places = memory.int32(columns);
    this.kinks = new Kinks(1, memory);
    this.values = memory.float64(0);
    this.sums = memory.float64(8 * Math.ceil(rows / 2) + 8);
    this.listed = memory.int32(rows + 1);
    this.few = unitState(memory, together, together);
    this.picked = memory.float64(beside * columns);
    this.pickedChanges = memory.float64(together);
    this.passed = memory.float64(0);
    this.#memory = memory;
    const { units, numbers, places, kinks, values, sums, listed, few, picked, pickedChanges, passed } = this;
    const arrays = { units, numbers, places, values, sums, listed, picked, pickedChanges, passed };
    this.#record = new MemoryRecord(memory, 'ChordDeviations', { ...arrays, kinks, few });
  }

  get address(): number {
    return this.#record.address;
  }

  /** How many they are. */
  get count(): number {
    return this.#record.get(at.count);
  }

  set count(count: number) {
    this.#record.set(at.count, count);
  }

  /** Makes room for all kinks of a source. */
  makeRoom({ groups, size }: Kinks): void {
    this.kinks.clear();
    this.kinks.reserve(groups, size);
    if (this.values.length >= size) return;
    this.values = this.#memory.float64(2 * size);
    this.#record.write({ values: this.values });
  }

  /** Makes room for so many numbers that pass. */
  makeRoomToPass(count: number): void {
    if (this.passed.length >= count) return;
    this.passed = this.#memory.float64(2 * count);
    this.#record.write({ passed: this.passed });
  }
}
