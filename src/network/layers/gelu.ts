import { shown, UserError } from '../../base/index.ts';
import { erf } from '../erf.ts';
import type { Smooth } from '../operation.ts';
import type { Shape } from '../shape.ts';
import type { LayerDefinition } from './layer.ts';
import { smoothly } from './smooth.ts';

/**
 * `x Phi(x)` with the normal distribution function Phi (Hendrycks & Gimpel 2016): exact by the error function,
 * or in the paper's approximation by the hyperbolic tangent.
 */
export class GELU implements LayerDefinition {
  readonly type = 'GELU';

  constructor(readonly form: 'erf' | 'tanh') {
    if (!['erf', 'tanh'].includes(form))
      throw new UserError(`The form of a GELU layer is ${shown(form)}; expected 'erf' or 'tanh'.`);
  }

  connect([input]: readonly Shape[]): Smooth {
    const { sigmoid, slope } = this.form === 'erf' ? exact : approximate;
    return smoothly(
      input,
      (x) => (x / 2) * (1 + sigmoid(x)),
      (x) => (1 + sigmoid(x) + x * slope(x)) / 2,
    );
  }
}

/** Sigmoids from -1 to 1, with their slopes. */
interface Form {
  readonly sigmoid: (x: number) => number;
  readonly slope: (x: number) => number;
}

const root = Math.sqrt(2 / Math.PI);

const exact: Form = {
  sigmoid: (x) => erf(x * Math.SQRT1_2),
  slope: (x) => root * Math.exp((-x * x) / 2),
};

const approximate: Form = {
  sigmoid: (x) => Math.tanh(root * (x + 0.044715 * x ** 3)),
  slope: (x) => root * (1 + 3 * 0.044715 * x * x) * (1 - approximate.sigmoid(x) ** 2),
};
