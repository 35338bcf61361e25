import { UserError } from '../../../../../base/index.ts';
import { checkShape, formatShape } from '../../../../shape.ts';
import { broadcastOrder, transposedOrder } from '../../../order.ts';
import type { TranslateNode } from '../graphNode.ts';
import { fullShape } from '../value.ts';
import { along, moved, range } from './moving.ts';

/** Repeated so many times along each axis. */
export const tile: TranslateNode = (node) => {
  const value = node.value(0);
  const shape = fullShape(value);
  const { data } = node.constant(1, 'multiples');
  if (data.length !== shape.length)
    throw new UserError(`it has ${data.length} multiples for the axes of ${formatShape(shape)}.`);
  checkShape(shape.map((size, axis) => size * data[axis]));
  return along(
    node,
    value,
    shape.map((size, axis) => range(0, size * data[axis]).map((place) => place % size)),
  );
};

/** Repeated along axes of size 1, and along axes in front. */
export const broadcastTo: TranslateNode = (node) => {
  const value = node.value(0);
  const target = checkShape([...node.constant(1, 'shape').data]);
  const order = broadcastOrder(fullShape(value), target);
  if (order !== undefined) return moved(node, value, target, order);
  throw new UserError(`its input ${formatShape(fullShape(value))} does not broadcast to ${formatShape(target)}.`);
};

/** Cells mirrored at the edges, which are repeated (SYMMETRIC) or not (REFLECT). */
export const mirrorPad: TranslateNode = (node) => {
  const value = node.value(0);
  const shape = fullShape(value);
  const sides = node.constant(1, 'paddings').data;
  const mode = node.attributes.word('mode', 'REFLECT');
  if (mode !== 'REFLECT' && mode !== 'SYMMETRIC')
    throw new UserError(`its mode is '${mode}', expected REFLECT or SYMMETRIC.`);
  const edge = mode === 'SYMMETRIC' ? 1 : 0;
  const lists = shape.map((size, axis) => {
    const [before, after] = sides.slice(2 * axis, 2 * axis + 2);
    if (![before, after].every((cells) => Number.isInteger(cells) && cells >= 0 && cells < size + edge))
      throw new UserError(`it pads axis ${axis} of ${formatShape(shape)} by ${before} and ${after} mirrored cells.`);
    return range(-before, before + size + after).map((place) => {
      if (place < 0) return edge === 1 ? -place - 1 : -place;
      return place < size ? place : 2 * size - 2 + edge - place;
    });
  });
  return along(node, value, lists);
};

/** Channels into blocks of cells. */
export const depthToSpace: TranslateNode = (node) => {
  const image = node.image();
  const [rows, columns, channels] = image.shape;
  const block = node.attributes.whole('block_size', 0);
  const left = channels / block ** 2;
  if (!(block >= 1 && Number.isInteger(left)))
    throw new UserError(`its ${channels} channels do not fill blocks of ${block} x ${block} cells.`);
  const order = transposedOrder([rows, columns, block, block, left], [0, 2, 1, 3, 4]);
  return moved(node, image, [1, rows * block, columns * block, left], order);
};
