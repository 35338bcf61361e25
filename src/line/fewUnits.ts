import type { TiledMatrix } from '../network/index.ts';
import type { ElementwiseUnits } from './elementwiseUnits.ts';
import type { Departures, Entries, Kernels, Memory, Runs } from './kernels/index.ts';
import { Kinks } from './kinks.ts';

/** Follows few of the units behind a dense layer from kink to kink, through a layer of their own with those of its weights that they need. */
export class FewUnits {
  readonly #units: ElementwiseUnits;
  readonly #kernels: Kernels;
  readonly #memory: Memory;
  readonly #tile: Pick<TiledMatrix, 'pointers' | 'starts' | 'offsets'>;
  /** Kinks of width 1 need no room to be taken apart. */
  readonly #single: Entries;
  readonly #sums: Pick<Runs, 'values' | 'touched' | 'marked'>;
  readonly #kinks: Kinks;
  #weights: Float64Array;

  /** @param units to stand for those that are followed; there are `rows` in all */
  constructor(units: ElementwiseUnits, rows: number, kernels: Kernels, memory: Memory) {
    this.#units = units;
    this.#kernels = kernels;
    this.#memory = memory;
    this.#tile = { pointers: memory.int32(2), starts: memory.int32(1), offsets: memory.int32(1) };
    this.#tile.pointers[1] = 1;
    this.#single = { units: memory.int32(0), changes: memory.float64(0) };
    this.#sums = { values: memory.float64(rows), touched: memory.int32(1), marked: memory.int32(1) };
    this.#kinks = new Kinks(1, memory);
    this.#weights = memory.float64(0);
  }

  /** Follows the first `count` units that are listed, as far as departures go. */
  follow(others: ElementwiseUnits, matrix: TiledMatrix, departures: Departures, count: number): void {
    this.#pass(matrix, departures, count);
    this.#units.take(others, departures.listed.subarray(0, count));
    this.#units.touch(this.#kinks, undefined);
    this.#units.giveBack(others);
  }

  /** Passes the kinks before the departures to the listed units. */
  #pass(matrix: TiledMatrix, departures: Departures, rows: number): void {
    const { count: columns, kinks: source } = departures;
    const { touched, marked, values } = this.#sums;
    const kinks = this.#kinks;
    if (rows * columns > this.#weights.length) this.#weights = this.#memory.float64(2 * rows * columns);
    this.#kernels.gather(matrix, departures, rows, this.#weights);
    const few = { ...this.#tile, weights: this.#weights, rows, columns, tileRows: rows, tileColumns: columns };
    const sums = { touched, marked, values: values.subarray(0, rows), width: rows, count: 0 };
    source.sort(source.groups);
    kinks.clear(rows);
    kinks.reserve(source.groups, source.groups);
    this.#kernels.passKinks(few, source, 0, Infinity, this.#single, sums, kinks);
    kinks.sort(kinks.groups);
  }
}
