import { shown, UserError } from '../../base/index.ts';
import { erfc } from '../erf.ts';
import type { Smooth } from '../operation.ts';
import type { Shape } from '../shape.ts';
import type { LayerDefinition } from './layer.ts';
import { logistic } from './sigmoid.ts';
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
    const { distribution, density } = this.form === 'erf' ? exact : approximate;
    return smoothly(
      input,
      (x) => x * distribution(x),
      (x) => distribution(x) + x * density(x),
    );
  }
}

/** A distribution function with its density, both with all their digits where they are small. */
interface Form {
  readonly distribution: (x: number) => number;
  readonly density: (x: number) => number;
}

const exact: Form = {
  distribution: (x) => erfc(-x * Math.SQRT1_2) / 2,
  density: (x) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI),
};

/** `(1 + tanh(u)) / 2` is the logistic function of `2 u`. */
const root = 2 * Math.sqrt(2 / Math.PI);
const cubic = 0.044715;

const approximate: Form = {
  distribution: (x) => logistic(twice(x)),
  density(x) {
    const bell = logistic(twice(x)) * logistic(-twice(x));
    return bell === 0 ? 0 : bell * root * (1 + 3 * cubic * x * x);
  },
};

function twice(x: number): number {
  return root * (x + cubic * x ** 3);
}
