import type { Smooth } from '../operation.ts';
import type { Shape } from '../shape.ts';
import { alongAxis } from './axis.ts';
import type { LayerDefinition } from './layer.ts';

/** `exp(x) / sum exp(x)` over an axis; by default the last one: the units of a vector, the channels of each cell of an image. */
export class Softmax implements LayerDefinition {
  readonly type = 'Softmax';

  constructor(readonly axis?: number) {}

  /** With `y` the value and `a` its adjoint the pulled one is `y (a - sum a y)`. */
  connect([input]: readonly Shape[]): Smooth {
    return alongAxis(input, this.axis, probabilities, (x, adjoint) => {
      const y = probabilities(x);
      const mean = dot(adjoint, y);
      return y.map((p, i) => p * (adjoint[i] - mean));
    });
  }
}

/** The logarithm of softmax: `x - log sum exp(x)` over an axis, by default the last one. */
export class LogSoftmax implements LayerDefinition {
  readonly type = 'LogSoftmax';

  constructor(readonly axis?: number) {}

  connect([input]: readonly Shape[]): Smooth {
    const evaluate = (x: Float64Array): Float64Array => {
      const total = logSumExp(x);
      return x.map((logit) => logit - total);
    };
    return alongAxis(input, this.axis, evaluate, (x, adjoint) => {
      const total = adjoint.reduce((a, b) => a + b);
      return probabilities(x).map((p, i) => adjoint[i] - p * total);
    });
  }
}

/** `log sum exp(x)` over an axis, by default the last one, which keeps size 1. */
export class LogSumExp implements LayerDefinition {
  readonly type = 'LogSumExp';

  constructor(readonly axis?: number) {}

  connect([input]: readonly Shape[]): Smooth {
    return alongAxis(input, this.axis, (x) => Float64Array.of(logSumExp(x)), (x, [adjoint]) => probabilities(x).map((p) => p * adjoint), 1);
  }
}

/** Shifted by the largest, so that no exponential overflows. */
function logSumExp(x: Float64Array): number {
  const largest = x.reduce((a, b) => Math.max(a, b));
  return largest + Math.log(x.reduce((sum, logit) => sum + Math.exp(logit - largest), 0));
}

function probabilities(logits: Float64Array): Float64Array {
  const largest = logits.reduce((a, b) => Math.max(a, b));
  const exponentials = logits.map((x) => Math.exp(x - largest));
  const sum = exponentials.reduce((a, b) => a + b);
  return exponentials.map((x) => x / sum);
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, x, i) => sum + x * b[i], 0);
}
