import { UserError } from '../../../../base/index.ts';
import type { Operator, Translate } from '../operator.ts';
import type { Value } from '../value.ts';
import { along } from './along.ts';
import { reshapedTo } from './reshape.ts';

/** Before opset 10 all is said by attributes. */
export const slice: Translate = (operator) => {
  const value = operator.value(0);
  const rank = value.shape.length;
  const [starts, ends] = [operator.numbers(1, 'starts') ?? [], operator.numbers(2, 'ends') ?? []];
  const axes = (operator.numbers(3, 'axes') ?? starts.map((_, axis) => axis)).map((axis) => operator.axis(axis, rank));
  const steps = operator.numbers(4, 'steps') ?? starts.map(() => 1);
  if ([ends, axes, steps].some(({ length }) => length !== starts.length))
    throw new UserError('its starts, ends, axes and steps differ in number.');
  const lists: (Int32Array | undefined)[] = value.shape.map(() => undefined);
  axes.forEach((axis, i) => (lists[axis] = places(value.shape[axis], starts[i], ends[i], steps[i])));
  return along(operator, value, lists);
};

/** The places from a start before an end; negative ones count from the back. */
function places(size: number, start: number, end: number, step: number): Int32Array {
  if (!Number.isInteger(step) || step === 0)
    throw new UserError(`its step is ${step}, expected a whole number other than 0.`);
  const at = (place: number): number => (place < 0 ? place + size : place);
  const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
  const clamp = (place: number): number => Math.min(high, Math.max(low, place));
  const [from, to] = [clamp(at(start)), end < -size && step < 0 ? -1 : clamp(at(end))];
  return Int32Array.from({ length: Math.max(0, Math.ceil((to - from) / step)) }, (_, i) => from + i * step);
}

/** In equal parts, or in parts of the sizes that are given. */
export const split: Translate = (operator) => {
  const value = operator.value(0);
  const axis = operator.axis(operator.attributes.int('axis', 0), value.shape.length);
  const outputs = operator.node.output.length;
  const equal = Math.ceil(value.shape[axis] / outputs);
  const rest = value.shape[axis] - equal * (outputs - 1);
  const sizes =
    operator.numbers(1, 'split') ?? Array.from({ length: outputs }, (_, i) => (i < outputs - 1 ? equal : rest));
  if (
    sizes.length !== outputs ||
    sizes.reduce((sum, size) => sum + size, 0) !== value.shape[axis] ||
    sizes.some((size) => size < 0)
  ) {
    throw new UserError(
      `it splits ${value.shape[axis]} places of axis ${axis} into ${outputs} parts of [${sizes.join(', ')}].`,
    );
  }
  return splitAlong(operator, value, axis, sizes);
};

/** Parts of so many places along an axis, one after the other. */
export function splitAlong(operator: Operator, value: Value, axis: number, sizes: readonly number[]): Value[] {
  let begin = 0;
  return sizes.map((size) => {
    const lists = value.shape.map((_, of) =>
      of === axis ? Int32Array.from({ length: size }, (__, i) => begin + i) : undefined,
    );
    begin += size;
    return along(operator, value, lists);
  });
}

/** Place by place along an axis, which is no more. */
export function unstacked(operator: Operator, value: Value, axis: number): Value[] {
  const parts = splitAlong(operator, value, axis, new Array<number>(value.shape[axis]).fill(1));
  return parts.map((part) => reshapedTo(part, part.shape.toSpliced(axis, 1)));
}

/** With constant indices, of any shape. */
export const gatherPlaces: Translate = (operator) => {
  const value = operator.value(0);
  const axis = operator.axis(operator.attributes.int('axis', 0), value.shape.length);
  const { shape: of, data } = operator.constant(1);
  const moved = taken(operator, value, axis, data);
  return reshapedTo(moved, [...value.shape.slice(0, axis), ...of, ...value.shape.slice(axis + 1)]);
};

/** Places along an axis, of which negative ones count from the end. */
export function taken(operator: Operator, value: Value, axis: number, data: ArrayLike<number>): Value {
  const size = value.shape[axis];
  const list = Int32Array.from(data, (index) => (index < 0 ? index + size : index));
  const wrong = list.findIndex((index) => index < 0 || index >= size);
  if (wrong >= 0) throw new UserError(`it takes place ${data[wrong]} of axis ${axis}, which has ${size}.`);
  return along(
    operator,
    value,
    value.shape.map((_, other) => (other === axis ? list : undefined)),
  );
}
