import { evaluateNode } from './evaluate.ts';
import type { Elementwise, Maximum, Operation } from './operation.ts';
import type { SmoothLoops } from './smoothLoops.ts';
import type { TiledMatrix } from './tiledMatrix.ts';
import { columnDot } from './tiledProducts.ts';

/**
 * Adjoints of the inputs of an operation from the adjoint of its value, for one item. Where an activation has a
 * kink its derivative is its `slopesAt`, ReLU'(0) = 0; of equal candidates of a maximum the first counts.
 *
 * @param rooms that a smooth one may write them to
 * @param loops for all of these arrays
 */
export function pullNode(
  operation: Operation,
  inputs: readonly Float64Array[],
  adjoint: Float64Array,
  value = evaluateNode(operation, inputs),
  rooms?: readonly Float64Array[],
  loops?: SmoothLoops,
): Float64Array[] {
  switch (operation.family) {
    case 'linear':
      return operation.matrices.map((matrix) => pullMatrix(matrix, adjoint));
    case 'elementwise':
      return [pullElementwise(operation, inputs[0], adjoint)];
    case 'maximum':
      return [pullMaximum(operation, inputs[0], adjoint)];
    case 'reshape':
      return [adjoint];
    case 'smooth':
      return operation.pull(inputs, adjoint, value, rooms, loops);
  }
}

function pullMatrix(matrix: TiledMatrix, adjoint: Float64Array): Float64Array {
  const pulled = new Float64Array(matrix.columns);
  for (let column = 0; column < pulled.length; column++) pulled[column] = columnDot(matrix, column, adjoint);
  return pulled;
}

function pullElementwise(operation: Elementwise, input: Float64Array, adjoint: Float64Array): Float64Array {
  return adjoint.map((a, unit) => slopeAt(operation, input[unit]) * a);
}

/** The derivative of an activation. */
function slopeAt({ thresholds, slopes, slopesAt }: Elementwise, x: number): number {
  let piece = 0;
  while (piece < thresholds.length && x > thresholds[piece]) piece++;
  return x === thresholds[piece] ? slopesAt[piece] : slopes[piece];
}

function pullMaximum({ pointers, candidates }: Maximum, input: Float64Array, adjoint: Float64Array): Float64Array {
  const pulled = new Float64Array(input.length);
  adjoint.forEach((a, unit) => {
    let best = candidates[pointers[unit]];
    for (let i = pointers[unit] + 1; i < pointers[unit + 1]; i++) {
      if (input[candidates[i]] > input[best]) best = candidates[i];
    }
    pulled[best] += a;
  });
  return pulled;
}
