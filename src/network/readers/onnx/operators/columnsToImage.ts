import { UserError } from '../../../../base/index.ts';
import { checkShape, formatShape, sizeOf, type Shape } from '../../../shape.ts';
import type { Translate } from '../operator.ts';
import { summed } from './scatterReduced.ts';

/** Blocks that slide over an image, a column for each, put back where they were; where they overlap they are added. */
export const columnsToImage: Translate = (operator) => {
  const x = operator.tensor();
  const [image, block] = [1, 2].map((index) => [...operator.constant(index).data]);
  const each = (name: string, count: number, missing: number): readonly number[] =>
    operator.attributes.ints(name, new Array<number>(count).fill(missing));
  const rank = image.length;
  const [strides, dilations] = ['strides', 'dilations'].map((name) => each(name, rank, 1));
  const pads = each('pads', 2 * rank, 0);
  const counts = image.map((size, axis) => {
    const room = size + pads[axis] + pads[axis + rank] - dilations[axis] * (block[axis] - 1) - 1;
    return Math.floor(room / strides[axis]) + 1;
  });
  const [items, rows, columns] = x.shape;
  const channels = rows / sizeOf(block);
  if (x.shape.length !== 3 || columns !== sizeOf(counts) || !Number.isInteger(channels) || block.length !== rank)
    throw new UserError(
      `its input ${formatShape(x.shape)} has no column for each place of a block of ${formatShape(block)} in ${formatShape(image)}.`,
    );
  const shape = checkShape([items, channels, ...image]);
  const groups: number[][] = Array.from({ length: sizeOf(shape) }, () => []);
  for (let i = 0; i < x.order.length; i++) {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const [steps, places] = [placesOf(column, counts), placesOf(row % sizeOf(block), block)];
    const at = image.map((_, axis) => steps[axis] * strides[axis] + places[axis] * dilations[axis] - pads[axis]);
    if (!at.every((place, axis) => place >= 0 && place < image[axis])) continue;
    const cell = at.reduce((sum, place, axis) => sum * image[axis] + place, 0);
    groups[Math.floor(row / sizeOf(block)) * sizeOf(image) + cell].push(i);
  }
  return summed(operator, x, shape, groups);
};

/** The place along each axis of an element of a shape. */
function placesOf(index: number, shape: Shape): number[] {
  return shape.map((size, axis) => Math.floor(index / sizeOf(shape.slice(axis + 1))) % size);
}
