import { checkFunction, checkInteger, checkRecord, checkVector, numbersGiven, UserError } from '../../base/index.ts';
import { checkFinite } from '../../network/index.ts';
import { joined } from '../numbers/index.ts';
import type { Perturbation, Values } from './perturbation.ts';

const defaultBatchSize = 64;

/** Evaluates the target at points, in batches, and counts them. */
export class Evaluator {
  readonly #values: Values;
  readonly #size: number;
  readonly #batchSize: number;
  #evaluations = 0;

  /**
   * @throws UserError unless input and baseline are finite and of one length, and the batch size is a positive whole
   * number
   */
  constructor(perturbation: Perturbation) {
    checkRecord('perturbation', perturbation, 'values, input and baseline');
    const { values, input, baseline, batchSize = defaultBatchSize } = perturbation;
    checkFunction('target, values,', values);
    checkVector('baseline', baseline);
    checkVector('input', input);
    if (baseline.length !== input.length) {
      throw new UserError(`The baseline has ${baseline.length} numbers, the input ${input.length}; expected as many.`);
    }
    checkFinite('baseline', baseline);
    checkFinite('input', input);
    checkInteger('The batch size', batchSize, 1);
    this.#values = values;
    this.#size = input.length;
    this.#batchSize = batchSize;
  }

  /** Points evaluated so far. */
  get evaluations(): number {
    return this.#evaluations;
  }

  /** Values at points, in their order. A point is copied before the next one is made, which may reuse its array. */
  async *stream(points: Iterable<Float64Array>): AsyncGenerator<number, void> {
    for (const batch of this.#batches(points)) yield* await this.#evaluate(batch);
  }

  /** The same, all together. */
  async values(points: Iterable<Float64Array>): Promise<Float64Array> {
    const all: number[] = [];
    for await (const value of this.stream(points)) all.push(value);
    return Float64Array.from(all);
  }

  *#batches(points: Iterable<Float64Array>): Generator<Float64Array> {
    let batch: Float64Array[] = [];
    for (const point of points) {
      batch.push(point.slice());
      if (batch.length < this.#batchSize) continue;
      yield joined(batch);
      batch = [];
    }
    if (batch.length > 0) yield joined(batch);
  }

  async #evaluate(batch: Float64Array): Promise<Float64Array> {
    const points = batch.length / this.#size;
    const values = numbersGiven('answer of the target', await this.#values(batch));
    if (values.length !== points) {
      throw new UserError(`The target gave ${values.length} values for ${points} points; expected one for each.`);
    }
    checkFinite('list of values of the target', values);
    this.#evaluations += points;
    return values;
  }
}
