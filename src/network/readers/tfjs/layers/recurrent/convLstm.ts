import { UserError } from '../../../../../base/index.ts';
import { Add, Conv2D, noPadding, slideOver, type Window } from '../../../../layers/index.ts';
import { formatShape } from '../../../../shape.ts';
import { lstmCell, type Gates } from '../../../recurrent/index.ts';
import { samePadding } from '../../../samePadding.ts';
import { windowOf } from '../window.ts';
import { columns, lstmActivations, type ReadCell } from './cells.ts';

/** A long short-term memory of images, which convolutions weigh up: Shi et al. 2015. */
export const convLstm: ReadCell = (layer, image) => {
  const { config } = layer;
  if (image.length !== 3) throw new UserError(`it takes an image at each step, its steps are ${formatShape(image)}.`);
  layer.checkDataFormat();
  config.ignore('dropout', 'recurrent_dropout', 'unit_forget_bias');
  const filters = config.count('filters');
  const window = windowOf(layer, 2, 'kernel_size', image);
  const shape = [...slideOver(window, image), filters];
  const { size } = window;
  const within: Window = { size, strides: [1, 1], padding: noPadding };
  const ofState = { ...within, padding: samePadding(within, shape, 'end') };
  const kernel = layer.weight('kernel', [...size, image[2], 4 * filters]);
  const recurrent = layer.weight('recurrent_kernel', [...size, filters, 4 * filters]);
  const bias = layer.bias(4 * filters);
  const gates = Array.from({ length: 4 }, (_, gate): [Conv2D, Conv2D] => {
    const part = (of: Float64Array): Float64Array => columns(of, 4 * filters, gate * filters, filters);
    return [
      new Conv2D(part(kernel), part(bias), window),
      new Conv2D(part(recurrent), new Float64Array(filters), ofState),
    ];
  });
  return lstmCell(sumsOf(gates), shape, lstmActivations(layer));
};

/** Sums of a convolution of the step and one of the state. */
function sumsOf(gates: readonly (readonly [ofStep: Conv2D, ofState: Conv2D])[]): Gates {
  const add = new Add();
  return (append, x, state, names) =>
    gates.map(([ofStep, ofState], gate) => {
      const terms = [append(ofStep, [x], `${names[gate]}/step`), append(ofState, [state], `${names[gate]}/state`)];
      return append(add, terms, names[gate]);
    });
}
