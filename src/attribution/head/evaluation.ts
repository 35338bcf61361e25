import type { Workspace } from '../../line/index.ts';
import { evaluateNode, pullNode, type Operation } from '../../network/index.ts';
import { addTo } from '../numbers/index.ts';
import type { ResolvedTarget } from '../target/index.ts';
import type { Integrand } from './stretchIntegral.ts';

/** A smooth end of a network. */
export interface SmoothEnd {
  readonly target: ResolvedTarget;
  /** Units of each node of the frontier. */
  readonly sizes: readonly number[];
  /** From the frontier on, in topological order; all lead to the target. */
  readonly steps: readonly Step[];
  /** The place of the node that the target is a function of. */
  readonly end: number;
}

/** A node behind the frontier: `inputs` are places among the nodes of the frontier and those behind it. */
export interface Step {
  readonly operation: Operation;
  readonly size: number;
  readonly inputs: readonly number[];
}

/** A step with room in a workspace. */
interface RoomyStep extends Step {
  readonly value: Float64Array;
  readonly adjoint: Float64Array;
  /** For adjoints of an input that has others already; they are added. */
  readonly more: readonly (Float64Array | undefined)[];
}

/** Evaluates a smooth end, where it is given arrays of a workspace. */
export class Evaluation implements Integrand {
  readonly #end: SmoothEnd;
  readonly #steps: readonly RoomyStep[];
  readonly #workspace: Workspace;
  /** Whether the adjoint of the last step is the same everywhere, and so stands in its room. */
  readonly #isKnown: boolean;

  constructor(end: SmoothEnd, workspace: Workspace) {
    const { steps } = end;
    const sizes = [...end.sizes, ...steps.map(({ size }) => size)];
    const lastReaders = new Map(steps.flatMap(({ inputs }, step) => inputs.map((place) => [place, step] as const)));
    this.#end = end;
    this.#workspace = workspace;
    this.#steps = steps.map((step, i) => ({
      ...step,
      value: workspace.float64(step.size),
      adjoint: workspace.float64(step.size),
      more: step.inputs.map((place, k) =>
        lastReaders.get(place) !== i || step.inputs.indexOf(place) < k ? workspace.float64(sizes[place]) : undefined,
      ),
    }));
    const { weights } = end.target;
    this.#isKnown = weights !== undefined && steps.length > 0;
    if (weights !== undefined) this.#steps.at(-1)?.adjoint.set(weights);
  }

  at(z: Float64Array, gradient: Float64Array): number {
    const { target, end } = this.#end;
    const values = this.#evaluate(z);
    this.#pull(values, gradient);
    return target.value(values[end]);
  }

  value(z: Float64Array): number {
    return this.#end.target.value(this.#evaluate(z)[this.#end.end]);
  }

  /** The outputs of the frontier and of what lies behind it, by place. */
  #evaluate(z: Float64Array): Float64Array[] {
    const { kernels } = this.#workspace;
    const values = partsOf(z, this.#end.sizes);
    for (const { operation, inputs, value } of this.#steps) {
      const read = inputs.map((place) => values[place]);
      put(evaluateNode(operation, read, value, kernels), value);
      values.push(value);
    }
    return values;
  }

  /** Writes the adjoint of the frontier. */
  #pull(values: readonly Float64Array[], gradient: Float64Array): void {
    const { target, sizes, end } = this.#end;
    const { kernels } = this.#workspace;
    const adjoints = partsOf(gradient, sizes);
    for (const { adjoint } of this.#steps) adjoints.push(adjoint);
    if (!this.#isKnown) adjoints[end].set(target.gradient(values[end]));
    for (let step = this.#steps.length - 1; step >= 0; step--) {
      const { operation, inputs, value, adjoint, more } = this.#steps[step];
      const read = inputs.map((place) => values[place]);
      const rooms = inputs.map((place, i) => more[i] ?? adjoints[place]);
      pullNode(operation, read, adjoint, value, rooms, kernels).forEach((pulled, i) => {
        if (more[i] === undefined) put(pulled, rooms[i]);
        else addTo(adjoints[inputs[i]], 1, pulled);
      });
    }
  }
}

/** Numbers of nodes that stand one after the other. */
export function partsOf(z: Float64Array, sizes: readonly number[]): Float64Array[] {
  if (sizes.length === 1) return [z];
  let end = 0;
  return sizes.map((size) => z.subarray(end, (end += size)));
}

/** Copies numbers that are not where they are wanted. */
function put(numbers: Float64Array, room: Float64Array): void {
  if (numbers !== room) room.set(numbers);
}
