import { erf } from '../erf.ts';
import type { Smooth } from '../operation.ts';
import type { Shape } from '../shape.ts';
import type { LayerDefinition } from './layer.ts';

/**
 * `x Phi(x)` with the normal distribution function Phi (Hendrycks & Gimpel 2016): exact by the error function,
 * or in the paper's approximation by the hyperbolic tangent.
 */
export class GELU implements LayerDefinition {
  readonly type = 'GELU';

  constructor(readonly form: 'erf' | 'tanh') {}

  connect([input]: readonly Shape[]): Smooth {
    const sigmoid = this.form === 'erf' ? exactSigmoid : tanhSigmoid;
    return { family: 'smooth', shape: input, evaluate: (x) => x.map((value) => (value / 2) * (1 + sigmoid(value))) };
  }
}

function exactSigmoid(x: number): number {
  return erf(x * Math.SQRT1_2);
}

function tanhSigmoid(x: number): number {
  return Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3));
}
