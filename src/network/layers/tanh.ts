import type { Smooth } from '../operation.ts';
import type { Shape } from '../shape.ts';
import type { LayerDefinition } from './layer.ts';

/** The hyperbolic tangent. */
export class Tanh implements LayerDefinition {
  readonly type = 'Tanh';

  connect([input]: readonly Shape[]): Smooth {
    return { family: 'smooth', shape: input, evaluate: (x) => x.map(Math.tanh) };
  }
}
