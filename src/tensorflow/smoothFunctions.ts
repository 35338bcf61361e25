import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Power, SmoothName } from '../network/index.ts';
import { elementwise } from './activations.ts';
import type { DeviceLayer } from './deviceLayer.ts';
import { step } from './step.ts';

const rootOfSquare = (x: Tensor): Tensor => tf.sqrt(tf.add(tf.square(x), 4));
const tanhSoftplus = (x: Tensor): Tensor => tf.tanh(tf.softplus(x));

/** The functions of SmoothFunction, with the same derivatives. */
export const smoothFunctions: Readonly<Record<SmoothName, DeviceLayer>> = {
  acos: steep(
    (x) => tf.acos(x),
    (x) => tf.neg(tf.rsqrt(tf.sub(1, tf.square(x)))),
  ),
  acosh: steep(
    (x) => tf.acosh(x),
    (x) => tf.rsqrt(tf.sub(tf.square(x), 1)),
  ),
  asin: steep(
    (x) => tf.asin(x),
    (x) => tf.rsqrt(tf.sub(1, tf.square(x))),
  ),
  asinh: elementwise(
    (x) => tf.asinh(x),
    (x) => tf.rsqrt(tf.add(tf.square(x), 1)),
  ),
  atan: elementwise(
    (x) => tf.atan(x),
    (x) => tf.reciprocal(tf.add(tf.square(x), 1)),
  ),
  atanh: steep(
    (x) => tf.atanh(x),
    (x) => tf.reciprocal(tf.sub(1, tf.square(x))),
  ),
  cos: elementwise(
    (x) => tf.cos(x),
    (x) => tf.neg(tf.sin(x)),
  ),
  cosh: elementwise(
    (x) => tf.cosh(x),
    (x) => tf.sinh(x),
  ),
  erf: elementwise(
    (x) => tf.erf(x),
    (x) => tf.mul(tf.exp(tf.neg(tf.square(x))), 2 / Math.sqrt(Math.PI)),
  ),
  exp: elementwise(
    (x) => tf.exp(x),
    (_, y) => y,
  ),
  hardSwish: elementwise(
    (x) => tf.mul(x, tf.div(tf.clipByValue(tf.add(x, 3), 0, 6), 6)),
    (x) => tf.add(tf.mul(tf.add(tf.div(x, 3), 0.5), between(x, -3, 3)), tf.cast(tf.greater(x, 3), 'float32')),
  ),
  log: steep(
    (x) => tf.log(x),
    (x) => tf.reciprocal(x),
  ),
  logSigmoid: elementwise(
    (x) => tf.neg(tf.softplus(tf.neg(x))),
    (x) => tf.sigmoid(tf.neg(x)),
  ),
  mish: elementwise(
    (x) => tf.mul(x, tanhSoftplus(x)),
    (x) => tf.add(tanhSoftplus(x), tf.mul(tf.mul(x, tf.sigmoid(x)), tf.sub(1, tf.square(tanhSoftplus(x))))),
  ),
  orOne: elementwise(
    (x) => tf.add(x, tf.cast(tf.equal(x, 0), 'float32')),
    (x) => tf.onesLike(x),
  ),
  positive: elementwise(step, (x) => tf.zerosLike(x)),
  reciprocal: steep(
    (x) => tf.reciprocal(x),
    (_, y) => tf.neg(tf.square(y)),
  ),
  silu: elementwise(
    (x) => tf.mul(x, tf.sigmoid(x)),
    (x) => tf.mul(tf.sigmoid(x), tf.add(tf.mul(x, tf.sigmoid(tf.neg(x))), 1)),
  ),
  sin: elementwise(
    (x) => tf.sin(x),
    (x) => tf.cos(x),
  ),
  sinh: elementwise(
    (x) => tf.sinh(x),
    (x) => tf.cosh(x),
  ),
  softsign: elementwise(
    (x) => tf.div(x, tf.add(tf.abs(x), 1)),
    (x) => tf.reciprocal(tf.square(tf.add(tf.abs(x), 1))),
  ),
  sparsePlus: elementwise(
    (x) => tf.where(tf.less(x, 1), tf.div(tf.square(tf.relu(tf.add(x, 1))), 4), x),
    (x) => tf.clipByValue(tf.div(tf.add(x, 1), 2), 0, 1),
  ),
  sqrt: steep(
    (x) => tf.sqrt(x),
    (_, y) => tf.div(0.5, y),
  ),
  square: elementwise(
    (x) => tf.square(x),
    (x) => tf.mul(x, 2),
  ),
  squareplus: elementwise(
    (x) => tf.div(tf.add(x, rootOfSquare(x)), 2),
    (x) => tf.div(tf.add(tf.div(x, rootOfSquare(x)), 1), 2),
  ),
  tan: elementwise(
    (x) => tf.tan(x),
    (_, y) => tf.add(tf.square(y), 1),
  ),
  tanhShrink: elementwise(
    (x) => tf.sub(x, tf.tanh(x)),
    (x) => tf.square(tf.tanh(x)),
  ),
};

export function power({ exponent }: Power): DeviceLayer {
  return steep(
    (x) => tf.pow(x, exponent),
    (x) => tf.mul(tf.pow(x, exponent - 1), exponent),
  );
}

/** A function whose derivative may be infinite: nothing comes back where nothing depends on its value. */
function steep(...of: Parameters<typeof elementwise>): DeviceLayer {
  const layer = elementwise(...of);
  return {
    ...layer,
    pull: (adjoint, ...rest) => layer.pull(adjoint, ...rest).map((pulled) => tf.where(tf.equal(adjoint, 0), 0, pulled)),
  };
}

/** 1 where `low <= x <= high`, else 0. */
function between(x: Tensor, low: number, high: number): Tensor {
  return tf.cast(tf.logicalAnd(tf.greaterEqual(x, low), tf.lessEqual(x, high)), 'float32');
}
