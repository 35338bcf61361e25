import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Network } from '../network/index.ts';
import type { DeviceLayer } from './deviceLayer.ts';
import { deviceLayer } from './operations.ts';

/**
 * A network with its weights on the device. Tensors in and out; callers run its methods inside `tf.tidy`.
 */
export class DeviceNetwork {
  readonly #network: Network;
  readonly #layers: readonly DeviceLayer[];
  readonly #weights: Tensor[] = [];

  /** Uploads the weights to the current backend. */
  constructor(network: Network) {
    this.#network = network;
    this.#layers = network.nodes.map(({ layer, inputs }) => {
      const shapes = inputs.map((source) => (source < 0 ? network.inputShape : network.nodes[source].operation.shape));
      return deviceLayer(layer, shapes, (weights) => {
        this.#weights.push(weights);
        return weights;
      });
    });
  }

  /** Items x `outputSize` from items x `inputSize`. */
  evaluate(points: Tensor2D): Tensor2D {
    const output = this.#forward(this.#asItems(points)).at(-1) as Tensor;
    return tf.reshape(output, [-1, this.#network.outputSize]);
  }

  /** The gradient of one output unit at every point, items x `inputSize`. */
  gradient(points: Tensor2D, target: number): Tensor2D {
    const items = this.#asItems(points);
    const adjoint = this.#pull(items, this.#forward(items), this.#seed(points.shape[0], target));
    return tf.reshape(adjoint, points.shape);
  }

  /** Frees the weights. */
  dispose(): void {
    tf.dispose(this.#weights);
  }

  #asItems(points: Tensor2D): Tensor {
    return tf.reshape(points, [-1, ...this.#network.inputShape]);
  }

  /** Values of every node. */
  #forward(input: Tensor): Tensor[] {
    const values: Tensor[] = [];
    this.#network.nodes.forEach(({ inputs }, node) => {
      values.push(tf.tidy(() => this.#layers[node].forward(this.#sources(inputs, input, values))));
    });
    return values;
  }

  /** Carries the adjoint of the last node back to the input, from which all nodes descend. */
  #pull(input: Tensor, values: readonly Tensor[], seed: Tensor): Tensor {
    const adjoints = new Map([[values.length - 1, seed]]);
    for (let node = values.length - 1; node >= 0; node--) {
      const adjoint = adjoints.get(node);
      if (adjoint === undefined) continue;
      const { inputs } = this.#network.nodes[node];
      const sources = this.#sources(inputs, input, values);
      const pulled = tf.tidy(() => this.#layers[node].pull(adjoint, sources, values[node]));
      inputs.forEach((source, i) => {
        const others = adjoints.get(source);
        adjoints.set(source, others === undefined ? pulled[i] : tf.add(others, pulled[i]));
      });
    }
    return adjoints.get(-1) as Tensor;
  }

  #sources(inputs: readonly number[], input: Tensor, values: readonly Tensor[]): Tensor[] {
    return inputs.map((source) => (source < 0 ? input : values[source]));
  }

  /** 1 at the target, 0 at the other output units, for every item. */
  #seed(items: number, target: number): Tensor {
    const { outputShape, outputSize } = this.#network;
    const one = Float32Array.from({ length: outputSize }, (_, unit) => (unit === target ? 1 : 0));
    return tf.reshape(tf.tile(tf.tensor2d(one, [1, outputSize]), [items, 1]), [items, ...outputShape]);
  }
}
