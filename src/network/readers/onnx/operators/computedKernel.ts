import { UserError } from '../../../../base/index.ts';
import { slideOver } from '../../../layers/index.ts';
import { formatShape } from '../../../shape.ts';
import type { Operator } from '../operator.ts';
import type { Tensor } from '../value.ts';
import { add } from './arithmetic.ts';
import { multiplied } from './dense.ts';
import { madeTensor } from './made.ts';
import { reshapedTo } from './reshape.ts';
import { asSeries, slidable, windowOf } from './window.ts';

/** A convolution whose kernel is computed, too: its product with what stands under the window at each place. */
export function convolvedByComputed(operator: Operator, x: Tensor, kernel: Tensor): Tensor {
  const { image, isSeries } = slidable(operator, x);
  const { ours } = image;
  const [filters, channels, ...size] = kernel.shape;
  const groups = operator.attributes.int('group', 1);
  if (channels * groups !== ours[2] || filters % groups !== 0)
    throw new UserError(
      `its kernel ${formatShape(kernel.shape)} is none for its input ${formatShape(x.shape)} in ${groups} groups.`,
    );
  const window = windowOf(operator.attributes, size, image, isSeries);
  const [rows, columns] = slideOver(window, ours);
  const [height, width] = window.size;
  const { dilations: [down, right] = [1, 1], strides, padding } = window;
  const [each, places] = [channels * height * width, rows * columns];
  /** Which unit of the image stands under a unit of a group's kernel at a place; -1 for none. */
  const under = (unit: number, place: number): number => {
    const [channel, inKernel] = [Math.floor(unit / (height * width)), unit % (height * width)];
    const row = Math.floor(place / columns) * strides[0] - padding.top + Math.floor(inKernel / width) * down;
    const column = (place % columns) * strides[1] - padding.left + (inKernel % width) * right;
    const isWithin = row >= 0 && row < ours[0] && column >= 0 && column < ours[1];
    return isWithin ? (channel * ours[0] + row) * ours[1] + column : -1;
  };
  const indices = Int32Array.from({ length: groups * each * places }, (_, i) =>
    under(Math.floor(i / places), i % places),
  );
  const windows = operator.moved(image, [groups, each, places], indices);
  const product = multiplied(operator, reshapedTo(kernel, [groups, filters / groups, each]), windows);
  const result = reshapedTo(product, [1, filters, rows, columns]);
  if (!operator.has(2)) return asSeries(result, isSeries);
  const bias = reshapedTo(operator.value(2), [filters, 1, 1]);
  return asSeries(madeTensor(operator, 'biased', add, [result, bias]), isSeries);
}
