import { UserError } from '../../../../base/index.ts';
import { formatShape, sizeOf, type Shape } from '../../../shape.ts';
import type { Operator, Translate } from '../operator.ts';
import type { Value } from '../value.ts';

export const flatten: Translate = (operator) => {
  const value = operator.value(0);
  const given = operator.attributes.int('axis', 1);
  const axis = given === value.shape.length ? given : operator.axis(given, value.shape.length);
  return asVector(operator, reshapedTo(value, [sizeOf(value.shape.slice(0, axis)), sizeOf(value.shape.slice(axis))]));
};

/** Before opset 5 the shape is an attribute. */
export const reshape: Translate = (operator) => {
  const value = operator.value(0);
  const target = operator.numbers(1, 'shape');
  if (target === undefined) throw new UserError('it does not say which shape.');
  const keepsZeros = operator.attributes.int('allowzero', 0) !== 0;
  const { batch } = operator.translation.model;
  const isBatch = (size: number, axis: number): boolean => axis === 0 && size === batch && value.shape[0] === 1;
  const sizes = target.map((size, axis) =>
    (size === 0 && !keepsZeros) || isBatch(size, axis) ? value.shape[axis] : size,
  );
  const rest = sizeOf(value.shape) / sizeOf(sizes.filter((size) => size !== -1));
  const shape = sizes.map((size) => (size === -1 ? rest : size));
  if (sizeOf(shape) !== sizeOf(value.shape) || !shape.every((size) => Number.isInteger(size) && size >= 0)) {
    throw new UserError(`its input ${formatShape(value.shape)} does not take the shape [${target.join(', ')}].`);
  }
  return asVector(operator, reshapedTo(value, shape));
};

/** A tensor that is a vector now is one in ours too, so that the layer has its name. */
function asVector(operator: Operator, value: Value): Value {
  const isVector = value.kind === 'tensor' && value.shape.length === 2 && value.shape[0] === 1;
  return isVector ? operator.reshaped(value, [value.order.length], operator.name) : value;
}

export const squeeze: Translate = (operator) => {
  const value = operator.value(0);
  const rank = value.shape.length;
  const axes =
    operator.numbers(1, 'axes')?.map((axis) => operator.axis(axis, rank)) ??
    value.shape.flatMap((size, axis) => (size === 1 ? [axis] : []));
  const wrong = axes.find((axis) => value.shape[axis] !== 1);
  if (wrong !== undefined)
    throw new UserError(`it removes axis ${wrong} of its input ${formatShape(value.shape)}, whose size is not 1.`);
  return reshapedTo(
    value,
    value.shape.filter((_, axis) => !axes.includes(axis)),
  );
};

export const unsqueeze: Translate = (operator) => {
  const value = operator.value(0);
  const given = operator.numbers(1, 'axes') ?? [];
  const rank = value.shape.length + given.length;
  const axes = given.map((axis) => operator.axis(axis, rank));
  const sizes = [...value.shape];
  if (new Set(axes).size !== axes.length) throw new UserError(`its axes [${given.join(', ')}] name one twice.`);
  return reshapedTo(
    value,
    Array.from({ length: rank }, (_, axis) => (axes.includes(axis) ? 1 : (sizes.shift() ?? 1))),
  );
};

/** The same elements in the same order. */
export function reshapedTo<V extends Value>(value: V, shape: Shape): V {
  return { ...value, shape };
}
