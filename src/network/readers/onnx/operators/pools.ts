import { UserError } from '../../../../errors.ts';
import { AveragePool, MaxPool, noPadding, slideOver, type Layer, type Window } from '../../../layers/index.ts';
import type { Operator, Translate } from '../operator.ts';
import type { Tensor } from '../value.ts';
import { windowOf } from './window.ts';

export const maxPool: Translate = (operator) => pool(operator, (window) => new MaxPool(window));

export const averagePool: Translate = (operator) => {
  const countPadding = operator.attributes.int('count_include_pad', 0) !== 0;
  return pool(operator, (window) => new AveragePool(window, countPadding));
};

/** The mean of each channel, an image of one cell. */
export const globalAveragePool: Translate = (operator) => {
  const image = operator.image();
  const [rows, columns, channels] = image.ours;
  const window: Window = { size: [rows, columns], strides: [1, 1], padding: noPadding };
  return operator.appendImage(new AveragePool(window, false), image, [1, 1, channels]);
};

function pool(operator: Operator, create: (window: Window) => Layer): Tensor {
  const image = operator.image();
  const kernelShape = operator.attributes.ints('kernel_shape', []);
  if (kernelShape.length !== 2) throw new UserError('its kernel_shape is not that of rows and columns.');
  const [rows, columns] = kernelShape;
  const window = windowOf(operator.attributes, [rows, columns], image.ours);
  return operator.appendImage(create(window), image, [...slideOver(window, image.ours), image.ours[2]]);
}
