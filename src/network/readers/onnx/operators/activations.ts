import { UserError } from '../../../../base/index.ts';
import { unknownName } from '../../../../names/index.ts';
import {
  clip as clipped,
  ELU,
  GELU,
  hardSigmoid as hardSigmoidOf,
  HardTanh,
  LeakyReLU,
  LogSoftmax,
  PiecewiseLinear,
  ReLU,
  selu as standardSelu,
  Sigmoid,
  SmoothFunction,
  Softmax,
  Softplus,
  Tanh,
  WeightedSum,
  type Layer,
  type SmoothName,
} from '../../../layers/index.ts';
import { formatShape, sizeOf } from '../../../shape.ts';
import type { Operator, Translate } from '../operator.ts';
import { axisInLayout, constantOf, type Tensor, type Value } from '../value.ts';
import { largestFloat32, multiply, spread } from './arithmetic.ts';
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

/** Bounds beyond what a float32 can be are none. */
export const clip: Translate = (operator) => {
  const low = limit(operator, 1, 'min', -Infinity);
  const high = limit(operator, 2, 'max', Infinity);
  if (low === -Infinity && high === Infinity) return operator.tensor();
  return operator.append(clippedTo(low, high), [operator.tensor()]);
};

/**
 * A file does not tell what it was exported from: Clip to [-1, 1] is PyTorch's Hardtanh and to [0, 6] its ReLU6, whose
 * derivative at bounds is 0, any other its clamp, where it is 1.
 */
export function clippedTo(low: number, high: number): Layer {
  if (low === 0 && high === Infinity) return new ReLU();
  if (low === -1 && high === 1) return new HardTanh();
  return clipped(low, high, low === 0 && high === 6 ? 0 : 1);
}

/** A bound of Clip: an input since opset 11, an attribute before. */
function limit(operator: Operator, index: number, name: string, missing: number): number {
  const given = operator.has(index)
    ? (operator.constant(index).data.at(0) ?? NaN)
    : operator.attributes.float(name, missing);
  if (Number.isNaN(given)) throw new UserError(`its bound ${name} is no number.`);
  return Math.abs(given) >= largestFloat32 ? Math.sign(given) * Infinity : given;
}

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

export const softmax: Translate = (operator) => alongAxis(operator, (axis) => new Softmax(axis), 1);

export const logSoftmax: Translate = (operator) => alongAxis(operator, (axis) => new LogSoftmax(axis), 0);

/**
 * Before opset 13 the axes from `axis` on are one.
 *
 * @param ofOne what becomes of a single unit
 */
function alongAxis(operator: Operator, create: (axis: number) => Layer, ofOne: number): Value {
  const x = operator.tensor();
  const rank = x.shape.length;
  const together = operator.opset < 13;
  const axis = operator.axis(operator.attributes.int('axis', together ? 1 : -1), rank);
  const size = together ? sizeOf(x.shape.slice(axis)) : x.shape[axis];
  if (size === 1 && axis === 0 && rank > 1)
    throw new UserError(
      `it runs along axis 0 of its input ${formatShape(x.shape)}, that of the batch, where it is constant.`,
    );
  if (size === 1) return constantOf(x.shape, new Float64Array(x.order.length).fill(ofOne));
  if (!together) return operator.append(create(axisInLayout(x.shape, axis)), [operator.natural(x)]);
  const natural = operator.natural({ ...x, shape: [x.order.length / size, size] });
  return { ...operator.append(create(natural.ours.length - 1), [natural]), shape: x.shape };
}
