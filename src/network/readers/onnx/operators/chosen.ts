import { UserError } from '../../../../base/index.ts';
import { formatShape, sizeOf } from '../../../shape.ts';
import { identityOrder } from '../../order.ts';
import type { Translate } from '../operator.ts';
import { constantOf } from '../value.ts';
import { along } from './along.ts';
import { reshapedTo } from './reshape.ts';

/** The places where a constant condition holds, along an axis or of all elements. */
export const compress: Translate = (operator) => {
  const given = operator.value(0);
  const value = operator.attributes.get('axis') === undefined ? reshapedTo(given, [sizeOf(given.shape)]) : given;
  const axis = operator.axis(operator.attributes.int('axis', 0), value.shape.length);
  const { data } = operator.constant(1);
  const list = Int32Array.from(data.keys()).filter((place) => data[place] !== 0 && place < value.shape[axis]);
  return along(
    operator,
    value,
    value.shape.map((_, of) => (of === axis ? list : undefined)),
  );
};

/** The first steps of each item turned about, as many as a constant says; the others stay. */
export const reverseSequence: Translate = (operator) => {
  const value = operator.value(0);
  const { shape } = value;
  const axis = (name: string, missing: number): number =>
    operator.axis(operator.attributes.int(name, missing), shape.length);
  const [time, batch] = [axis('time_axis', 0), axis('batch_axis', 1)];
  const { data: lengths } = operator.constant(1);
  if (lengths.length !== shape[batch] || lengths.some((length) => length < 0 || length > shape[time]))
    throw new UserError(`it turns ${lengths.join(', ')} steps of its input ${formatShape(shape)}.`);
  const [stride, between] = [time, batch].map((axis) => sizeOf(shape.slice(axis + 1)));
  const turned = identityOrder(sizeOf(shape)).map((i) => {
    const [step, length] = [Math.floor(i / stride) % shape[time], lengths[Math.floor(i / between) % shape[batch]]];
    return step < length ? i + (length - 1 - 2 * step) * stride : i;
  });
  return operator.moved(value, shape, turned);
};

/** Cut, or surrounded by zeros, to sizes, with the middle in the middle. */
export const centerCropPad: Translate = (operator) => {
  const value = operator.value(0);
  const { shape } = value;
  const axes = operator.attributes.ints('axes', [...shape.keys()]).map((axis) => operator.axis(axis, shape.length));
  const { data } = operator.constant(1);
  if (data.length !== axes.length || data.some((size) => !(size >= 0 && size < 2 ** 26)))
    throw new UserError(`it cuts its input ${formatShape(shape)} to [${data.join(', ')}] along ${axes.length} axes.`);
  const lists = shape.map((size, axis) => {
    const wanted = axes.includes(axis) ? data[axes.indexOf(axis)] : size;
    const before = Math.sign(wanted - size) * Math.floor(Math.abs(wanted - size) / 2);
    const at = (place: number): number => (place >= before && place < before + size ? place - before : -1);
    return wanted === size ? undefined : Int32Array.from({ length: wanted }, (_, place) => at(place));
  });
  return along(operator, value, lists);
};

/** Of constant places: on at each of them, off elsewhere, along a new axis. */
export const oneHot: Translate = (operator) => {
  const [indices, depth, values] = [0, 1, 2].map((index) => operator.constant(index));
  const [size] = depth.data;
  const rank = indices.shape.length + 1;
  const axis = operator.axis(operator.attributes.int('axis', -1), rank);
  const shape = indices.shape.toSpliced(axis, 0, size);
  if (!(Number.isInteger(size) && size >= 1 && sizeOf(shape) < 2 ** 26))
    throw new UserError(`its depth is ${size}, expected a whole number of at least 1.`);
  const inner = sizeOf(shape.slice(axis + 1));
  const data = Float64Array.from({ length: sizeOf(shape) }, (_, i) => {
    const [outer, place] = [Math.floor(i / (inner * size)), Math.floor(i / inner) % size];
    const index = indices.data[outer * inner + (i % inner)];
    return values.data[Number((index < 0 ? index + size : index) === place)];
  });
  return constantOf(shape, data, values.isInteger);
};
