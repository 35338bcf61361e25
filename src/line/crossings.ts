import { UserError } from '../errors.ts';
import { sameAlpha } from '../quadrature/index.ts';
import { ascending } from './ascending.ts';
import type { Kinks } from './kinks.ts';

/** Units changing their linear piece before alpha = 1: unit `units[i]` of node `nodes[i]` enters piece `pieces[i]` at `alphas[i]`. */
export interface Crossings {
  readonly alphas: Float64Array;
  readonly nodes: Int32Array;
  readonly units: Int32Array;
  /** As in `Start.pieces`. */
  readonly pieces: Int32Array;
  /** By how much the slope of the unit's output changes, over alpha. */
  readonly changes: Float64Array;
}

/** Gathers crossings in any order; what lies at alpha = 1, to rounding, is not on the line. */
export class CrossingList {
  readonly #alphas: number[] = [];
  readonly #nodes: number[] = [];
  readonly #units: number[] = [];
  readonly #pieces: number[] = [];
  readonly #changes: number[] = [];

  get size(): number {
    return this.#alphas.length;
  }

  add(alpha: number, node: number, unit: number, piece: number, change: number): void {
    if (alpha > 1 - sameAlpha) return;
    this.#alphas.push(alpha);
    this.#nodes.push(node);
    this.#units.push(unit);
    this.#pieces.push(piece);
    this.#changes.push(change);
  }

  /** All of them by ascending alpha; those at one alpha in the order in which they were added. */
  sorted(): Crossings {
    const order = ascending(Float64Array.from(this.#alphas));
    return {
      alphas: picked(this.#alphas, order, new Float64Array(order.length)),
      nodes: picked(this.#nodes, order, new Int32Array(order.length)),
      units: picked(this.#units, order, new Int32Array(order.length)),
      pieces: picked(this.#pieces, order, new Int32Array(order.length)),
      changes: picked(this.#changes, order, new Float64Array(order.length)),
    };
  }
}

function picked<T extends Float64Array | Int32Array>(from: readonly number[], order: Int32Array, into: T): T {
  for (let i = 0; i < order.length; i++) into[i] = from[order[i]];
  return into;
}

/** Crossings of one activation in the current block, which become kinks for the nodes after it. */
export class BlockCrossings {
  readonly #list: CrossingList;
  readonly #node: number;
  readonly #kinks: { alpha: number; unit: number; change: number }[] = [];

  constructor(list: CrossingList, node: number) {
    this.#list = list;
    this.#node = node;
  }

  /** A unit enters a piece, where the slope of its output changes. */
  add(alpha: number, unit: number, piece: number, change: number): void {
    if (!Number.isFinite(alpha)) throw new UserError('Values along the line are too large for float64; scale the network down.');
    this.#list.add(alpha, this.#node, unit, piece, change);
    this.#kinks.push({ alpha, unit, change });
  }

  /** Appends each as a group of its own, and forgets them. */
  moveTo(kinks: Kinks): void {
    for (const { alpha, unit, change } of this.#kinks) kinks.push(alpha, unit, change);
    this.#kinks.length = 0;
  }
}
