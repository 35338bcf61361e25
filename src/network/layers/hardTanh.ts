import type { Elementwise } from '../operation.ts';
import type { Shape } from '../shape.ts';
import type { LayerDefinition } from './layer.ts';

/** `x` clipped to [-1, 1], with derivative 0 at both ends. */
export class HardTanh implements LayerDefinition {
  readonly type = 'HardTanh';

  connect([input]: readonly Shape[]): Elementwise {
    return {
      family: 'elementwise',
      shape: input,
      thresholds: [-1, 1],
      slopes: [0, 1, 0],
      slopesAt: [0, 0],
      value: (x) => Math.min(1, Math.max(-1, x)),
    };
  }
}
