import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import {
  Dense,
  sizeOf,
  type Layer,
  type Normalize,
  type Operation,
  type Pointwise,
  type Shape,
  type Smooth,
  type WeightedSum,
} from '../network/index.ts';
import { elementwise, elu, gelu, piecewiseLinear } from './activations.ts';
import { logSoftmax, logSumExp, softmax, standardize } from './alongAxis.ts';
import { convolution, transposedConvolution } from './convolutions.ts';
import type { DeviceLayer, Keep } from './deviceLayer.ts';
import { maximum } from './maximum.ts';
import { choose, divide, matMul, multiply } from './products.ts';
import { power, smoothFunctions } from './smoothFunctions.ts';
import { sparse } from './sparse.ts';
import { step } from './step.ts';
import { averagePool, isDilated } from './windows.ts';
import { zeroPad } from './zeroPad.ts';

/**
 * Every layer in TensorFlow.js operations, its value and its derivative side by side. Derivatives at
 * thresholds are those of float64: ReLU'(0) = 0.
 *
 * The derivatives are here and not left to `tf.grad`: TensorFlow.js keeps those of its operations out of its
 * core package, and a tape would hold every intermediate tensor.
 *
 * @param inputs shapes of the layer's inputs, without batch
 */
export function deviceLayer(layer: Layer, inputs: readonly Shape[], keep: Keep): DeviceLayer {
  switch (layer.type) {
    case 'Add':
      return { forward: (terms) => tf.addN([...terms]), pull: (adjoint, terms) => terms.map(() => adjoint) };
    case 'AveragePool':
      return isDilated(layer.window)
        ? general(layer.connect(inputs), inputs, keep)
        : averagePool(layer, inputs[0], keep);
    case 'BatchNorm':
      return channelwise(layer.affine, keep);
    case 'Choose':
      return choose;
    case 'Concat':
      return concat(layer.axis, inputs);
    case 'Conv2D':
      return convolution(layer, inputs[0], keep);
    case 'ConvTranspose2D':
      return transposedConvolution(layer, inputs[0], keep);
    case 'Dense':
      return dense(layer, keep);
    case 'Divide':
      return divide;
    case 'ELU':
      return elu(layer);
    case 'Flatten':
    case 'Reshape':
      return reshape(layer.connect(inputs).shape);
    case 'GELU':
      return gelu(layer);
    case 'HardTanh':
      return piecewiseLinear(layer.connect(inputs), (x) => tf.clipByValue(x, -1, 1));
    case 'LeakyReLU':
      return piecewiseLinear(layer.connect(inputs), (x) => tf.leakyRelu(x, layer.alpha));
    case 'LogSoftmax':
      return logSoftmax(layer.axis);
    case 'LogSumExp':
      return logSumExp(layer.axis);
    case 'MatMul':
      return matMul;
    case 'MaxPool':
      return maximum(layer.connect(inputs), sizeOf(inputs[0]), keep);
    case 'Multiply':
      return multiply;
    case 'Normalize':
      return channelwise(normalization(layer), keep);
    case 'Pointwise':
      return pointwise(layer, keep);
    case 'Power':
      return power(layer);
    case 'ReLU':
      return elementwise((x) => tf.relu(x), step);
    case 'Sigmoid':
      return elementwise(
        (x) => tf.sigmoid(x),
        (_, y) => tf.mul(y, tf.sub(1, y)),
      );
    case 'SmoothFunction':
      return smoothFunctions[layer.name];
    case 'Softmax':
      return softmax(layer.axis);
    case 'Softplus':
      return elementwise(
        (x) => tf.softplus(x),
        (x) => tf.sigmoid(x),
      );
    case 'Standardize':
      return standardize(layer);
    case 'Tanh':
      return elementwise(
        (x) => tf.tanh(x),
        (_, y) => tf.sub(1, tf.square(y)),
      );
    case 'WeightedSum':
      return weightedSum(layer, inputs[0], keep);
    case 'ZeroPad':
      return zeroPad(layer);
    default:
      return general(layer.connect(inputs), inputs, keep);
  }
}

