import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { sizeOf, type Layer, type Network } from '../../src/network/index.ts';

/** A layer as anyone would write it. */
type Step = (x: Tensor) => Tensor;

/**
 * Gradients of one output unit at points as anyone would write them, by `tf.grad`. The weights stay until the program
 * ends.
 */
export function plainGradients(network: Network, target: number): (points: Tensor2D) => Tensor2D {
  const steps = network.nodes.map(({ layer }) => stepOf(layer));
  const forward = (points: Tensor): Tensor =>
    steps.reduce((x, step) => step(x), tf.reshape(points, [-1, ...network.inputShape]));
  const gradient = tf.grad((points) => tf.sum(tf.slice(forward(points) as Tensor2D, [0, target], [-1, 1])));
  return (points) => gradient(points) as Tensor2D;
}

function stepOf(layer: Layer): Step {
  switch (layer.type) {
    case 'Conv2D': {
      const { window, kernel, bias, filters } = layer;
      const { size, strides, padding } = window;
      const weights = tf.tensor4d(new Float32Array(kernel), [
        ...size,
        kernel.length / (size[0] * size[1] * filters),
        filters,
      ]);
      const constants = tf.tensor1d(new Float32Array(bias));
      const sides: [number, number][] = [
        [0, 0],
        [padding.top, padding.bottom],
        [padding.left, padding.right],
        [0, 0],
      ];
      const none = sizeOf(sides.flat().map((cells) => cells + 1)) === 1;
      return (x) =>
        tf.add(
          tf.conv2d(none ? (x as Tensor4D) : tf.pad(x as Tensor4D, sides), weights, [...strides], 'valid'),
          constants,
        );
    }
    case 'Dense': {
      const kernel = tf.tensor2d(new Float32Array(layer.kernel), [layer.kernel.length / layer.units, layer.units]);
      const bias = tf.tensor1d(new Float32Array(layer.bias));
      return (x) => tf.add(tf.matMul(tf.reshape(x, [-1, kernel.shape[0]]), kernel), bias);
    }
    case 'Flatten':
      return (x) => tf.reshape(x, [x.shape[0], -1]);
    case 'Normalize': {
      const mean = tf.tensor1d(new Float32Array(layer.mean));
      const deviation = tf.tensor1d(new Float32Array(layer.deviation));
      return (x) => tf.div(tf.sub(x, mean), deviation);
    }
    case 'ReLU':
      return (x) => tf.relu(x);
    default:
      throw new Error(`The benchmark has no plain ${layer.type}.`);
  }
}
