import { UserError } from '../../../../base/index.ts';
import { Concat } from '../../../layers/index.ts';
import { formatShape, sizeOf } from '../../../shape.ts';
import { joinedEndToEnd, type Operator, type Translate } from '../operator.ts';
import { axisInLayout, constantOf, isImage, layoutOf, type Constant, type Tensor, type Value } from '../value.ts';
import { reshapedTo } from './reshape.ts';

/** Joins tensors along an axis; what is constant beside computed ones becomes a node of its own. */
export const concat: Translate = (operator) => joined(operator, operator.values, operator.attributes.int('axis', 1));

export function joined(operator: Operator, values: readonly Value[], given: number): Value {
  if (values.length === 0) throw new UserError('it has no inputs.');
  const [{ shape: first }] = values;
  const axis = operator.axis(given, first.length);
  const shapes = values.map(({ shape }) => shape);
  if (
    !shapes.every(
      (shape) => shape.length === first.length && shape.every((size, of) => of === axis || size === first[of]),
    )
  ) {
    throw new UserError(`its inputs ${shapes.map(formatShape).join(', ')} differ in more than axis ${axis}.`);
  }
  const shape = first.with(
    axis,
    shapes.reduce((sum, of) => sum + of[axis], 0),
  );
  const beside = values.find((value) => value.kind === 'tensor');
  if (beside === undefined)
    return joinedConstants(
      values.filter((value) => value.kind === 'constant'),
      shape,
      axis,
    );
  const tensors = values.filter(({ shape: of }) => sizeOf(of) > 0).map((value) => operator.asTensor(value, beside));
  if (tensors.length === 1) return { ...tensors[0], shape };
  const outer = sizeOf(shape.slice(0, axis));
  return outer === 1 && !isImage(shape)
    ? joinedEndToEnd(operator, tensors, shape)
    : inLayout(operator, tensors, shape, axis);
}

/** Joined along a new axis. */
export function stacked(operator: Operator, values: readonly Value[], given: number): Value {
  const axis = operator.axis(given, (values[0]?.shape.length ?? 0) + 1);
  const parts = values.map((value) => reshapedTo(value, value.shape.toSpliced(axis, 0, 1)));
  return joined(operator, parts, axis);
}

/** Along the axis of ours that is ONNX's. */
function inLayout(operator: Operator, tensors: readonly Tensor[], shape: readonly number[], axis: number): Tensor {
  const layout = layoutOf(shape);
  const ours = axisInLayout(shape, axis);
  if (!(ours >= 0)) throw new UserError(`axis is ${axis}, that of the batch, which stays one item.`);
  return {
    ...operator.append(
      new Concat(ours),
      tensors.map((tensor) => operator.natural(tensor)),
    ),
    shape,
    ...layout,
  };
}

function joinedConstants(values: readonly Constant[], shape: readonly number[], axis: number): Constant {
  const outer = sizeOf(shape.slice(0, axis));
  const joined: number[] = [];
  for (let i = 0; i < outer; i++) {
    for (const { data } of values) {
      const length = data.length / outer;
      for (let k = 0; k < length; k++) joined.push(data[i * length + k]);
    }
  }
  return constantOf(
    shape,
    joined,
    values.every(({ isInteger }) => isInteger),
  );
}
