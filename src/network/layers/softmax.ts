import { exponentials } from '../exponential.ts';
import type { Smooth } from '../operation.ts';
import type { Shape } from '../shape.ts';
import { largestOf, plainLoops } from '../smoothLoops.ts';
import { alongAxis } from './axis.ts';
import type { LayerDefinition } from './layer.ts';

/**
 * `exp(x) / sum exp(x)` over an axis; by default the last one: the units of a vector, the channels of each cell of an
 * image.
 */
export class Softmax implements LayerDefinition {
  readonly type = 'Softmax';

  constructor(readonly axis?: number) {}

  connect([input]: readonly Shape[]): Smooth {
    return alongAxis(
      input,
      this.axis,
      (x, y = new Float64Array(x.length), { softmax } = plainLoops) => {
        softmax(x, x.length, y);
        return y;
      },
      (_, adjoint, y, pulled = new Float64Array(y.length), { pullSoftmax } = plainLoops) => {
        pullSoftmax(y, adjoint, y.length, pulled);
        return pulled;
      },
    );
  }
}

/**
 * The logarithm of softmax: `x - log sum exp(x)` over an axis, by default the last one. Where one unit is nearly certain
 * its logarithm, which is near 0, keeps its digits, and so does its derivative.
 */
export class LogSoftmax implements LayerDefinition {
  readonly type = 'LogSoftmax';

  constructor(readonly axis?: number) {}

  connect([input]: readonly Shape[]): Smooth {
    const evaluate = (x: Float64Array, y: Float64Array = new Float64Array(x.length)): Float64Array => {
      const largest = largestOf(x);
      const total = logSumExpAbove(x, largest, y);
      for (let i = 0; i < y.length; i++) y[i] = x[i] - largest - total;
      return y;
    };
    return alongAxis(input, this.axis, evaluate, (_, adjoint, y, pulled = new Float64Array(y.length)) => {
      const total = adjoint.reduce((sum, a) => sum + a, 0);
      exponentials(y, 0, pulled);
      const top = y.indexOf(largestOf(y));
      const ofTop = -adjoint[top] * Math.expm1(y[top]) - pulled[top] * (total - adjoint[top]);
      for (let i = 0; i < y.length; i++) pulled[i] = adjoint[i] - pulled[i] * total;
      pulled[top] = ofTop;
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
      (x, [adjoint], [y], pulled = new Float64Array(x.length)) => {
        exponentials(x, y, pulled);
        for (let i = 0; i < x.length; i++) pulled[i] *= adjoint;
        return pulled;
      },
      1,
    );
  }
}

/** Shifted by the largest, so that no exponential overflows. */
function logSumExp(x: Float64Array): number {
  const largest = largestOf(x);
  return largest + logSumExpAbove(x, largest, new Float64Array(x.length));
}

/** `log sum exp(x - largest)`, by the others: it keeps its digits where all of them are far below the largest. */
function logSumExpAbove(x: Float64Array, largest: number, room: Float64Array): number {
  exponentials(x, largest, room);
  room[x.indexOf(largest)] = 0;
  return Math.log1p(room.reduce((sum, e) => sum + e, 0));
}
