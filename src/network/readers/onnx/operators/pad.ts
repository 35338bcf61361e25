import { UserError } from '../../../../base/index.ts';
import { formatShape } from '../../../shape.ts';
import type { Translate } from '../operator.ts';
import { along } from './along.ts';

/**
 * Cells are added by a constant, the nearest cell, or by reflection; negative numbers of them are cut off. Before opset
 * 11 by attributes.
 */
export const pad: Translate = (operator) => {
  const value = operator.value(0);
  const rank = value.shape.length;
  const pads = operator.numbers(1, 'pads') ?? operator.attributes.ints('paddings', []);
  const axes = operator.has(3)
    ? [...operator.constant(3).data].map((axis) => operator.axis(axis, rank))
    : value.shape.map((_, axis) => axis);
  const mode = operator.attributes.text('mode', 'constant');
  const fill = operator.has(2) ? operator.constant(2).data[0] : operator.attributes.float('value', 0);
  if (pads.length !== 2 * axes.length)
    throw new UserError(`it has ${pads.length} pads for ${axes.length} axes, expected two for each.`);
  const lists: (Int32Array | undefined)[] = value.shape.map(() => undefined);
  axes.forEach((axis, i) => {
    const [before, after] = [pads[i], pads[i + axes.length]];
    const length = value.shape[axis] + before + after;
    if (!(length >= 0 && length < 2 ** 26))
      throw new UserError(`it pads axis ${axis} of its input ${formatShape(value.shape)} to ${length} places.`);
    lists[axis] = Int32Array.from({ length }, (_, place) => padded(mode, place - before, value.shape[axis]));
  });
  return along(operator, value, lists, fill);
};

/** The place whose value stands at a place that may lie outside; -1 for the constant. */
function padded(mode: string, place: number, size: number): number {
  if (place >= 0 && place < size) return place;
  if (mode === 'constant') return -1;
  if (mode === 'edge') return place < 0 ? 0 : size - 1;
  if (mode === 'wrap') return ((place % size) + size) % size;
  const mirrored = place < 0 ? -place : 2 * (size - 1) - place;
  if (mode === 'reflect' && mirrored >= 0 && mirrored < size) return mirrored;
  throw new UserError(
    mode === 'reflect'
      ? `it reflects more cells than an axis of ${size} has.`
      : `its mode is '${mode}'; supported: constant, edge, reflect, wrap.`,
  );
}
