import type { Smooth } from '../operation.ts';
import type { Shape } from '../shape.ts';
import { alongAxis } from './axis.ts';
import type { LayerDefinition } from './layer.ts';

/**
 * `exp(x) / sum exp(x)` over an axis; by default the last one: the units of a vector, the channels of each cell of an
 * image.
 */
export class Softmax implements LayerDefinition {
  readonly type = 'Softmax';

  constructor(readonly axis?: number) {}

  /**
   * With `y` the value and `a` its adjoint the pulled one is `y (a - sum a y)`. Both are relative to the adjoint of the
   * largest output, so that nothing cancels where that is next to 1: gradients are right down to the smallest numbers.
   */
  connect([input]: readonly Shape[]): Smooth {
    return alongAxis(input, this.axis, probabilities, (_, adjoint, y, pulled = new Float64Array(y.length)) => {
      const origin = adjoint[y.indexOf(largestOf(y))];
      let mean = 0;
      for (let i = 0; i < y.length; i++) mean += y[i] * (adjoint[i] - origin);
      for (let i = 0; i < y.length; i++) pulled[i] = y[i] * (adjoint[i] - origin - mean);
      return pulled;
    });
  }
}

/** The logarithm of softmax: `x - log sum exp(x)` over an axis, by default the last one. */
export class LogSoftmax implements LayerDefinition {
  readonly type = 'LogSoftmax';

  constructor(readonly axis?: number) {}

  connect([input]: readonly Shape[]): Smooth {
    const evaluate = (x: Float64Array, y: Float64Array = new Float64Array(x.length)): Float64Array => {
      const total = logSumExp(x);
      for (let i = 0; i < y.length; i++) y[i] = x[i] - total;
      return y;
    };
    return alongAxis(input, this.axis, evaluate, (_, adjoint, y, pulled = new Float64Array(y.length)) => {
      let total = 0;
      for (let i = 0; i < y.length; i++) total += adjoint[i];
      for (let i = 0; i < y.length; i++) pulled[i] = adjoint[i] - Math.exp(y[i]) * total;
      return pulled;
    });
  }
}

/** `log sum exp(x)` over an axis, by default the last one, which keeps size 1. */
export class LogSumExp implements LayerDefinition {
  readonly type = 'LogSumExp';

  constructor(readonly axis?: number) {}

  connect([input]: readonly Shape[]): Smooth {
    return alongAxis(
      input,
      this.axis,
      (x) => Float64Array.of(logSumExp(x)),
      (x, [adjoint], [y]) => x.map((logit) => Math.exp(logit - y) * adjoint),
      1,
    );
  }
}

/** Shifted by the largest, so that no exponential overflows. */
function logSumExp(x: Float64Array): number {
  const largest = largestOf(x);
  let sum = 0;
  for (const logit of x) sum += Math.exp(logit - largest);
  return largest + Math.log(sum);
}

function probabilities(logits: Float64Array, y: Float64Array = new Float64Array(logits.length)): Float64Array {
  const largest = largestOf(logits);
  let sum = 0;
  for (let i = 0; i < y.length; i++) sum += y[i] = Math.exp(logits[i] - largest);
  for (let i = 0; i < y.length; i++) y[i] /= sum;
  return y;
}

function largestOf(x: Float64Array): number {
  let largest = x[0];
  for (let i = 1; i < x.length; i++) if (x[i] > largest) largest = x[i];
  return largest;
}
