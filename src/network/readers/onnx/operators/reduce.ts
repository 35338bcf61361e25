import { UserError } from '../../../../base/index.ts';
import {
  AveragePool,
  LogSumExp,
  MaximumOf,
  Multiply,
  noPadding,
  Select,
  SmoothFunction,
  SparseLinear,
  type Layer,
} from '../../../layers/index.ts';
import { isImage, layoutOf, type Tensor } from '../value.ts';
import { formatShape, sizeOf, type Shape } from '../../../shape.ts';
import { broadcastOrder, identityOrder, transposedOrder } from '../../order.ts';
import type { Operator, Translate } from '../operator.ts';
import { minus } from './arithmetic.ts';
import { magnitude } from './magnitude.ts';

/** How an operator reduces axes of a tensor; those reduced keep size 1. */
type Reduce = (operator: Operator, axes: readonly number[], x?: Tensor) => Tensor;

/** With axes as an input or an attribute; without any all are reduced, or each number alone if the node says so. */
export function reduction(reduce: Reduce): Translate {
  return (operator) => {
    const x = operator.tensor();
    const given = operator.numbers(1, 'axes') ?? [];
    const reducesAll = given.length === 0 && operator.attributes.int('noop_with_empty_axes', 0) === 0;
    const axes = reducesAll ? [...x.shape.keys()] : given.map((axis) => operator.axis(axis, x.shape.length));
    const reduced = reduce(operator, axes);
    if (operator.attributes.int('keepdims', 1) !== 0) return reduced;
    return { ...reduced, shape: x.shape.filter((_, axis) => !axes.includes(axis)) };
  };
}

/** The mean of an image over its cells is average pooling, whose weights are shared. */
export const reduceMean: Reduce = (operator, axes, x = operator.tensor()) => {
  const overCells = axes.length === 2 && axes.includes(2) && axes.includes(3);
  if (!isImage(x.shape) || !overCells) return weighted(operator, x, axes, x.order.length / sizeOf(kept(x.shape, axes)));
  const image = operator.image(x);
  const [rows, columns, channels] = image.ours;
  return operator.appendImage(
    new AveragePool({ size: [rows, columns], strides: [1, 1], padding: noPadding }, false),
    image,
    [1, 1, channels],
  );
};

export const reduceSum: Reduce = (operator, axes, x = operator.tensor()) => weighted(operator, x, axes, 1);

/** Sums of what lies along some axes, divided. */
function weighted(operator: Operator, x: Tensor, axes: readonly number[], divisor: number): Tensor {
  const shape = kept(x.shape, axes);
  const { pointers, members, layout } = groupsOf(x, shape);
  const layer = new SparseLinear(layout.ours, {
    pointers,
    columns: members,
    weights: new Float64Array(members.length).fill(1 / divisor),
  });
  return operator.appendNatural(layer, [x], shape);
}

export const reduceMax: Reduce = (operator, axes, x = operator.tensor()) => {
  const shape = kept(x.shape, axes);
  const { pointers, members, layout } = groupsOf(x, shape);
  return operator.appendNatural(new MaximumOf(layout.ours, pointers, members), [x], shape);
};

/** `min x` is `-max -x`. */
export const reduceMin: Reduce = (operator, axes) => {
  const negated = then(operator, operator.tensor(), minus(), 'negated');
  return operator.append(minus(), [reduceMax(operator, axes, negated)]);
};

export const reduceL1: Reduce = (operator, axes) =>
  reduceSum(operator, axes, magnitude(operator, operator.tensor(), `${operator.name}/absolute`));

export const reduceSumSquare: Reduce = (operator, axes) =>
  reduceSum(operator, axes, then(operator, operator.tensor(), new SmoothFunction('square'), 'square'));

export const reduceL2: Reduce = (operator, axes) =>
  operator.append(new SmoothFunction('sqrt'), [reduceSumSquare(operator, axes)]);

export const reduceLogSum: Reduce = (operator, axes) =>
  operator.append(new SmoothFunction('log'), [reduceSum(operator, axes)]);

/** Elements that are reduced are brought together along one axis. */
export const reduceLogSumExp: Reduce = (operator, axes) => {
  const rows = rowsToReduce(operator, axes);
  const reduced = operator.append(new LogSumExp(1), [rows]);
  const [count] = rows.ours;
  return { ...reduced, shape: kept(operator.tensor().shape, axes), ours: [count, 1], order: identityOrder(count) };
};

/** The product of what lies along some axes: of so many factors at most, each of which is a layer's input. */
export const reduceProduct: Reduce = (operator, axes) => {
  const rows = rowsToReduce(operator, axes);
  const [count, factors] = rows.ours;
  if (factors > mostFactors)
    throw new UserError(`it multiplies ${factors} numbers; more than ${mostFactors} are not supported.`);
  const columns = Array.from({ length: factors }, (_, factor) =>
    operator.append(
      new Select(
        [count],
        Int32Array.from({ length: count }, (__, row) => row * factors + factor),
      ),
      [rows],
      `${operator.name}/factor`,
    ),
  );
  const product = factors === 1 ? columns[0] : operator.append(new Multiply(), columns);
  return { ...product, shape: kept(operator.tensor().shape, axes), ours: [count], order: identityOrder(count) };
};

const mostFactors = 64;

/** A row of ours for each unit of the reduced tensor, in ONNX's order. */
export function rowsToReduce(operator: Operator, axes: readonly number[]): Tensor {
  const x = operator.tensor();
  const perm = [...x.shape.keys()].sort((a, b) => Number(axes.includes(a)) - Number(axes.includes(b)) || a - b);
  const count = sizeOf(kept(x.shape, axes));
  const moved = operator.moved(x, [count, x.order.length / count], transposedOrder(x.shape, perm));
  const rows = operator.asTensor(moved, x);
  const ours = [count, x.order.length / count];
  return operator.arranged(rows, { ours, order: identityOrder(x.order.length) });
}

function then(operator: Operator, x: Tensor, layer: Layer, suffix: string): Tensor {
  return operator.append(layer, [x], `${operator.name}/${suffix}`);
}

function kept(shape: Shape, axes: readonly number[]): Shape {
  return shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
}

/** For each unit of the reduced tensor, in our order, where what it is made of stands, in ONNX's order. */
function groupsOf(
  x: Tensor,
  shape: Shape,
): { pointers: Int32Array; members: Int32Array; layout: ReturnType<typeof layoutOf> } {
  const owners = broadcastOrder(shape, x.shape);
  if (owners === undefined) throw new UserError(`its input ${formatShape(x.shape)} has no such axes.`);
  const layout = layoutOf(shape);
  const units = sizeOf(shape);
  const each = owners.length / units;
  const pointers = Int32Array.from({ length: units + 1 }, (_, unit) => unit * each);
  const next = pointers.slice();
  const members = new Int32Array(owners.length);
  owners.forEach((owner, i) => (members[next[layout.order[owner]]++] = x.order[i]));
  return { pointers, members, layout };
}
