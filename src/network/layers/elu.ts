import type { Smooth } from '../operation.ts';
import type { Shape } from '../shape.ts';
import type { LayerDefinition } from './layer.ts';

/** `scale * x` where x is positive, `scale * alpha * (exp(x) - 1)` elsewhere. SELU is one with constants of its own. */
export class ELU implements LayerDefinition {
  readonly type = 'ELU';

  constructor(
    readonly alpha: number,
    readonly scale = 1,
  ) {}

  connect([input]: readonly Shape[]): Smooth {
    const value = (x: number): number => this.scale * (x > 0 ? x : this.alpha * Math.expm1(x));
    return { family: 'smooth', shape: input, evaluate: (x) => x.map(value) };
  }
}

/** The self-normalising ELU (Klambauer et al. 2017) with the constants that the paper derives. */
export function selu(): ELU {
  return new ELU(1.6732632423543772, 1.0507009873554805);
}
