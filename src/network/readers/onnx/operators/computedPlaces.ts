import { UserError } from '../../../../base/index.ts';
import { clip, Multiply, PiecewiseLinear } from '../../../layers/index.ts';
import { formatShape, sizeOf } from '../../../shape.ts';
import { identityOrder } from '../../order.ts';
import type { Operator } from '../operator.ts';
import { constantOf, type Tensor, type Value } from '../value.ts';
import { affine, lowered } from './arithmetic.ts';
import { repeatedTo, spread } from './broadcast.ts';
import { multiplied, swapped } from './dense.ts';
import { reshapedTo } from './reshape.ts';
import { taken } from './slice.ts';

/** How much there is of every cell at every place is a product of so many numbers at most. */
const mostWeights = 2 ** 21;

/** How much of a cell there is, by how far behind it a place is; at cells the slope is that beyond them. */
const hat = (): PiecewiseLinear => new PiecewiseLinear([-1, 0, 1], [0, 1, -1, 0], [1, -1, 0], 0);

/**
 * An image at places that are computed, linear between cells: products of how much there is of each row and of each
 * column with the cells.
 */
export function atComputedPlaces(operator: Operator, x: Tensor, grid: Tensor): Value {
  const { attributes } = operator;
  const [, channels, ...sizes] = x.shape;
  const cells = sizeOf(sizes);
  const places = grid.order.length / 2;
  const mode = attributes.text('mode', 'linear');
  const padding = attributes.text('padding_mode', 'zeros');
  if (sizes.length !== 2 || (mode !== 'linear' && mode !== 'bilinear') || padding === 'reflection')
    throw new UserError(
      `its places are computed, which is supported only of images, linear and without reflection, not of ${formatShape(x.shape)}, ${mode}, ${padding}.`,
    );
  if (places * cells > mostWeights)
    throw new UserError(
      `its ${places} places in ${cells} cells are computed, which is supported of ${mostWeights} pairs.`,
    );
  const weights = [0, 1].map((axis) =>
    repeatedTo(
      operator,
      reshapedTo(
        shares(operator, grid, 1 - axis, sizes[axis]),
        axis === 0 ? [places, sizes[0], 1] : [places, 1, sizes[1]],
      ),
      [places, ...sizes],
    ),
  );
  const [rows, columns] = weights.map((value) => operator.asTensor(value, grid));
  const products = operator.append(new Multiply(), [rows, operator.arranged(columns, rows)]);
  const image = swapped(operator, reshapedTo(x, [channels, cells]));
  const result = multiplied(operator, reshapedTo(products, [places, cells]), image);
  return reshapedTo(swapped(operator, result), [1, channels, ...grid.shape.slice(1, -1)]);
}

/** How much there is of each cell along an axis at each place: places x cells. */
function shares(operator: Operator, grid: Tensor, coordinate: number, size: number): Value {
  const places = grid.order.length / 2;
  const isAligned = operator.attributes.int('align_corners', 0) !== 0;
  const given = operator.asTensor(taken(operator, grid, grid.shape.length - 1, [coordinate]), grid);
  const [factor, offset] = isAligned ? [(size - 1) / 2, (size - 1) / 2] : [size / 2, (size - 1) / 2];
  const scaled = affine(operator, given, Float64Array.of(factor), Float64Array.of(offset));
  const isWithin = operator.attributes.text('padding_mode', 'zeros') === 'border' && size > 1;
  const place = isWithin ? operator.append(clip(0, size - 1), [scaled]) : scaled;
  const column = reshapedTo(place, [places, 1]);
  const repeated = operator.asTensor(repeatedTo(operator, column, [places, size]), grid);
  const cells = spread(constantOf([size], identityOrder(size)), repeated);
  return operator.append(hat(), [lowered(operator, repeated, cells)]);
}
