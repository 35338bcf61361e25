import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { ELU, Elementwise, GELU } from '../network/index.ts';
import type { DeviceLayer } from './deviceLayer.ts';

/** A function of each unit; its derivative may be written with its argument `x` or its value `y`. */
export function elementwise(value: (x: Tensor) => Tensor, derivative: (x: Tensor, y: Tensor) => Tensor): DeviceLayer {
  return {
    forward: ([x]) => value(x),
    pull: (adjoint, [x], y) => [tf.mul(adjoint, derivative(x, y))],
  };
}

/**
 * A piecewise-linear function of each unit. At each threshold its slope changes twice: from the piece below to the
 * derivative at the threshold, and on to the piece above.
 */
export function piecewiseLinear(operation: Elementwise, value = sumOfPieces(operation)): DeviceLayer {
  const { thresholds, slopes, slopesAt } = operation;
  return elementwise(value, (x) => {
    const steps = thresholds.flatMap((threshold, p) => [
      { change: slopesAt[p] - slopes[p], beyond: () => tf.greaterEqual(x, threshold) },
      { change: slopes[p + 1] - slopesAt[p], beyond: () => tf.greater(x, threshold) },
    ]);
    return steps
      .filter(({ change }) => change !== 0)
      .reduce<Tensor>(
        (sum, { change, beyond }) => tf.tidy(() => tf.add(sum, tf.mul(tf.cast(beyond(), 'float32'), change))),
        tf.scalar(slopes[0]),
      );
  });
}

/** The value at the first threshold and what each piece adds or takes away from there. */
function sumOfPieces(operation: Elementwise): (x: Tensor) => Tensor {
  const { thresholds, slopes } = operation;
  const [first] = thresholds;
  return (x) => {
    const terms = slopes.map((slope, p) => {
      const [from, to] = [p === 0 ? -Infinity : thresholds[p - 1], p < thresholds.length ? thresholds[p] : Infinity];
      const within = p === 0 ? tf.minimum(tf.sub(x, first), 0) : tf.maximum(tf.sub(tf.minimum(x, to), from), 0);
      return tf.mul(within, slope);
    });
    return tf.add(tf.addN(terms), operation.value(first));
  };
}

/** The two halves of the line as sums of what is 0 or constant on the other one. */
export function elu({ alpha, scale }: ELU): DeviceLayer {
  const negative = (x: Tensor): Tensor => tf.minimum(x, 0);
  return elementwise(
    (x) => tf.mul(tf.add(tf.relu(x), tf.mul(tf.expm1(negative(x)), alpha)), scale),
    (x) => tf.mul(tf.add(tf.mul(tf.exp(negative(x)), alpha), tf.mul(tf.step(x), 1 - alpha)), scale),
  );
}

/** `x (1 + s(x)) / 2` with a sigmoid from -1 to 1; the derivative is `(1 + s + x s') / 2`. */
export function gelu({ form }: GELU): DeviceLayer {
  const { sigmoid, slope } = form === 'erf' ? errorFunction : hyperbolicTangent;
  return elementwise(
    (x) => tf.mul(tf.mul(x, tf.add(sigmoid(x), 1)), 0.5),
    (x) => tf.mul(tf.add(tf.add(sigmoid(x), 1), tf.mul(x, slope(x))), 0.5),
  );
}

const root = Math.sqrt(2 / Math.PI);

/** `erf(x / sqrt(2))`, with slope `sqrt(2 / pi) exp(-x^2 / 2)`. */
const errorFunction = {
  sigmoid: (x: Tensor): Tensor => tf.erf(tf.mul(x, Math.SQRT1_2)),
  slope: (x: Tensor): Tensor => tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), root),
};

/** `tanh(u)`, `u = sqrt(2 / pi) (x + 0.044715 x^3)`, with slope `(1 - tanh(u)^2) u'`. */
const hyperbolicTangent = {
  sigmoid: (x: Tensor): Tensor => tf.tanh(tf.mul(tf.mul(x, tf.add(tf.mul(tf.square(x), 0.044715), 1)), root)),
  slope: (x: Tensor): Tensor => {
    const inner = tf.mul(tf.add(tf.mul(tf.square(x), 3 * 0.044715), 1), root);
    return tf.mul(tf.sub(1, tf.square(hyperbolicTangent.sigmoid(x))), inner);
  },
};
