import { UserError } from '../../../../errors.ts';
import { Conv2D, slideOver } from '../../../layers/index.ts';
import { formatShape } from '../../../shape.ts';
import { gather, transposedOrder } from '../../order.ts';
import type { Operator, Translate } from '../operator.ts';
import type { Constant, Tensor } from '../value.ts';
import { asSeries, slidable, windowOf } from './window.ts';

/** Convolution over images or series; its kernel is filters x channels of a group x rows x columns in ONNX. */
export const conv: Translate = (operator) => operator.perItem(operator.tensor(), (x) => convolved(operator, x));

function convolved(operator: Operator, x: Tensor): Tensor {
  const { image, isSeries } = slidable(operator, x);
  const { shape, data } = kernelOf(operator, isSeries);
  const [filters] = shape;
  const window = windowOf(operator.attributes, operator.constant(1).shape.slice(2), image, isSeries);
  const layer = new Conv2D(gather(data, transposedOrder(shape, [2, 3, 1, 0])), biasOf(operator, filters), window);
  return asSeries(operator.appendImage(layer, image, [...slideOver(window, image.ours), filters]), isSeries);
}

/** A kernel over series has one row. */
function kernelOf(operator: Operator, isSeries: boolean): Constant {
  const kernel = operator.constant(1);
  const [filters, channels, ...sizes] = kernel.shape;
  if (kernel.shape.length !== (isSeries ? 3 : 4)) throw new UserError(`its kernel ${formatShape(kernel.shape)} is not filters x channels x ${isSeries ? 'steps' : 'rows x columns'}.`);
  return isSeries ? { ...kernel, shape: [filters, channels, 1, ...sizes] } : kernel;
}

function biasOf(operator: Operator, filters: number): Float64Array {
  const bias = operator.has(2) ? operator.constant(2).data : new Float64Array(filters);
  if (bias.length !== filters) throw new UserError(`it has ${filters} filters, but ${bias.length} biases.`);
  return bias;
}