/** Layers that TensorFlow.js has no operation for, by what they do. */
function general(operation: Exclude<Operation, Smooth>, inputs: readonly Shape[], keep: Keep): DeviceLayer {
  switch (operation.family) {
    case 'linear':
      return sparse(operation, inputs, keep);
    case 'elementwise':
      return piecewiseLinear(operation);
    case 'maximum':
      return maximum(operation, sizeOf(inputs[0]), keep);
    case 'reshape':
      return reshape(operation.shape);
  }
}

interface Affine {
  readonly scale: Float64Array;
  readonly shift: Float64Array;
}

function normalization({ mean, deviation }: Normalize): Affine {
  return { scale: deviation.map((width) => 1 / width), shift: mean.map((middle, i) => -middle / deviation[i]) };
}

function channelwise(affine: Affine, keep: Keep): DeviceLayer {
  const scale = keep(tf.tensor1d(new Float32Array(affine.scale)));
  const shift = keep(tf.tensor1d(new Float32Array(affine.shift)));
  return {
    forward: ([x]) => tf.add(tf.mul(x, scale), shift),
    pull: (adjoint) => [tf.mul(adjoint, scale)],
  };
}

function concat(axis: number, inputs: readonly Shape[]): DeviceLayer {
  const sizes = inputs.map((input) => input[axis]);
  return {
    forward: (parts) => tf.concat([...parts], axis + 1),
    pull: (adjoint) => tf.split(adjoint, sizes, axis + 1),
  };
}

function dense(layer: Dense, keep: Keep): DeviceLayer {
  const kernel = keep(tf.tensor2d(new Float32Array(layer.kernel), [layer.kernel.length / layer.units, layer.units]));
  const transposed = keep(tf.transpose(kernel)); // the WASM backend is slow at products with a transposed matrix
  const bias = keep(tf.tensor1d(new Float32Array(layer.bias)));
  return {
    forward: ([x]) => tf.add(tf.matMul(tf.reshape(x, [-1, kernel.shape[0]]), kernel), bias),
    pull: (adjoint, [x]) => [tf.reshape(tf.matMul(adjoint as Tensor2D, transposed), x.shape)],
  };
}

/** The places of all items as rows of one matrix. */
function pointwise({ kernel, bias, units }: Pointwise, keep: Keep): DeviceLayer {
  const layer = dense(new Dense(kernel, bias), keep);
  const asRows = (x: Tensor): Tensor => tf.reshape(x, [-1, x.shape[x.shape.length - 1]]);
  return {
    forward: ([x]) => tf.reshape(layer.forward([asRows(x)]), [...x.shape.slice(0, -1), units]),
    pull: (adjoint, [x], value) => [tf.reshape(layer.pull(asRows(adjoint), [asRows(x)], value)[0], x.shape)],
  };
}

function weightedSum({ coefficients, bias }: WeightedSum, shape: Shape, keep: Keep): DeviceLayer {
  const asTensor = (numbers: Float64Array): Tensor =>
    keep(tf.tensor(new Float32Array(numbers), numbers.length === sizeOf(shape) ? [1, ...shape] : [numbers.length]));
  const [factors, constants] = [coefficients.map(asTensor), asTensor(bias)];
  return {
    forward: (terms) => tf.add(tf.addN(terms.map((x, i) => tf.mul(x, factors[i]))), constants),
    pull: (adjoint) => factors.map((factor) => tf.mul(adjoint, factor)),
  };
}

function reshape(shape: Shape): DeviceLayer {
  return {
    forward: ([x]) => tf.reshape(x, [-1, ...shape]),
    pull: (adjoint, [x]) => [tf.reshape(adjoint, x.shape)],
  };
}
