import type { Workspace } from '../kernels/index.ts';
import { vectorsAtATime, type HeldMatrix, type Kinks } from '../memory/index.ts';
import type { KinksAlong, OutputKinks } from './kinksAlong.ts';

/** Of a kink of so few inputs, as of one that crosses itself, the columns are taken one by one. */
const fewInputs = 4;
/** Kinks that are taken ahead, at most. */
const mostAhead = 4 * vectorsAtATime;

/** A kink of the inputs, and by what it changes the slopes of the outputs, if that was found as a product. */
interface Taken {
  readonly alpha: number;
  readonly kinks: Kinks;
  readonly group: number;
  readonly product: Float64Array | undefined;
}

/** The kinks of a dense layer's outputs, from those of its inputs: products with its weights, several at a time. */
export class DenseKinks implements OutputKinks {
  readonly #inputs: KinksAlong;
  readonly #matrix: HeldMatrix;
  readonly #workspace: Workspace;
  /** Taken ahead, and which of these is next; and the last one that was gone to. */
  readonly #ahead: Taken[] = [];
  #next = 0;
  #last: Taken | undefined;
  /** The inputs of those that become products, and by what each of these changes their slopes, side by side. */
  readonly #listed: Int32Array;
  readonly #vectors: Float64Array;
  /** Of each input its place on the list, from 1 on. */
  readonly #places: Int32Array;
  readonly #products: Float64Array;
  readonly #rooms: readonly Float64Array[];
  /** Room for the last product, when others are made. */
  readonly #kept: Float64Array;

  /** @param matrix of a single tile */
  constructor(matrix: HeldMatrix, inputs: KinksAlong, workspace: Workspace) {
    const { rows, columns } = matrix;
    const products = workspace.float64(vectorsAtATime * rows);
    this.#inputs = inputs;
    this.#matrix = matrix;
    this.#workspace = workspace;
    this.#listed = workspace.int32(columns);
    this.#vectors = workspace.float64(vectorsAtATime * columns);
    this.#places = new Int32Array(columns);
    this.#products = products;
    this.#rooms = Array.from({ length: vectorsAtATime }, (_, i) => products.subarray(i * rows, (i + 1) * rows));
    this.#kept = workspace.float64(rows);
  }

  get alpha(): number {
    return this.#last?.alpha ?? 0;
  }

  takeUpTo(alpha: number): boolean {
    if (this.#next === this.#ahead.length) this.#takeAhead();
    if (this.#next === this.#ahead.length || this.#ahead[this.#next].alpha > alpha) return false;
    this.#last = this.#ahead[this.#next++];
    return true;
  }

  addTo(slopes: Float64Array): void {
    const { kernels } = this.#workspace;
    this.#forEachPart((factor, part) => {
      kernels.addMultiple(slopes, factor, part, slopes.length, slopes);
    });
  }

  times(numbers: Float64Array): number {
    const { kernels } = this.#workspace;
    let sum = 0;
    this.#forEachPart((factor, part) => (sum += factor * kernels.dot(part, numbers, numbers.length)));
    return sum;
  }

  /** Visits what makes up the changes by the last kink: the product, or columns. */
  #forEachPart(visit: (factor: number, part: Float64Array) => void): void {
    if (this.#last === undefined) return;
    const { kinks, group, product } = this.#last;
    const { rows, weights, offsets } = this.#matrix;
    if (product !== undefined) visit(1, product);
    else
      kinks.forEach(group, (input, change) => {
        const begin = offsets[0] + input * rows;
        visit(change, weights.subarray(begin, begin + rows));
      });
  }

  #takeAhead(): void {
    this.#keepLast();
    this.#ahead.length = this.#next = 0;
    let [many, inputs] = [0, 0];
    while (many < vectorsAtATime && this.#ahead.length < mostAhead && this.#inputs.takeUpTo(1)) {
      const { alpha, kinks, group } = this.#inputs;
      const isFew = (kinks.starts[group + 1] - kinks.starts[group]) * kinks.width <= fewInputs;
      if (!isFew) inputs = this.#list(many, inputs);
      this.#ahead.push({ alpha, kinks, group, product: isFew ? undefined : this.#rooms[many++] });
    }
    const { kernels } = this.#workspace;
    kernels.multiplyColumns(this.#matrix, this.#listed, inputs, this.#vectors, many, this.#products);
    for (let i = 0; i < inputs; i++) this.#places[this.#listed[i]] = 0;
    this.#vectors.fill(0, 0, inputs * vectorsAtATime);
  }

  #keepLast(): void {
    if (this.#last?.product === undefined) return;
    this.#kept.set(this.#last.product);
    this.#last = { ...this.#last, product: this.#kept };
  }

  /** Lists the inputs of a kink behind others; returns how many are listed then. */
  #list(vector: number, others: number): number {
    let inputs = others;
    this.#inputs.forEach((input, change) => {
      const known = this.#places[input];
      if (known === 0) this.#listed[inputs++] = input;
      const place = known === 0 ? (this.#places[input] = inputs) : known;
      this.#vectors[(place - 1) * vectorsAtATime + vector] = change;
    });
    return inputs;
  }
}
