import { UserError } from '../../../../base/index.ts';
import { formatShape, sizeOf } from '../../../shape.ts';
import type { Translate } from '../operator.ts';
import { constantOf } from '../value.ts';
import { multiplied, swapped } from './dense.ts';
import { reshapedTo } from './reshape.ts';

/**
 * Where the cells of an image of a constant size stand after an affine transformation, from -1 to 1 along each axis;
 * linear in the transformation.
 */
export const affineGrid: Translate = (operator) => {
  const theta = operator.value(0);
  const [items, , ...sizes] = operator.constant(1).data;
  const axes = sizes.length;
  if (items !== 1 || theta.shape.length !== 3 || theta.shape[1] !== axes || theta.shape[2] !== axes + 1)
    throw new UserError(
      `its input ${formatShape(theta.shape)} is no transformation for an image of ${sizes.join('x')}.`,
    );
  const isAligned = operator.attributes.int('align_corners', 0) !== 0;
  const along = (place: number, size: number): number => {
    if (isAligned) return size === 1 ? 0 : (2 * place) / (size - 1) - 1;
    return (2 * place + 1) / size - 1;
  };
  const cells = sizeOf(sizes);
  const places = Float64Array.from({ length: cells * (axes + 1) }, (_, i) => {
    const [cell, axis] = [Math.floor(i / (axes + 1)), axes - 1 - (i % (axes + 1))];
    return axis < 0 ? 1 : along(Math.floor(cell / sizeOf(sizes.slice(axis + 1))) % sizes[axis], sizes[axis]);
  });
  const grid = multiplied(operator, constantOf([1, cells, axes + 1], places), swapped(operator, theta));
  return reshapedTo(grid, [1, ...sizes, axes]);
};
