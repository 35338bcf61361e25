import { checkNumber } from '../../base/index.ts';
import type { Elementwise } from '../operation.ts';
import type { Shape } from '../shape.ts';
import type { LayerDefinition } from './layer.ts';

/** `x` where it is positive, `alpha * x` elsewhere, with derivative `alpha` at 0. */
export class LeakyReLU implements LayerDefinition {
  readonly type = 'LeakyReLU';

  constructor(readonly alpha: number) {
    checkNumber('alpha of a LeakyReLU layer', alpha);
  }

  connect([input]: readonly Shape[]): Elementwise {
    const { alpha } = this;
    return {
      family: 'elementwise',
      shape: input,
      thresholds: [0],
      slopes: [alpha, 1],
      slopesAt: [alpha],
      value: (x) => (x > 0 ? x : alpha * x),
    };
  }
}
