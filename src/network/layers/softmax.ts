import type { Smooth } from '../operation.ts';
import type { Shape } from '../shape.ts';
import type { LayerDefinition } from './layer.ts';

/** `exp(x) / sum exp(x)` over the last axis: the units of a vector, the channels of each cell of an image. */
export class Softmax implements LayerDefinition {
  readonly type = 'Softmax';

  connect([input]: readonly Shape[]): Smooth {
    const classes = input[input.length - 1];
    const evaluate = (x: Float64Array): Float64Array => {
      const output = new Float64Array(x.length);
      for (let i = 0; i < x.length; i += classes) output.set(probabilities(x.subarray(i, i + classes)), i);
      return output;
    };
    return { family: 'smooth', shape: input, evaluate: ([x]) => evaluate(x), pull: ([x], adjoint) => [pulled(evaluate(x), adjoint, classes)] };
  }
}

/** Shifted by the largest, so that no exponential overflows. */
function probabilities(logits: Float64Array): Float64Array {
  const largest = logits.reduce((a, b) => Math.max(a, b));
  const exponentials = logits.map((x) => Math.exp(x - largest));
  const sum = exponentials.reduce((a, b) => a + b);
  return exponentials.map((x) => x / sum);
}

/** `y (a - sum a y)` in each group of classes, with `y` the value and `a` its adjoint. */
function pulled(y: Float64Array, adjoint: Float64Array, classes: number): Float64Array {
  const output = new Float64Array(y.length);
  for (let i = 0; i < y.length; i += classes) {
    let mean = 0;
    for (let k = i; k < i + classes; k++) mean += adjoint[k] * y[k];
    for (let k = i; k < i + classes; k++) output[k] = y[k] * (adjoint[k] - mean);
  }
  return output;
}
