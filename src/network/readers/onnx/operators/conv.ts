import { UserError } from '../../../../base/index.ts';
import { Conv2D, ConvTranspose2D, slideOver, type Padding } from '../../../layers/index.ts';
import { formatShape } from '../../../shape.ts';
import { gather, transposedOrder } from '../../order.ts';
import type { Operator, Translate } from '../operator.ts';
import type { Constant, Tensor } from '../value.ts';
import { biasOf } from './bias.ts';
import { convolvedByComputed } from './computedKernel.ts';
import { cutsOf } from './cuts.ts';
import { isVolume, volumeConvolved, volumeSpread } from './volumes.ts';
import { asSeries, padsOf, pairOf, slidable, slidingOf, windowOf, type Sliding } from './window.ts';

/** Convolution over volumes, images or series; its kernel is filters x channels of a group x rows x columns in ONNX. */
export const conv: Translate = (operator) =>
  operator.perItem(operator.tensor(), (x) => (isVolume(x) ? volumeConvolved(operator, x) : convolved(operator, x)));

function convolved(operator: Operator, x: Tensor): Tensor {
  const given = operator.value(1);
  if (given.kind === 'tensor') return convolvedByComputed(operator, x, given);
  const { image, isSeries } = slidable(operator, x);
  const { shape, data } = kernelOf(operator, isSeries);
  const [filters] = shape;
  const window = windowOf(operator.attributes, operator.constant(1).shape.slice(2), image, isSeries);
  const kernel = gather(data, transposedOrder(shape, [2, 3, 1, 0]));
  const layer = new Conv2D(kernel, biasOf(operator, filters), window, operator.attributes.int('group', 1));
  return asSeries(operator.appendImage(layer, image, [...slideOver(window, image.ours), filters]), isSeries);
}

/** Transposed convolution over the same; its kernel is channels x filters of a group x rows x columns in ONNX. */
export const convTranspose: Translate = (operator) =>
  operator.perItem(operator.tensor(), (x) => (isVolume(x) ? volumeSpread(operator, x) : spread(operator, x)));

function spread(operator: Operator, x: Tensor): Tensor {
  const { image, isSeries } = slidable(operator, x);
  const { shape, data } = kernelOf(operator, isSeries);
  const groups = operator.attributes.int('group', 1);
  const filters = shape[1] * groups;
  const sliding = slidingOf(operator.attributes, operator.constant(1).shape.slice(2), isSeries);
  const { padding, outputPadding } = cutOf(operator, sliding, image.ours, isSeries);
  const kernel = gather(data, transposedOrder(shape, [2, 3, 0, 1]));
  const layer = new ConvTranspose2D(kernel, biasOf(operator, filters), { ...sliding, padding }, outputPadding, groups);
  return asSeries(operator.appendImage(layer, image, [...layer.spreadFrom(image.ours), filters]), isSeries);
}

/** What is cut off the output at its sides, and what is added at its end; the row of a series stays one. */
function cutOf(
  { attributes }: Operator,
  moves: Sliding,
  cells: readonly number[],
  isSeries: boolean,
): { padding: Padding; outputPadding: readonly [number, number] } {
  const added = pairOf(attributes, 'output_padding', isSeries, 0);
  const wanted =
    attributes.get('output_shape') === undefined ? undefined : pairOf(attributes, 'output_shape', isSeries, 1);
  const [rows, columns] = cutsOf(attributes, { moves, cells, added, wanted }, () => {
    const { top, left, bottom, right } = padsOf(attributes, isSeries);
    return [
      [top, bottom],
      [left, right],
    ];
  });
  return {
    padding: { top: rows.before, left: columns.before, bottom: rows.after, right: columns.after },
    outputPadding: [rows.added, columns.added],
  };
}

/** A kernel over series has one row. */
function kernelOf(operator: Operator, isSeries: boolean): Constant {
  const kernel = operator.constant(1);
  const [outer, inner, ...sizes] = kernel.shape;
  if (kernel.shape.length !== (isSeries ? 3 : 4))
    throw new UserError(
      `its kernel ${formatShape(kernel.shape)} is not filters x channels x ${isSeries ? 'steps' : 'rows x columns'}.`,
    );
  return isSeries ? { ...kernel, shape: [outer, inner, 1, ...sizes] } : kernel;
}
