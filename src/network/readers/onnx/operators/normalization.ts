import { UserError } from '../../../../base/index.ts';
import {
  BatchNorm,
  Divide,
  linearAlong,
  Multiply,
  Power,
  SmoothFunction,
  SparseLinear,
  Standardize,
} from '../../../layers/index.ts';
import { checkEntries, formatShape } from '../../../shape.ts';
import type { Operator, Translate } from '../operator.ts';
import { axisInLayout, constantOf, isImage, type Tensor } from '../value.ts';
import { affine } from './arithmetic.ts';
import { repeatedTo, spread } from './broadcast.ts';
import { magnitude } from './magnitude.ts';
import { reduceSum } from './reduce.ts';

/** By channel, the second axis; before opset 9 by unit if it is not spatial. */
export const batchNormalization: Translate = (operator) => {
  const { attributes } = operator;
  if (attributes.int('training_mode', 0) !== 0)
    throw new UserError('it is in training mode; export the model for inference.');
  const x = operator.tensor();
  const epsilon = attributes.float('epsilon', 1e-5);
  const isSpatial = operator.opset >= 9 || attributes.int('spatial', 1) !== 0;
  const axes = isSpatial ? [1] : [...x.shape.keys()].slice(1);
  const [gamma, beta, mean, variance] = [1, 2, 3, 4].map((index) => numbersFor(operator, index, x, axes));
  if (variance.some((of) => of + epsilon <= 0))
    throw new UserError('one of its variances is negative; the file is damaged or the training diverged.');
  if (isImage(x.shape) && isSpatial)
    return operator.append(new BatchNorm({ gamma, beta, mean, variance, epsilon }), [operator.image(x)]);
  const factors = gamma.map((of, channel) => of / Math.sqrt(variance[channel] + epsilon));
  const shifts = beta.map((of, channel) => of - mean[channel] * factors[channel]);
  if (isSpatial) return byChannel(operator, x, factors, shifts);
  const each = (numbers: Float64Array): Float64Array => spread(constantOf(x.shape.slice(1), numbers), x);
  return affine(operator, x, each(factors), each(shifts));
};

/** Over the cells of each channel. */
export const instanceNormalization: Translate = (operator) => {
  const x = operator.tensor();
  const axes = x.shape.flatMap((_, axis) => (axis > 1 ? [axis] : []));
  const [scale, bias] = [1, 2].map((index) => perChannel(operator, index, x));
  return byChannel(operator, standardized(operator, x, axes, 1e-5), scale, bias);
};

/** Over the axes from `axis` on. */
export const layerNormalization: Translate = (operator) => {
  if ((operator.node.output[1] ?? '') !== '') throw new UserError('only its first output is supported.');
  const x = operator.tensor();
  const first = operator.axis(operator.attributes.int('axis', -1), x.shape.length);
  const standard = standardized(
    operator,
    x,
    x.shape.flatMap((_, axis) => (axis >= first ? [axis] : [])),
    1e-5,
  );
  const each = (index: number, missing: number): Float64Array =>
    operator.has(index) ? spread(operator.constant(index), standard) : Float64Array.of(missing);
  return affine(operator, standard, each(1, 1), each(2, 0));
};

/**
 * Over the channels of a group, which are as many in each, and their cells; scaled by channel, before opset 21 by
 * group.
 */
export const groupNormalization: Translate = (operator) => {
  const x = operator.tensor();
  const [items, channels] = x.shape;
  const groups = operator.attributes.int('num_groups', 0);
  if (items !== 1 || x.shape.length < 3 || !(groups >= 1) || channels % groups !== 0)
    throw new UserError(`its input ${formatShape(x.shape)} does not have channels for ${groups} groups.`);
  const together = { ...x, shape: [1, groups, x.order.length / groups] };
  const standard = { ...standardized(operator, together, [2], 1e-5), shape: x.shape };
  const [scale, bias] = [1, 2].map((index) => {
    const { data } = operator.constant(index);
    const each = channels / data.length;
    if (data.length === channels || data.length === groups)
      return Float64Array.from({ length: channels }, (_, channel) => data[Math.floor(channel / each)]);
    throw new UserError(`its input ${index} has ${data.length} numbers for ${channels} channels in ${groups} groups.`);
  });
  return byChannel(operator, standard, scale, bias);
};

