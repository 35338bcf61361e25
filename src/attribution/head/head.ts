import { evaluateNode, nodesUpTo, pullNode, type Network, type Operation } from '../../network/index.ts';
import { addTo, joined } from '../numbers/index.ts';
import type { ResolvedTarget } from '../target/index.ts';
import { bodyOf } from './body.ts';
import { behindFrontier } from './smooth.ts';

/** A node behind the frontier: `inputs` are places among the nodes of the frontier and those behind it. */
interface Step {
  readonly operation: Operation;
  readonly inputs: readonly number[];
}

/**
 * The smooth end of a network: the target as a function `H(z)` of the frontier `z`, the straight units that smooth
 * layers, or a smooth target, read. A network is straight up to its frontier.
 */
export class Head {
  /** The straight part of the network; its outputs are the frontier. */
  readonly body: Network;
  readonly #target: ResolvedTarget;
  /** Units of each node of the frontier. */
  readonly #sizes: readonly number[];
  /** From the frontier on, in topological order. */
  readonly #steps: readonly Step[];
  /** Where a step may write its value, and what it pulls back to its inputs. */
  readonly #rooms: readonly { readonly value: Float64Array; readonly pulled: readonly Float64Array[] }[];
  /** The place of the node that the target is a function of. */
  readonly #end: number;

  /** @param target whose way to the input has no bend behind a smooth layer */
  constructor(network: Network, target: ResolvedTarget) {
    const isBehind = behindFrontier(network);
    const behind = nodesUpTo(network, [target.node]).filter((node) => isBehind[node]);
    const read = behind.flatMap((node) => network.nodes[node].inputs.filter((source) => !isBehind[source]));
    const frontier = behind.length === 0 ? [target.node] : [...new Set(read)].sort((a, b) => a - b);
    const places = [...frontier, ...behind];
    this.body = bodyOf(network, frontier);
    this.#target = target;
    this.#sizes = frontier.map((node) => network.unitsOf(node));
    this.#steps = behind.map((node) => {
      const { operation, inputs } = network.nodes[node];
      return { operation, inputs: inputs.map((source) => places.indexOf(source)) };
    });
    this.#rooms = behind.map((node) => ({
      value: new Float64Array(network.unitsOf(node)),
      pulled: network.nodes[node].inputs.map((source) => new Float64Array(network.unitsOf(source))),
    }));
    this.#end = places.indexOf(target.node);
  }

  /** `H(z)`. */
  value(z: Float64Array): number {
    return this.#target.value(this.#evaluate(z)[this.#end]);
  }

  /** `dH/dz`. */
  gradient(z: Float64Array): Float64Array {
    const gradient = new Float64Array(z.length);
    this.at(z, gradient);
    return gradient;
  }

  /** `H(z)`; writes `dH/dz`. */
  at(z: Float64Array, gradient: Float64Array): number {
    const values = this.#evaluate(z);
    gradient.set(this.#gradientAt(values));
    return this.#target.value(values[this.#end]);
  }

  #gradientAt(values: readonly Float64Array[]): Float64Array {
    const adjoints: (Float64Array | undefined)[] = [];
    adjoints[this.#end] = this.#target.gradient(values[this.#end]);
    for (let step = this.#steps.length - 1; step >= 0; step--) {
      const adjoint = adjoints[this.#sizes.length + step];
      if (adjoint === undefined) continue;
      const { operation, inputs } = this.#steps[step];
      pullNode(
        operation,
        inputs.map((place) => values[place]),
        adjoint,
        values[this.#sizes.length + step],
        this.#rooms[step].pulled,
      ).forEach((pulled, i) => {
        adjoints[inputs[i]] = sumOf(pulled, adjoints[inputs[i]]);
      });
    }
    const [first] = adjoints;
    if (this.#sizes.length === 1 && first !== undefined) return first;
    return joined(this.#sizes.map((size, place) => adjoints[place] ?? new Float64Array(size)));
  }

  /** The outputs of the frontier and of what lies behind it, by place. */
  #evaluate(z: Float64Array): Float64Array[] {
    const values = this.#sizes.length === 1 ? [z] : partsOf(z, this.#sizes);
    this.#steps.forEach(({ operation, inputs }, step) => {
      const read = inputs.map((place) => values[place]);
      values.push(evaluateNode(operation, read, this.#rooms[step].value));
    });
    return values;
  }
}

function partsOf(z: Float64Array, sizes: readonly number[]): Float64Array[] {
  let end = 0;
  return sizes.map((size) => z.subarray(end, (end += size)));
}

function sumOf(pulled: Float64Array, others: Float64Array | undefined): Float64Array {
  if (others === undefined) return pulled;
  const sum = pulled.slice();
  addTo(sum, 1, others);
  return sum;
}
