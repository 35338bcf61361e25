import { UserError } from '../../../../base/index.ts';
import { checkEntries, formatShape, sizeOf, type Shape } from '../../../shape.ts';
import { identityOrder } from '../../order.ts';
import { joinedEndToEnd, type Operator, type Translate } from '../operator.ts';
import { constantOf, type Constant, type Value } from '../value.ts';
import { scatterReduced } from './scatterReduced.ts';

/** Along one axis another place for each element, by constant indices. */
export const gatherElements: Translate = (operator) => {
  const value = operator.value(0);
  const indices = operator.constant(1);
  return operator.moved(value, indices.shape, placesAlong(operator, value.shape, indices));
};

/** Elements, or blocks of the last axes, by lists of constant indices. */
export const gatherNd: Translate = (operator) => {
  const value = operator.value(0);
  const batch = operator.attributes.int('batch_dims', 0);
  const { order, shape } = blocksAt(value.shape, withBatch(operator.constant(1), batch));
  return operator.moved(value, shape, order);
};

/** Lists of places with those of the first axes before them, which they have in common with what they are places of. */
function withBatch({ shape, data, ...indices }: Constant, axes: number): Constant {
  const depth = shape.at(-1) ?? 0;
  const outer = shape.slice(0, -1);
  const rows = data.length / depth;
  const all = Array.from({ length: rows }, (_, row) => {
    const batch = outer.slice(0, axes).map((size, axis) => Math.floor(row / sizeOf(outer.slice(axis + 1))) % size);
    return [...batch, ...data.subarray(row * depth, (row + 1) * depth)];
  });
  return { ...indices, shape: [...outer, axes + depth], data: Float64Array.from(all.flat()) };
}

/** A value with other elements at constant places: what assigning to a slice becomes. */
export const scatterNd: Translate = (operator) =>
  replaced(operator, blocksAt(operator.value(0).shape, operator.constant(1)).order);

export const scatterElements: Translate = (operator) =>
  replaced(operator, placesAlong(operator, operator.value(0).shape, operator.constant(1)));

/** The upper or lower triangle of the last two axes, zeros elsewhere. */
export const trilu: Translate = (operator) => {
  const value = operator.value(0);
  const { shape } = value;
  if (shape.length < 2) throw new UserError(`its input ${formatShape(shape)} has no two axes.`);
  const [rows, columns] = shape.slice(-2);
  const offset = operator.has(1) ? operator.constant(1).data[0] : 0;
  const upper = operator.attributes.int('upper', 1) !== 0;
  const order = identityOrder(sizeOf(shape)).map((index) => {
    const distance = (index % columns) - (Math.floor(index / columns) % rows) - offset;
    return (upper ? distance >= 0 : distance <= 0) ? index : -1;
  });
  return operator.moved(value, shape, order);
};

/** For each element of `indices` the place in a tensor of the same axes, but for one, where the index says it. */
function placesAlong(operator: Operator, shape: Shape, { shape: of, data }: Constant): Int32Array {
  const axis = operator.axis(operator.attributes.int('axis', 0), shape.length);
  if (of.length !== shape.length || of.some((size, other) => other !== axis && size > shape[other]))
    throw new UserError(`its indices ${formatShape(of)} do not fit its input ${formatShape(shape)}.`);
  const at = of.map(() => 0);
  return Int32Array.from(data, (index) => {
    const place = at.reduce(
      (sum, position, other) => sum * shape[other] + (other === axis ? within(index, shape[axis]) : position),
      0,
    );
    advance(at, of);
    return place;
  });
}

/** The next position in row-major order. */
function advance(at: number[], sizes: Shape): void {
  for (let axis = at.length - 1; axis >= 0 && ++at[axis] === sizes[axis]; axis--) at[axis] = 0;
}

/** The elements of the blocks that the rows of `indices` name, and the shape of all of them. */
function blocksAt(shape: Shape, { shape: of, data }: Constant): { order: Int32Array; shape: Shape } {
  const depth = of.at(-1) ?? 0;
  if (depth < 1 || depth > shape.length)
    throw new UserError(`its indices ${formatShape(of)} do not fit its input ${formatShape(shape)}.`);
  const block = sizeOf(shape.slice(depth));
  checkEntries((data.length / depth) * block);
  const order = new Int32Array((data.length / depth) * block);
  for (let row = 0; row < data.length / depth; row++) {
    let begin = 0;
    for (let axis = 0; axis < depth; axis++)
      begin = begin * shape[axis] + within(data[row * depth + axis], shape[axis]);
    for (let i = 0; i < block; i++) order[row * block + i] = begin * block + i;
  }
  return { order, shape: [...of.slice(0, -1), ...shape.slice(depth)] };
}

function within(index: number, size: number): number {
  if (index >= -size && index < size) return index < 0 ? index + size : index;
  throw new UserError(`it takes place ${index} of an axis of ${size}.`);
}

/**
 * The first input with elements of the third one at some places; of several for one place the last counts, unless they
 * are reduced.
 */
function replaced(operator: Operator, places: Int32Array): Value {
  const [data, updates] = [operator.value(0), operator.value(2)];
  if (sizeOf(updates.shape) !== places.length)
    throw new UserError(`its updates ${formatShape(updates.shape)} are not as many as its ${places.length} places.`);
  const size = sizeOf(data.shape);
  if (operator.attributes.text('reduction', 'none') !== 'none') {
    const groups = Array.from({ length: size }, (_, i) => [i]);
    places.forEach((place, i) => groups[place].push(size + i));
    return scatterReduced(operator, together(operator, data, updates), data.shape, groups);
  }
  const order = identityOrder(size);
  places.forEach((place, i) => (order[place] = size + i));
  return operator.moved(together(operator, data, updates), data.shape, order);
}

/** The elements of two values one after the other. */
function together(operator: Operator, a: Value, b: Value): Value {
  const shape = [sizeOf(a.shape) + sizeOf(b.shape)];
  if (a.kind === 'constant' && b.kind === 'constant')
    return constantOf(shape, [...a.data, ...b.data], a.isInteger && b.isInteger);
  const beside = a.kind === 'tensor' ? a : operator.tensor(2);
  const both = [a, b].map((value) => operator.asTensor(value, beside));
  return joinedEndToEnd(operator, both, shape);
}
