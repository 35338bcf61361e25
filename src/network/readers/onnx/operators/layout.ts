import { UserError } from '../../../../errors.ts';
import { formatShape, sizeOf } from '../../../shape.ts';
import { gather, transposedOrder } from '../../order.ts';
import type { Translate } from '../operator.ts';

/** Identity, and Dropout at inference. */
export const identity: Translate = (operator) => operator.value(0);

export const flatten: Translate = (operator) => {
  const x = operator.tensor();
  const axis = operator.attributes.int('axis', 1);
  if (axis !== 1 && axis !== -x.shape.length) throw new UserError(`axis is ${axis}, expected 1, right after the batch.`);
  return operator.flattened(x, operator.name);
};

/** Reshape of each item: the batch stays in front. */
export const reshape: Translate = (operator) => {
  const x = operator.tensor();
  const target = [...operator.constant(1).data];
  const [, ...sizes] = target.map((size, axis) => (size === 0 && axis > 0 ? x.shape[axis - 1] : size));
  const rest = sizeOf(x.shape) / sizeOf(sizes.filter((size) => size !== -1));
  const shape = sizes.map((size) => (size === -1 ? rest : size));
  if (shape.length === 0 || target[0] > 1 || sizeOf(shape) !== sizeOf(x.shape) || !shape.every(Number.isInteger)) {
    throw new UserError(`items of ${formatShape(x.shape)} do not take the shape [${target.join(', ')}], whose first axis should be the batch.`);
  }
  return shape.length === 1 ? operator.flattened(x, operator.name) : { ...x, shape };
};

/** Transpose moves no element: what follows finds it where it stands. A constant is transposed outright. */
export const transpose: Translate = (operator) => {
  const value = operator.value(0);
  const rank = value.shape.length + (value.kind === 'tensor' ? 1 : 0);
  const axes = operator.attributes.ints('perm', Array.from({ length: rank }, (_, axis) => rank - 1 - axis));
  if (axes.length !== rank || !Array.from({ length: rank }, (_, axis) => axis).every((axis) => axes.includes(axis))) {
    throw new UserError(`perm is [${axes.join(', ')}], expected the ${rank} axes, each once.`);
  }
  if (value.kind === 'constant') {
    return { ...value, shape: axes.map((axis) => value.shape[axis]), data: gather(value.data, transposedOrder(value.shape, axes)) };
  }
  if (axes[0] !== 0) throw new UserError(`perm is [${axes.join(', ')}], expected ${rank} axes with the batch, 0, in front.`);
  const itemAxes = axes.slice(1).map((axis) => axis - 1);
  const order = transposedOrder(value.shape, itemAxes).map((position) => value.order[position]);
  return { ...value, shape: itemAxes.map((axis) => value.shape[axis]), order };
};
