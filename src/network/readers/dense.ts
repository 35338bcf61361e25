import { Dense } from '../layers/index.ts';
import type { Order } from './order.ts';

/**
 * A dense layer from weights as files hold them, an input per column.
 *
 * @param weights units x inputs, row-major
 * @param order of the file's inputs in ours
 */
export function denseLayer(weights: Float64Array, bias: Float64Array, order: Order): Dense {
  const units = bias.length;
  const inputs = order.length;
  const kernel = new Float64Array(units * inputs);
  for (let input = 0; input < inputs; input++) {
    for (let unit = 0; unit < units; unit++) kernel[order[input] * units + unit] = weights[unit * inputs + input];
  }
  return new Dense(kernel, bias);
}
