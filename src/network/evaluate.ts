import type { Elementwise, Linear, Maximum, Operation } from './operation.ts';
import { sizeOf } from './shape.ts';
import type { SmoothLoops } from './smoothLoops.ts';
import { multiplyAdd } from './tiledProducts.ts';

/**
 * The value of an operation for one item.
 *
 * @param room that a smooth one may write it to
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
      return evaluateLinear(operation, inputs);
    case 'elementwise':
      return evaluateElementwise(operation, inputs[0]);
    case 'maximum':
      return evaluateMaximum(operation, inputs[0]);
    case 'reshape':
      return inputs[0];
    case 'smooth':
      return operation.evaluate(inputs, room, loops);
  }
}

function evaluateLinear({ shape, matrices, bias }: Linear, inputs: readonly Float64Array[]): Float64Array {
  const output = bias === undefined ? new Float64Array(sizeOf(shape)) : Float64Array.from(bias);
  matrices.forEach((matrix, i) => {
    multiplyAdd(matrix, inputs[i], output);
  });
  return output;
}

function evaluateElementwise(operation: Elementwise, input: Float64Array): Float64Array {
  return input.map((x) => operation.value(x));
}

function evaluateMaximum({ shape, pointers, candidates }: Maximum, input: Float64Array): Float64Array {
  const output = new Float64Array(sizeOf(shape)).fill(-Infinity);
  for (let unit = 0; unit < output.length; unit++) {
    for (let i = pointers[unit]; i < pointers[unit + 1]; i++) {
      output[unit] = Math.max(output[unit], input[candidates[i]]);
    }
  }
  return output;
}
