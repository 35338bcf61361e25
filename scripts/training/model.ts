import * as tf from '@tensorflow/tfjs-core';
import {
  Conv2D,
  Dense,
  Flatten,
  inputName,
  Network,
  ReLU,
  type Layer,
  type NodeDefinition,
} from '../../src/network/index.ts';
import type { LayerSize, Recipe } from './recipes.ts';

/** Rows, columns, channels of MNIST. */
export const inputShape = [28, 28, 1] as const;

interface Parameters {
  readonly layer: LayerSize;
  /** Rows x columns x in x out of a convolution, in x out of a dense layer. */
  readonly weights: tf.Variable;
  readonly bias: tf.Variable;
}

/** The weights of a network in TensorFlow.js, and what it computes with them. */
export class Model {
  readonly parameters: readonly Parameters[];

  /** First weights are normal, truncated, of variance 2 / inputs of a unit, half that for robust training. */
  constructor({ layers, radius }: Recipe, seed: number) {
    const gain = radius === 0 ? 2 : 1;
    let shape: readonly number[] = inputShape;
    this.parameters = layers.map((layer, index) => {
      const kernel = kernelShape(layer, shape);
      const fanIn = tf.util.sizeFromShape(kernel.slice(0, -1));
      const weights = tf.variable(
        tf.truncatedNormal(kernel, 0, Math.sqrt(gain / fanIn), 'float32', seed * 100 + index),
      );
      const bias = tf.variable(tf.zeros(kernel.slice(-1)));
      shape = outputShape(layer, shape);
      return { layer, weights, bias };
    });
  }

  get variables(): tf.Variable[] {
    return this.parameters.flatMap(({ weights, bias }) => [weights, bias]);
  }

  /** Values of the output for a batch of images. */
  logits(images: tf.Tensor): tf.Tensor {
    return this.parameters.reduce((x, parameters, index) => {
      const y = tf.add(linear(parameters, x), parameters.bias);
      return this.isLast(index) ? y : tf.relu(y);
    }, images);
  }

  /** Lower and upper bounds of the output for all images between two (interval arithmetic: Gowal et al. 2018). */
  bounds(lower: tf.Tensor, upper: tf.Tensor): [tf.Tensor, tf.Tensor] {
    return this.parameters.reduce<[tf.Tensor, tf.Tensor]>(
      ([low, high], parameters, index) => {
        const centre = tf.add(linear(parameters, tf.div(tf.add(low, high), 2)), parameters.bias);
        const radius = linear({ ...parameters, weights: tf.abs(parameters.weights) }, tf.div(tf.sub(high, low), 2));
        const [from, to] = [tf.sub(centre, radius), tf.add(centre, radius)];
        return this.isLast(index) ? [from, to] : [tf.relu(from), tf.relu(to)];
      },
      [lower, upper],
    );
  }

  /** The network of this project with the weights as they are now. */
  toNetwork(): Network {
    const layers = this.parameters.flatMap(({ layer, weights, bias }, index): Layer[] => {
      const [w, b] = [Float64Array.from(weights.dataSync()), Float64Array.from(bias.dataSync())];
      const activation = this.isLast(index) ? [] : [new ReLU()];
      if (layer.type === 'conv') return [new Conv2D(w, b, windowOf(layer)), ...activation];
      const flatten = index === 0 || this.parameters[index - 1].layer.type === 'conv' ? [new Flatten()] : [];
      return [...flatten, new Dense(w, b), ...activation];
    });
    return new Network(inputShape, chain(layers));
  }

  private isLast(index: number): boolean {
    return index === this.parameters.length - 1;
  }
}

/** The linear map of a layer, without its bias. */
function linear({ layer, weights }: { layer: LayerSize; weights: tf.Tensor }, x: tf.Tensor): tf.Tensor {
  if (layer.type === 'dense') return tf.matMul(tf.reshape(x, [x.shape[0], -1]), weights);
  const edge: [number, number] = [layer.padding, layer.padding];
  const padded = tf.pad(x as tf.Tensor4D, [[0, 0], edge, edge, [0, 0]]);
  return tf.conv2d(padded, weights as tf.Tensor4D, layer.stride, 'valid');
}

function kernelShape(layer: LayerSize, shape: readonly number[]): number[] {
  if (layer.type === 'conv') return [layer.size, layer.size, shape[2], layer.filters];
  return [tf.util.sizeFromShape([...shape]), layer.units];
}

function outputShape(layer: LayerSize, [rows, columns]: readonly number[]): readonly number[] {
  if (layer.type === 'dense') return [layer.units];
  const along = (cells: number): number => Math.floor((cells + 2 * layer.padding - layer.size) / layer.stride) + 1;
  return [along(rows), along(columns), layer.filters];
}

function windowOf({ size, stride, padding }: LayerSize & { type: 'conv' }): Conv2D['window'] {
  return {
    size: [size, size],
    strides: [stride, stride],
    padding: { top: padding, left: padding, bottom: padding, right: padding },
  };
}

function chain(layers: readonly Layer[]): NodeDefinition[] {
  const names = layers.map(({ type }, index) => `${type}_${index}`);
  return layers.map((layer, index) => ({
    name: names[index],
    layer,
    inputs: [index === 0 ? inputName : names[index - 1]],
  }));
}
