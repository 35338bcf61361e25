import type { Smooth } from '../operation.ts';
import type { Shape } from '../shape.ts';
import type { LayerDefinition } from './layer.ts';
import { smoothly } from './smooth.ts';

/** `1 / (1 + exp(-x))`. */
export class Sigmoid implements LayerDefinition {
  readonly type = 'Sigmoid';

  connect([input]: readonly Shape[]): Smooth {
    return smoothly(input, logistic, (x) => logistic(x) * logistic(-x));
  }
}

/** `1 / (1 + exp(-x))`, the derivative of softplus too. */
export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
