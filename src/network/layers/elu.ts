import { checkNumber } from '../../base/index.ts';
import type { Smooth } from '../operation.ts';
import type { Shape } from '../shape.ts';
import type { LayerDefinition } from './layer.ts';
import { smoothly } from './smooth.ts';

/** `scale * x` where x is positive, `scale * alpha * (exp(x) - 1)` elsewhere. SELU is one with constants of its own. */
export class ELU implements LayerDefinition {
  readonly type = 'ELU';

  constructor(
    readonly alpha: number,
    readonly scale = 1,
  ) {
    checkNumber('alpha of an ELU layer', alpha);
    checkNumber('scale of an ELU layer', scale);
  }

  connect([input]: readonly Shape[]): Smooth {
    const { alpha, scale } = this;
    const value = (x: number): number => scale * (x > 0 ? x : alpha * Math.expm1(x));
    return smoothly(input, value, (x) => scale * (x > 0 ? 1 : alpha * Math.exp(x)));
  }
}

/** The self-normalising ELU (Klambauer et al. 2017) with the constants that the paper derives. */
export function selu(): ELU {
  return new ELU(1.6732632423543772, 1.0507009873554805);
}
