import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { nodesBetween, nodesUpTo, type Network, type Node, type Operation, type Shape } from '../network/index.ts';
import type { DeviceLayer } from './deviceLayer.ts';
import { deviceLayer } from './operations.ts';
import type { Derivative, Points } from '../gradients/index.ts';

/** Tensors by node, items first; -1 is the network's input. */
type Tensors = Map<number, Tensor>;

/**
 * A network with its weights on the device. Tensors in and out; callers run its methods inside `tf.tidy`.
 *
 * Its head are the nodes before any activation, its body are the others. The head is affine: its values at points
 * of a line are combinations of those at the ends, and the way back through it is one linear map, taken once for
 * a sum of gradients and not for each of them.
 */
export class DeviceNetwork {
  readonly #network: Network;
  readonly #layers: readonly DeviceLayer[];
  readonly #weights: Tensor[] = [];
  readonly #head: readonly number[];
  readonly #body: readonly number[];
  /** What the body takes of the head and the input; the output if there is no body. */
  readonly #border: readonly number[];

  /** Uploads the weights to the current backend. */
  constructor(network: Network) {
    this.#network = network;
    const known = new Map<Operation, DeviceLayer>(); // a layer of several nodes is one operation
    this.#layers = network.nodes.map((node) => {
      const layer = known.get(node.operation) ?? this.#upload(node);
      known.set(node.operation, layer);
      return layer;
    });
    const head = headOf(network.nodes);
    this.#head = [...head];
    this.#body = [...network.nodes.keys()].filter((node) => !head.has(node));
    const taken = [...this.#body.flatMap((node) => network.nodes[node].inputs), network.nodes.length - 1];
    this.#border = [...new Set(taken)].filter((source) => source < 0 || head.has(source));
  }

  #upload({ layer, inputs }: Node): DeviceLayer {
    return deviceLayer(
      layer,
      inputs.map((source) => this.#shapeOf(source)),
      (weights) => {
        this.#weights.push(weights);
        return weights;
      },
    );
  }

  /** Items x `outputSize` from items x `inputSize`. */
  evaluate(points: Tensor2D): Tensor2D {
    const values: Tensors = new Map([[-1, this.#asItems(points, -1)]]);
    this.#forward(this.#head, values);
    this.#forward(this.#body, values);
    return asRows(tensorIn(values, this.#network.nodes.length - 1));
  }

  /**
   * Weighted sums of the gradients of one output unit at points, sums x `inputSize`.
   *
   * @param corners the points between which the others lie, corners x `inputSize`: of a line its ends
   * @param shares what each point has of the corners, points x corners; a point's shares sum to 1
   * @param weights sums x points
   */
  integrate(corners: Tensor2D, shares: Tensor2D, weights: Tensor2D, target: number): Tensor2D {
    const output = this.#network.nodes.length - 1;
    const atCorners: Tensors = new Map([[-1, this.#asItems(corners, -1)]]);
    this.#forward(this.#head, atCorners);
    const values = this.#combine(shares, atCorners);
    this.#forward(this.#body, values);
    const adjoints: Tensors = new Map([[output, this.#seed(shares.shape[0], target)]]);
    this.#pull(this.#body, values, adjoints);
    const sums = this.#combine(weights, adjoints);
    this.#pull(this.#head, this.#blanks(weights.shape[0]), sums);
    return asRows(tensorIn(sums, -1));
  }

  /** Outputs of a node, items x its size, at points of a place, items x that one's size. */
  valuesAt(points: Tensor2D, at: Points['at'], node: number): Tensor2D {
    const values = this.#placed(points, at);
    this.#forward(nodesUpTo(this.#network, [node], at?.nodes), values);
    return asRows(tensorIn(values, node));
  }

  /**
   * The output of the node `by` and, beside it in the same rows, the gradient by it. Seeds are items x units of the
   * node `of`.
   */
  gradientsAt(points: Tensor2D, at: Points['at'], { of, by }: Derivative, seeds: Tensor2D): Tensor2D {
    const values = this.#placed(points, at);
    this.#forward(nodesUpTo(this.#network, [of, by], at?.nodes), values);
    const adjoints: Tensors = new Map([[of, this.#asItems(seeds, of)]]);
    this.#pull(nodesBetween(this.#network, by, of, at?.nodes), values, adjoints);
    const value = asRows(tensorIn(values, by));
    return tf.concat([value, asRows(adjoints.get(by) ?? tf.zerosLike(value))], 1);
  }

  /** Frees the weights. */
  dispose(): void {
    tf.dispose(this.#weights);
  }

  /** The values of the input and of the nodes where the points are. */
  #placed(points: Tensor2D, at: Points['at']): Tensors {
    if (at === undefined) return new Map([[-1, this.#asItems(points, -1)]]);
    const held = tf.tile(tf.tensor2d(new Float32Array(at.input), [1, at.input.length]), [points.shape[0], 1]);
    const parts = tf.split<Tensor2D>(
      points,
      at.nodes.map((node) => this.#network.unitsOf(node)),
      1,
    );
    return new Map([
      [-1, this.#asItems(held, -1)],
      ...at.nodes.map((node, i): [number, Tensor] => [node, this.#asItems(parts[i], node)]),
    ]);
  }

  /** Adds the values of nodes, in topological order, to those of what they take. */
  #forward(nodes: readonly number[], values: Tensors): void {
    for (const node of nodes) {
      const inputs = this.#network.nodes[node].inputs.map((source) => tensorIn(values, source));
      values.set(
        node,
        tf.tidy(() => this.#layers[node].forward(inputs)),
      );
    }
  }

  /** Carries adjoints back through nodes, from the last to the first. */
  #pull(nodes: readonly number[], values: Tensors, adjoints: Tensors): void {
    for (const node of nodes.toReversed()) {
      const adjoint = adjoints.get(node);
      if (adjoint === undefined) continue; // the output does not depend on it
      const { inputs } = this.#network.nodes[node];
      const sources = inputs.map((source) => tensorIn(values, source));
      const pulled = tf.tidy(() => this.#layers[node].pull(adjoint, sources, tensorIn(values, node)));
      inputs.forEach((source, i) => {
        const others = adjoints.get(source);
        adjoints.set(source, others === undefined ? pulled[i] : tf.add(others, pulled[i]));
      });
    }
  }

  /** Linear combinations of the items at the border. */
  #combine(coefficients: Tensor2D, tensors: Tensors): Tensors {
    const combined: Tensors = new Map();
    for (const node of this.#border) {
      const tensor = tensors.get(node);
      if (tensor !== undefined) combined.set(node, this.#asItems(tf.matMul(coefficients, asRows(tensor)), node));
    }
    return combined;
  }

  /** Stands for the values of the head on its way back, where only their shapes matter. */
  #blanks(items: number): Tensors {
    return new Map([-1, ...this.#head].map((node) => [node, tf.zeros([items, ...this.#shapeOf(node)])]));
  }

  #asItems(rows: Tensor2D, node: number): Tensor {
    return tf.reshape(rows, [-1, ...this.#shapeOf(node)]);
  }

  #shapeOf(node: number): Shape {
    return node < 0 ? this.#network.inputShape : this.#network.nodes[node].operation.shape;
  }

  /** 1 at the target, 0 at the other output units, for every item. */
  #seed(items: number, target: number): Tensor {
    const { outputShape, outputSize } = this.#network;
    const one = Float32Array.from({ length: outputSize }, (_, unit) => (unit === target ? 1 : 0));
    return tf.reshape(tf.tile(tf.tensor2d(one, [1, outputSize]), [items, 1]), [items, ...outputShape]);
  }
}

/** The nodes that are affine in the network's input. */
function headOf(nodes: readonly Node[]): Set<number> {
  const head = new Set<number>();
  nodes.forEach(({ operation: { family }, inputs }, node) => {
    const affine = family === 'linear' || family === 'reshape';
    if (affine && inputs.every((source) => source < 0 || head.has(source))) head.add(node);
  });
  return head;
}

function tensorIn(tensors: Tensors, node: number): Tensor {
  const tensor = tensors.get(node);
  if (tensor === undefined) throw new Error(`No tensor of node ${node}.`);
  return tensor;
}

function asRows(items: Tensor): Tensor2D {
  return tf.reshape(items, [items.shape[0], items.size / items.shape[0]]);
}
