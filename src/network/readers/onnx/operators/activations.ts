import { UserError } from '../../../../base/index.ts';
import { unknownName } from '../../../../names/index.ts';
import {
  ELU,
  GELU,
  hardSigmoid as hardSigmoidOf,
  LeakyReLU,
  PiecewiseLinear,
  ReLU,
  selu as standardSelu,
  Sigmoid,
  SmoothFunction,
  Softplus,
  Tanh,
  WeightedSum,
  type Layer,
  type SmoothName,
} from '../../../layers/index.ts';
import type { Operator, Translate } from '../operator.ts';
import { constantOf, type Tensor } from '../value.ts';
import { multiply } from './arithmetic.ts';
import { spread } from './broadcast.ts';
import { made, madeTensor } from './made.ts';
import { magnitude } from './magnitude.ts';

/** An operator that is one of our layers of single units. */
export function elementwise(create: (operator: Operator) => Layer): Translate {
  return (operator) => operator.append(create(operator), [operator.tensor()]);
}

const smooth = (name: SmoothName): Translate => elementwise(() => new SmoothFunction(name));

/** Operators of one tensor that are one layer. */
export const activations = {
  Abs: (operator) => magnitude(operator, operator.tensor()),
  Acos: smooth('acos'),
  Acosh: smooth('acosh'),
  Asin: smooth('asin'),
  Asinh: smooth('asinh'),
  Atan: smooth('atan'),
  Atanh: smooth('atanh'),
  Cos: smooth('cos'),
  Cosh: smooth('cosh'),
  Elu: elementwise(({ attributes }) => new ELU(attributes.float('alpha', 1))),
  Erf: smooth('erf'),
  Exp: smooth('exp'),
  HardSwish: smooth('hardSwish'),
  LeakyRelu: elementwise(({ attributes }) => new LeakyReLU(attributes.float('alpha', 0.01))),
  Log: smooth('log'),
  Mish: smooth('mish'),
  Reciprocal: smooth('reciprocal'),
  Relu: elementwise(() => new ReLU()),
  Sigmoid: elementwise(() => new Sigmoid()),
  Sin: smooth('sin'),
  Sinh: smooth('sinh'),
  Softplus: elementwise(() => new Softplus()),
  Softsign: smooth('softsign'),
  Sqrt: smooth('sqrt'),
  Tan: smooth('tan'),
  Tanh: elementwise(() => new Tanh()),
} satisfies Record<string, Translate>;

export const selu = elementwise(({ attributes }) => {
  const constants = standardSelu();
  return new ELU(attributes.float('alpha', constants.alpha), attributes.float('gamma', constants.scale));
});

/** `x` above 0, `alpha (exp(x / alpha) - 1)` below. */
export const celu: Translate = (operator) => {
  const alpha = operator.attributes.float('alpha', 1);
  if (!(alpha > 0)) throw new UserError(`its alpha is ${alpha}, expected a number above 0.`);
  return operator.append(new ELU(1, alpha), [scaled(operator, 1 / alpha, 'divided', operator.tensor())]);
};

export const gelu = elementwise(({ attributes }) => {
  const approximate = attributes.text('approximate', 'none');
  if (approximate !== 'none' && approximate !== 'tanh')
    throw unknownName('approximation', approximate, ['none', 'tanh']);
  return new GELU(approximate === 'none' ? 'erf' : 'tanh');
});

export const hardSigmoid = elementwise(({ attributes }) =>
  hardSigmoidOf(attributes.float('alpha', 0.2), attributes.float('beta', 0.5)),
);

/** `x` brought nearer to 0 by `bias` where it is further than `lambd`, else 0: it jumps unless both are the same. */
export const shrink = elementwise(({ attributes }) => {
  const [lambda, bias] = [attributes.float('lambd', 0.5), attributes.float('bias', 0)];
  if (lambda === bias && lambda > 0) return new PiecewiseLinear([-lambda, lambda], [1, 0, 1], [0, 0], lambda);
  throw new UserError(
    `it jumps, as its lambd ${lambda} is not its bias ${bias} above 0, and what a jump adds is in no gradient.`,
  );
});

/** `x` above alpha, else 0: it jumps unless alpha is 0. */
export const thresholdedRelu = elementwise(({ attributes }) => {
  const alpha = attributes.float('alpha', 1);
  if (alpha === 0) return new ReLU();
  throw new UserError(
    `it jumps from 0 to its alpha, ${alpha}, and what a jump adds is in no gradient; only alpha 0, which is Relu, is supported.`,
  );
});

/** `x sigmoid(alpha x)`. */
export const swish: Translate = (operator) => sigmoidLinear(operator, operator.attributes.float('alpha', 1));

/** `swish(a) b`. */
export const swiGlu: Translate = (operator) => {
  const gate = madeTensor(operator, 'gate', swish, [operator.value(0)], {
    alpha: operator.attributes.float('alpha', 1),
  });
  return made(operator, 'product', multiply, [gate, operator.value(1)]);
};

/** The same of any operator. */
export function sigmoidLinear(operator: Operator, alpha: number): Tensor {
  if (alpha === 0) return scaled(operator, 1 / 2, 'half', operator.tensor());
  const silu = operator.append(new SmoothFunction('silu'), [scaled(operator, alpha, 'scaled', operator.tensor())]);
  return scaled(operator, 1 / alpha, 'divided', silu);
}

function scaled(operator: Operator, factor: number, suffix: string, x: Tensor): Tensor {
  return factor === 1
    ? x
    : operator.append(new WeightedSum([Float64Array.of(factor)]), [x], `${operator.name}/${suffix}`);
}

/** One slope for all, or by any broadcast: before opset 7 one for each channel. */
export const prelu: Translate = (operator) => {
  const x = operator.tensor();
  const { shape, data } = operator.constant(1);
  if (data.length === 1) return operator.append(new LeakyReLU(data[0]), [x]);
  const byChannel = operator.opset < 7 && shape.length === 1 && x.shape.length > 1;
  const aligned = byChannel ? [...shape, ...x.shape.slice(2).map(() => 1)] : shape;
  const slopes = spread(constantOf(aligned, data), x);
  const relu = operator.append(new ReLU(), [x], `${operator.name}/relu`);
  return operator.append(new WeightedSum([slopes, slopes.map((slope) => 1 - slope)]), [x, relu]);
};
