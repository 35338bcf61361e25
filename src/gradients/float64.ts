import { evaluateNode, nodesBetween, nodesUpTo, pullNode, type Network } from '../network/index.ts';
import {
  countOf,
  nodesAt,
  type Derivative,
  type PointGradients,
  type Points,
  type PointValues,
} from './pointGradients.ts';

/**
 * Values and gradients in float64 in plain TypeScript, point by point: exact to rounding, without TensorFlow.js,
 * and a few times slower than its backends. At thresholds and ties of activations derivatives are PyTorch's.
 */
export class Float64Gradients implements PointGradients {
  readonly #network: Network;

  constructor(network: Network) {
    this.#network = network;
  }

  valuesAt(points: Points, node: number): Promise<Float64Array> {
    const size = this.#network.unitsOf(node);
    const values = new Float64Array(countOf(this.#network, points) * size);
    this.#forEach(points, [node], (of, item) => {
      values.set(of[node + 1], item * size);
    });
    return Promise.resolve(values);
  }

  gradientsAt(points: Points, { of, seeds, by }: Derivative): Promise<PointValues> {
    const [size, ofSize] = [this.#network.unitsOf(by), this.#network.unitsOf(of)];
    const count = countOf(this.#network, points);
    const values = new Float64Array(count * size);
    const gradients = new Float64Array(count * size);
    const way = nodesBetween(this.#network, by, of, points.at?.nodes).toReversed();
    this.#forEach(points, [of, by], (at, item) => {
      const seed = seeds.length === ofSize ? seeds : seeds.subarray(item * ofSize, (item + 1) * ofSize);
      values.set(at[by + 1], item * size);
      const gradient = this.#pull(way, at, of, seed).get(by);
      if (gradient !== undefined) gradients.set(gradient, item * size);
    });
    return Promise.resolve({ values, gradients });
  }

  dispose(): void {
    // Nothing is held.
  }

  /** Visits at every point the values of nodes and of all that they are computed from; the input's are at index 0. */
  #forEach(
    { values, at }: Points,
    ends: readonly number[],
    visit: (values: readonly Float64Array[], item: number) => void,
  ): void {
    const nodes = nodesUpTo(this.#network, ends, at?.nodes);
    let begin = 0;
    for (let item = 0; begin < values.length; item++) {
      const found: Float64Array[] = [];
      if (at) found[0] = at.input;
      for (const known of nodesAt(at)) {
        found[known + 1] = values.subarray(begin, begin + this.#network.unitsOf(known));
        begin += this.#network.unitsOf(known);
      }
      for (const i of nodes) {
        const { operation, inputs } = this.#network.nodes[i];
        found[i + 1] = evaluateNode(
          operation,
          inputs.map((source) => found[source + 1]),
        );
      }
      visit(found, item);
    }
  }

  /** Adjoints by node, carried back through nodes from the last to the first. */
  #pull(
    way: readonly number[],
    values: readonly Float64Array[],
    of: number,
    seed: Float64Array,
  ): Map<number, Float64Array> {
    const adjoints = new Map([[of, seed]]);
    for (const node of way) {
      const adjoint = adjoints.get(node);
      if (adjoint === undefined) continue;
      const { operation, inputs } = this.#network.nodes[node];
      const pulled = pullNode(
        operation,
        inputs.map((source) => values[source + 1]),
        adjoint,
        values[node + 1],
      );
      inputs.forEach((source, i) => {
        const others = adjoints.get(source);
        adjoints.set(source, others === undefined ? pulled[i] : pulled[i].map((a, unit) => a + others[unit]));
      });
    }
    return adjoints;
  }
}