/** Over items and cells, for each channel, unless it says otherwise. */
export const meanVarianceNormalization: Translate = (operator) => {
  const x = operator.tensor();
  const axes = operator.attributes.ints('axes', [0, 2, 3]).map((axis) => operator.axis(axis, x.shape.length));
  return standardized(operator, x, axes, 1e-18);
};

/** By the sum of absolute values along an axis, or by the root of the sum of squares. */
export const lpNormalization: Translate = (operator) => {
  const { attributes, name } = operator;
  const x = operator.tensor();
  const [axis, p] = [operator.axis(attributes.int('axis', -1), x.shape.length), attributes.int('p', 2)];
  if (p !== 1 && p !== 2) throw new UserError(`its p is ${p}, expected 1 or 2.`);
  const powers =
    p === 1
      ? magnitude(operator, x, `${name}/powers`)
      : operator.append(new SmoothFunction('square'), [x], `${name}/powers`);
  const sums = reduceSum(operator, [axis], powers);
  const norms = p === 1 ? sums : operator.append(new SmoothFunction('sqrt'), [sums], `${name}/root`);
  return dividedBy(operator, x, norms);
};

/** Each element by the norm of those that it stands with, which has their axes with size 1; by 1 where that is 0. */
export function dividedBy(operator: Operator, x: Tensor, norms: Tensor): Tensor {
  const divisors = operator.append(new SmoothFunction('orOne'), [norms], `${operator.name}/divisor`);
  const repeated = operator.asTensor(repeatedTo(operator, divisors, x.shape), x);
  return operator.append(new Divide(), [x, operator.arranged(repeated, x)]);
}

/** `x / (bias + alpha / size * (sum of squares of so many channels around))^beta`. */
export const localResponse: Translate = (operator) => {
  const { attributes, name } = operator;
  const x = operator.image();
  const [, , channels] = x.ours;
  const size = attributes.int('size', 0);
  if (!(Number.isInteger(size) && size >= 1))
    throw new UserError(`its size is ${size}, expected a whole number of at least 1.`);
  const [before, after] = [Math.floor((size - 1) / 2), Math.ceil((size - 1) / 2)];
  const weight = attributes.float('alpha', 1e-4) / size;
  checkEntries(channels * channels);
  const near = Array.from({ length: channels }, (_, channel) =>
    Float64Array.from({ length: channels }, (__, other) =>
      other >= channel - before && other <= channel + after ? weight : 0,
    ),
  );
  const { shape, matrix } = linearAlong(x.ours, [undefined, undefined, near]);
  const bias = new Float64Array(x.order.length).fill(attributes.float('bias', 1));
  const squares = operator.append(new SmoothFunction('square'), [x], `${name}/square`);
  const sums = operator.append(new SparseLinear(shape, matrix, bias), [squares], `${name}/sum`);
  const divisors = operator.append(new Power(-attributes.float('beta', 0.75)), [sums], `${name}/power`);
  return operator.append(new Multiply(), [x, divisors]);
};

function standardized(operator: Operator, x: Tensor, axes: readonly number[], usual: number): Tensor {
  const ours = axes.map((axis) => axisInLayout(x.shape, axis)).filter((axis) => axis >= 0);
  return operator.append(
    new Standardize(ours, operator.attributes.float('epsilon', usual)),
    [operator.natural(x)],
    `${operator.name}/standardize`,
  );
}

function byChannel(operator: Operator, x: Tensor, factors: Float64Array, bias: Float64Array): Tensor {
  const shape = [factors.length, ...x.shape.slice(2).map(() => 1)];
  const each = (numbers: Float64Array): Float64Array => spread(constantOf(shape, numbers), x);
  return affine(operator, x, each(factors), each(bias));
}

function perChannel(operator: Operator, index: number, x: Tensor): Float64Array {
  return numbersFor(operator, index, x, [1]);
}

/** As many as the axes have places. */
function numbersFor(operator: Operator, index: number, { shape }: Tensor, axes: readonly number[]): Float64Array {
  const { data } = operator.constant(index);
  const places = axes.reduce((product, axis) => product * (shape[axis] ?? NaN), 1);
  if (data.length === places) return data;
  throw new UserError(
    `its input ${index} has ${data.length} numbers, but its input ${formatShape(shape)} ${axes.length === 1 ? `${shape[1] ?? 0} channels` : `${places} units`}.`,
  );
}
