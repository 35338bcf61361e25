import { Dense } from '../layers/index.ts';
import { isIdentity, type Order } from './order.ts';

/**
 * A dense layer.
 *
 * @param weights inputs x units, row-major
 * @param order of the file's inputs in ours
 */
export function denseLayer(weights: Float64Array, bias: Float64Array, order: Order): Dense {
  if (isIdentity(order)) return new Dense(weights, bias);
  const units = bias.length;
  const kernel = new Float64Array(weights.length);
  for (let input = 0; input < order.length; input++)
    kernel.set(weights.subarray(input * units, (input + 1) * units), order[input] * units);
  return new Dense(kernel, bias);
}
