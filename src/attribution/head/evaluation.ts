import { HeldMatrices, type Workspace } from '../../line/index.ts';
import { evaluateNode, pullNode } from '../../network/index.ts';
import { addTo } from '../numbers/index.ts';
import type { HeadFunction } from './headFunction.ts';
import { matricesToHold } from './matricesToHold.ts';
import { multiplicationsOf } from './multiplications.ts';
import { Readings, type Reading } from './readings.ts';
import { roundOtherwise, roundStepOtherwise } from './roundedOtherwise.ts';
import { partsOf, type SmoothEnd, type Step } from './smoothEnd.ts';

/** A unit is rounded a few times. */
const mostRoundings = 8 * Number.EPSILON;

/** A step with room in a workspace. */
interface RoomyStep extends Step {
  readonly value: Float64Array;
  readonly adjoint: Float64Array;
  /** For adjoints of an input that has others already; they are added. */
  readonly more: readonly (Float64Array | undefined)[];
}

/** By place the arrays of the frontier's nodes and of the steps, and of each step those of what it reads. */
interface Arrays {
  readonly all: readonly Float64Array[];
  readonly read: readonly (readonly Float64Array[])[];
}

/** Evaluates a smooth end, where it is given arrays of a workspace. */
export class Evaluation implements HeadFunction {
  readonly #end: SmoothEnd;
  readonly #steps: readonly RoomyStep[];
  readonly #workspace: Workspace;
  /** Those of linear steps, if the kernels are given them. */
  readonly #matrices: HeldMatrices | undefined;
  /** Whether the adjoint of the last step is the same everywhere, and so stands in its room. */
  readonly #isKnown: boolean;
  /** By the array of the frontier, of which the same few are given again and again. */
  readonly #values = new WeakMap<Float64Array, Arrays>();
  readonly #adjoints = new WeakMap<Float64Array, Arrays>();
  /** Room for another gradient, and another point of the frontier. */
  #others: readonly [Float64Array, Float64Array] | undefined;
  readonly readings: Readings;
  readonly multiplications: number;

  constructor(end: SmoothEnd, workspace: Workspace) {
    const { steps } = end;
    const sizes = [...end.sizes, ...steps.map(({ size }) => size)];
    const lastReaders = new Map(steps.flatMap(({ inputs }, step) => inputs.map((place) => [place, step] as const)));
    const matrices = matricesToHold(end);
    this.#end = end;
    this.readings = new Readings(end);
    this.multiplications = multiplicationsOf(steps);
    this.#workspace = workspace;
    this.#steps = steps.map((step, i) => ({
      ...step,
      value: workspace.float64(step.size),
      adjoint: workspace.float64(step.size),
      more: step.inputs.map((place, k) =>
        lastReaders.get(place) !== i || step.inputs.indexOf(place) < k ? workspace.float64(sizes[place]) : undefined,
      ),
    }));
    if (matrices.length > 0) this.#matrices = new HeldMatrices(matrices, workspace);
    const { weights } = end.target;
    this.#isKnown = weights !== undefined && steps.length > 0;
    if (weights !== undefined) this.#steps.at(-1)?.adjoint.set(weights);
  }

  at(z: Float64Array, gradient: Float64Array, reading?: Reading): number {
    const { target, end } = this.#end;
    const values = this.#evaluate(z);
    if (reading !== undefined) this.readings.take(values.all, reading);
    this.#pull(values, gradient);
    return target.value(values.all[end]);
  }

  /**
   * To first order: what each unit that is computed on the way is rounded by, times how the value changes with it.
   */
  rounding(z: Float64Array): number {
    const [gradient] = this.#roomsFor(z);
    let size = Math.abs(this.at(z, gradient)) + sizeOfProducts(gradient, z);
    for (const { value, adjoint } of this.#steps) size += sizeOfProducts(adjoint, value);
    return mostRoundings * size;
  }

  /**
   * By how much each component of the gradient changes at a point if all that is computed is rounded otherwise.
   *
   * @param gradient the one that is computed there
   * @param sizes of the terms that its units are sums of
   */
  noise(z: Float64Array, gradient: Float64Array, sizes: Float64Array): Float64Array {
    const [other, near] = this.#roomsFor(z);
    near.set(z);
    roundOtherwise(near, sizes);
    this.#pull(this.#evaluate(near, true), other);
    return gradient.map((x, unit) => Math.abs(x - other[unit]));
  }

  value(z: Float64Array): number {
    return this.#end.target.value(this.#evaluate(z).all[this.#end.end]);
  }

  #roomsFor({ length }: Float64Array): readonly [Float64Array, Float64Array] {
    return (this.#others ??= [this.#workspace.float64(length), this.#workspace.float64(length)]);
  }

  /** The outputs of the frontier and of what lies behind it. */
  #evaluate(z: Float64Array, otherwise = false): Arrays {
    const { kernels } = this.#workspace;
    const values = this.#arrays(this.#values, z, ({ value }) => value);
    for (let i = 0; i < this.#steps.length; i++) {
      const { operation, value } = this.#steps[i];
      if (operation.family === 'linear' && this.#matrices !== undefined)
        this.#matrices.evaluate(operation, values.read[i], value);
      else put(evaluateNode(operation, values.read[i], value, kernels), value);
      if (otherwise) roundStepOtherwise(operation, values.read[i], value);
    }
    return values;
  }

  /** Writes the adjoint of the frontier. */
  #pull(values: Arrays, gradient: Float64Array): void {
    const { target, end } = this.#end;
    const { kernels } = this.#workspace;
    const adjoints = this.#arrays(this.#adjoints, gradient, ({ adjoint }) => adjoint, true);
    if (!this.#isKnown) adjoints.all[end].set(target.gradient(values.all[end]));
    for (let step = this.#steps.length - 1; step >= 0; step--) {
      const { operation, inputs, value, adjoint, more } = this.#steps[step];
      const rooms = adjoints.read[step];
      if (operation.family === 'linear' && this.#matrices !== undefined) this.#matrices.pull(operation, adjoint, rooms);
      else {
        const pulled = pullNode(operation, values.read[step], adjoint, value, rooms, kernels);
        for (let i = 0; i < rooms.length; i++) put(pulled[i], rooms[i]);
      }
      for (let i = 0; i < rooms.length; i++) {
        const added = more[i];
        if (added !== undefined) addTo(adjoints.all[inputs[i]], 1, added);
      }
    }
  }

  /** Arrays of all, found once. @param added whether what has adjoints already is read into a room of its own */
  #arrays(
    known: WeakMap<Float64Array, Arrays>,
    frontier: Float64Array,
    arrayOf: (step: RoomyStep) => Float64Array,
    added = false,
  ): Arrays {
    let arrays = known.get(frontier);
    if (arrays === undefined) {
      const all = [...partsOf(frontier, this.#end.sizes), ...this.#steps.map(arrayOf)];
      const read = this.#steps.map(({ inputs, more }) =>
        inputs.map((place, i) => (added ? more[i] : undefined) ?? all[place]),
      );
      arrays = { all, read };
      known.set(frontier, arrays);
    }
    return arrays;
  }
}

/** `sum |a b|` */
function sizeOfProducts(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, x, i) => sum + Math.abs(x * b[i]), 0);
}

/** Copies numbers that are not where they are wanted. */
function put(numbers: Float64Array, room: Float64Array): void {
  if (numbers !== room) room.set(numbers);
}
