import { UserError } from '../../../../errors.ts';
import { Conv2D, slideOver } from '../../../layers/index.ts';
import { formatShape } from '../../../shape.ts';
import { gather, transposedOrder } from '../../order.ts';
import type { Translate } from '../operator.ts';
import { windowOf } from './window.ts';

/** Two-dimensional convolution; its kernel is filters x channels x rows x columns in ONNX. */
export const conv: Translate = (operator) => {
  const image = operator.image();
  const { shape, data } = operator.constant(1);
  const group = operator.attributes.int('group', 1);
  if (group !== 1) throw new UserError(`it has ${group} groups; only one is supported.`);
  if (shape.length !== 4) throw new UserError(`its kernel ${formatShape(shape)} is not filters x channels x rows x columns.`);
  const [filters, , rows, columns] = shape;
  const window = windowOf(operator.attributes, [rows, columns], image.ours);
  const bias = operator.has(2) ? operator.constant(2).data : new Float64Array(filters);
  if (bias.length !== filters) throw new UserError(`it has ${filters} filters, but ${bias.length} biases.`);
  const layer = new Conv2D(gather(data, transposedOrder(shape, [2, 3, 1, 0])), bias, window);
  return operator.appendImage(layer, image, [...slideOver(window, image.ours), filters]);
};
