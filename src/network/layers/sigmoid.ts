import type { Smooth } from '../operation.ts';
import type { Shape } from '../shape.ts';
import type { LayerDefinition } from './layer.ts';

/** `1 / (1 + exp(-x))`. */
export class Sigmoid implements LayerDefinition {
  readonly type = 'Sigmoid';

  connect([input]: readonly Shape[]): Smooth {
    return { family: 'smooth', shape: input, evaluate: (x) => x.map((value) => 1 / (1 + Math.exp(-value))) };
  }
}
