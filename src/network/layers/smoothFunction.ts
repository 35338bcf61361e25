import { UserError } from '../../base/index.ts';
import { erf } from '../erf.ts';
import type { Smooth } from '../operation.ts';
import type { Shape } from '../shape.ts';
import type { LayerDefinition } from './layer.ts';
import { logistic } from './sigmoid.ts';
import { smoothly } from './smooth.ts';
import { softplus } from './softplus.ts';
import { byRatio, everywhere, nowhere, type Turns } from '../turns.ts';

/** A function of one number, with its derivative, and where it turns, if not around 0. */
interface Differentiable {
  readonly value: (x: number) => number;
  readonly derivative: (x: number) => number;
  readonly turns?: Turns;
}

/** Functions by name; derivatives are PyTorch's where there is more than one slope. `silu` is also known as swish;
 * `orOne` is a divisor: 1 in the place of 0. `positive` is 1 above 0, else 0: a factor of what is 0 where it jumps. */
const functions = {
  acos: { value: Math.acos, derivative: (x) => -1 / Math.sqrt(1 - x * x) },
  acosh: { value: Math.acosh, derivative: (x) => 1 / Math.sqrt(x * x - 1) },
  asin: { value: Math.asin, derivative: (x) => 1 / Math.sqrt(1 - x * x) },
  asinh: { value: Math.asinh, derivative: (x) => 1 / Math.sqrt(1 + x * x) },
  atan: { value: Math.atan, derivative: (x) => 1 / (1 + x * x) },
  atanh: { value: Math.atanh, derivative: (x) => 1 / (1 - x * x) },
  cos: { value: Math.cos, derivative: (x) => -Math.sin(x), turns: everywhere },
  cosh: { value: Math.cosh, derivative: Math.sinh },
  erf: { value: erf, derivative: (x) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) },
  exp: { value: Math.exp, derivative: Math.exp },
  hardSwish: {
    value: (x) => (x * Math.min(6, Math.max(0, x + 3))) / 6,
    derivative: (x) => (x < -3 ? 0 : x <= 3 ? x / 3 + 0.5 : 1),
  },
  log: { value: Math.log, derivative: (x) => 1 / x, turns: byRatio },
  logSigmoid: { value: (x) => -softplus(-x), derivative: (x) => logistic(-x) },
  mish: {
    value: (x) => x * Math.tanh(softplus(x)),
    derivative: (x) => Math.tanh(softplus(x)) + x * logistic(x) * (1 - Math.tanh(softplus(x)) ** 2),
  },
  orOne: { value: (x) => (x === 0 ? 1 : x), derivative: () => 1, turns: nowhere },
  positive: { value: (x) => Number(x > 0), derivative: () => 0 },
  reciprocal: { value: (x) => 1 / x, derivative: (x) => -1 / (x * x), turns: byRatio },
  silu: { value: (x) => x * logistic(x), derivative: (x) => logistic(x) * (1 + x * logistic(-x)) },
  sin: { value: Math.sin, derivative: Math.cos, turns: everywhere },
  sinh: { value: Math.sinh, derivative: Math.cosh },
  softsign: { value: (x) => x / (1 + Math.abs(x)), derivative: (x) => 1 / (1 + Math.abs(x)) ** 2 },
  sparsePlus: {
    value: (x) => (x <= -1 ? 0 : x < 1 ? (x + 1) ** 2 / 4 : x),
    derivative: (x) => Math.min(1, Math.max(0, (x + 1) / 2)),
  },
  sqrt: { value: Math.sqrt, derivative: (x) => 0.5 / Math.sqrt(x), turns: byRatio },
  square: { value: (x) => x * x, derivative: (x) => 2 * x, turns: nowhere },
  squareplus: {
    value: (x) => (x < 0 ? 2 / (Math.sqrt(x * x + 4) - x) : (x + Math.sqrt(x * x + 4)) / 2),
    derivative: (x) => (1 + x / Math.sqrt(x * x + 4)) / 2,
  },
  tan: { value: Math.tan, derivative: (x) => 1 + Math.tan(x) ** 2, turns: everywhere },
  tanhShrink: { value: (x) => x - Math.tanh(x), derivative: (x) => Math.tanh(x) ** 2 },
} satisfies Record<string, Differentiable>;

export type SmoothName = keyof typeof functions;

/** A smooth function of each unit. Hard swish is one, though made of pieces: they are parabolas. */
export class SmoothFunction implements LayerDefinition {
  readonly type = 'SmoothFunction';

  constructor(readonly name: SmoothName) {}

  connect([input]: readonly Shape[]): Smooth {
    const { value, derivative, turns }: Differentiable = functions[this.name];
    return smoothly(input, value, derivative, turns);
  }
}

/** Each unit to the power of a constant; of a negative unit that is a number if the exponent is whole. */
export class Power implements LayerDefinition {
  readonly type = 'Power';

  constructor(readonly exponent: number) {}

  connect([input]: readonly Shape[]): Smooth {
    const { exponent } = this;
    if (!Number.isFinite(exponent)) throw new UserError(`its exponent is ${exponent}; it must be finite.`);
    return smoothly(
      input,
      (x) => x ** exponent,
      (x) => exponent * x ** (exponent - 1),
      Number.isInteger(exponent) && exponent >= 0 ? nowhere : byRatio,
    );
  }
}
