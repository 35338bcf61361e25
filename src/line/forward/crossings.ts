import { UserError } from '../../base/index.ts';
import { ascending, counted, heap, type Kinks } from '../memory/index.ts';

/**
 * Units changing their linear piece before alpha = 1: unit `units[i]` of node `nodes[i]` enters piece `pieces[i]` at
 * `alphas[i]`.
 */
export interface Crossings {
  readonly alphas: Float64Array;
  readonly nodes: Int32Array;
  readonly units: Int32Array;
  /** As in `InitialState.pieces`. */
  readonly pieces: Int32Array;
  /** By how much the slope of the unit's output changes, over alpha. */
  readonly changes: Float64Array;
}

/** Where the numbers of a crossing are, which stand side by side, and how many they are. */
const field = { alpha: 0, node: 1, unit: 2, piece: 3, change: 4 };
const fields = 5;

/** Gathers crossings in any order; what lies at alpha = 1 is not on the line. */
export class CrossingList {
  #size = 0;
  #numbers = new Float64Array(fields * 2 ** 8);

  get size(): number {
    return this.#size;
  }

  add(alpha: number, node: number, unit: number, piece: number, change: number): void {
    if (alpha >= 1) return;
    const at = fields * this.#size++;
    if (at === this.#numbers.length) this.#grow();
    const numbers = this.#numbers;
    numbers[at + field.alpha] = alpha;
    numbers[at + field.node] = node;
    numbers[at + field.unit] = unit;
    numbers[at + field.piece] = piece;
    numbers[at + field.change] = change;
  }

  /** Appends those from one on to kinks, each as a group of its own; where no slope changes there is no kink. */
  appendTo(kinks: Kinks, first: number): void {
    const numbers = this.#numbers;
    for (let at = fields * first; at < fields * this.#size; at += fields) {
      if (numbers[at + field.change] !== 0)
        kinks.push(numbers[at + field.alpha], numbers[at + field.unit], numbers[at + field.change]);
    }
  }

  /** All of them by ascending alpha; those at one alpha in the order in which they were added. */
  sorted(): Crossings {
    const size = this.#size;
    const order = ascending(this.#pick(field.alpha, counted(size, heap), new Float64Array(size)));
    return {
      alphas: this.#pick(field.alpha, order, new Float64Array(size)),
      nodes: this.#pick(field.node, order, new Int32Array(size)),
      units: this.#pick(field.unit, order, new Int32Array(size)),
      pieces: this.#pick(field.piece, order, new Int32Array(size)),
      changes: this.#pick(field.change, order, new Float64Array(size)),
    };
  }

  /** One of the numbers of some crossings. */
  #pick<T extends Float64Array | Int32Array>(which: number, crossings: Int32Array, into: T): T {
    for (let i = 0; i < crossings.length; i++) into[i] = this.#numbers[fields * crossings[i] + which];
    return into;
  }

  #grow(): void {
    const before = this.#numbers;
    this.#numbers = new Float64Array(2 * before.length);
    this.#numbers.set(before);
  }
}

/** Crossings of one activation, of which those of the current block become kinks for the nodes after it. */
export class BlockCrossings {
  readonly #list: CrossingList;
  readonly #node: number;
  /** The first of the block: while an activation goes through it, nothing else adds to the list. */
  #first: number | undefined;

  constructor(list: CrossingList, node: number) {
    this.#list = list;
    this.#node = node;
  }

  /** A unit enters a piece, where the slope of its output changes. */
  add(alpha: number, unit: number, piece: number, change: number): void {
    if (!Number.isFinite(alpha))
      throw new UserError('Values along the line are too large for float64; scale the network down.');
    this.#first ??= this.#list.size;
    this.#list.add(alpha, this.#node, unit, piece, change);
  }

  /** Appends each as a group of its own, and ends the block. */
  moveTo(kinks: Kinks): void {
    if (this.#first !== undefined) this.#list.appendTo(kinks, this.#first);
    this.#first = undefined;
  }
}
