import type { Smooth } from '../operation.ts';
import type { Shape } from '../shape.ts';
import type { LayerDefinition } from './layer.ts';

/** `exp(x) / sum exp(x)` over the last axis: the units of a vector, the channels of each cell of an image. */
export class Softmax implements LayerDefinition {
  readonly type = 'Softmax';

  connect([input]: readonly Shape[]): Smooth {
    const classes = input[input.length - 1];
    return {
      family: 'smooth',
      shape: input,
      evaluate(x) {
        const output = new Float64Array(x.length);
        for (let i = 0; i < x.length; i += classes) output.set(probabilities(x.subarray(i, i + classes)), i);
        return output;
      },
    };
  }
}

/** Shifted by the largest, so that no exponential overflows. */
function probabilities(logits: Float64Array): Float64Array {
  const largest = logits.reduce((a, b) => Math.max(a, b));
  const exponentials = logits.map((x) => Math.exp(x - largest));
  const sum = exponentials.reduce((a, b) => a + b);
  return exponentials.map((x) => x / sum);
}
