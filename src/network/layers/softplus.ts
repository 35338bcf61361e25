import type { Smooth } from '../operation.ts';
import type { Shape } from '../shape.ts';
import type { LayerDefinition } from './layer.ts';
import { logistic } from './sigmoid.ts';
import { smoothly } from './smooth.ts';

/** `log(1 + exp(x))`, written so that no exponential overflows. */
export class Softplus implements LayerDefinition {
  readonly type = 'Softplus';

  connect([input]: readonly Shape[]): Smooth {
    return smoothly(input, softplus, logistic);
  }
}

/** `log(1 + exp(x))` */
export function softplus(x: number): number {
  return Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)));
}
