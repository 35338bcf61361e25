import type { Smooth } from '../operation.ts';
import type { Shape } from '../shape.ts';
import type { LayerDefinition } from './layer.ts';
import { smoothly } from './smooth.ts';

/** The hyperbolic tangent. */
export class Tanh implements LayerDefinition {
  readonly type = 'Tanh';

  connect([input]: readonly Shape[]): Smooth {
    return smoothly(input, Math.tanh, (x) => 1 - Math.tanh(x) ** 2);
  }
}
