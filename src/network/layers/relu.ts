import type { Elementwise } from '../operation.ts';
import type { Shape } from '../shape.ts';
import type { LayerDefinition } from './layer.ts';

/** `max(0, x)`, with derivative 0 at 0. */
export class ReLU implements LayerDefinition {
  readonly type = 'ReLU';

  connect([input]: readonly Shape[]): Elementwise {
    return {
      family: 'elementwise',
      shape: input,
      thresholds: [0],
      slopes: [0, 1],
      slopesAt: [0],
      value: (x) => (x > 0 ? x : 0),
    };
  }
}
