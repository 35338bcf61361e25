import type { Smooth } from '../operation.ts';
import type { Shape } from '../shape.ts';
import type { LayerDefinition } from './layer.ts';
import { smoothly } from './smooth.ts';

/** The hyperbolic tangent. */
export class Tanh implements LayerDefinition {
  readonly type = 'Tanh';

  connect([input]: readonly Shape[]): Smooth {
    return smoothly(input, Math.tanh, slope);
  }
}

/** `1 / cosh(x)^2`, written so that all its digits stay where the hyperbolic tangent is next to 1. */
function slope(x: number): number {
  const small = Math.exp(-2 * Math.abs(x));
  return (4 * small) / (1 + small) ** 2;
}
