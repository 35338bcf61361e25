import type { Elementwise, Linear, Maximum, Operation } from './operation.ts';
import { sizeOf } from './shape.ts';
import type { SmoothLoops } from './smoothLoops.ts';
import { multiplyAdd } from './tiledProducts.ts';

/**
 * The value of an operation for one item.
 *
 * @param room that it may be written to
 * @param loops for all of these arrays
 */
export function evaluateNode(
  operation: Operation,
  inputs: readonly Float64Array[],
  room?: Float64Array,
  loops?: SmoothLoops,
): Float64Array {
  switch (operation.family) {
    case 'linear':
      return evaluateLinear(operation, inputs, room);
    case 'elementwise':
      return evaluateElementwise(operation, inputs[0], room);
    case 'maximum':
      return evaluateMaximum(operation, inputs[0], room);
    case 'reshape':
      return inputs[0];
    case 'smooth':
      return operation.evaluate(inputs, room, loops);
  }
}

function evaluateLinear(
  { shape, matrices, bias }: Linear,
  inputs: readonly Float64Array[],
  output: Float64Array = new Float64Array(sizeOf(shape)),
): Float64Array {
  if (bias === undefined) output.fill(0);
  else output.set(bias);
  for (let i = 0; i < matrices.length; i++) multiplyAdd(matrices[i], inputs[i], output);
  return output;
}

function evaluateElementwise(
  operation: Elementwise,
  input: Float64Array,
  output: Float64Array = new Float64Array(input.length),
): Float64Array {
  for (let unit = 0; unit < output.length; unit++) output[unit] = operation.value(input[unit]);
  return output;
}

function evaluateMaximum(
  { shape, pointers, candidates }: Maximum,
  input: Float64Array,
  output: Float64Array = new Float64Array(sizeOf(shape)),
): Float64Array {
  output.fill(-Infinity);
  for (let unit = 0; unit < output.length; unit++) {
    for (let i = pointers[unit]; i < pointers[unit + 1]; i++) {
      output[unit] = Math.max(output[unit], input[candidates[i]]);
    }
  }
  return output;
}
