import { evaluateNode } from './evaluate.ts';
import type { Elementwise, Maximum, Operation } from './operation.ts';
import type { SmoothLoops } from './smoothLoops.ts';
import type { TiledMatrix } from './tiledMatrix.ts';
import { columnDot } from './tiledProducts.ts';

/**
 * Adjoints of the inputs of an operation from the adjoint of its value, for one item. Where an activation has a
 * kink its derivative is its `slopesAt`, ReLU'(0) = 0; of equal candidates of a maximum the first counts.
 *
 * @param rooms that they may be written to
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
      return operation.matrices.map((matrix, i) => pullMatrix(matrix, adjoint, rooms?.[i]));
    case 'elementwise':
      return [pullElementwise(operation, inputs[0], adjoint, rooms?.[0])];
    case 'maximum':
      return [pullMaximum(operation, inputs[0], adjoint, rooms?.[0])];
    case 'reshape':
      return [adjoint];
    case 'smooth':
      return operation.pull(inputs, adjoint, value, rooms, loops);
  }
}

function pullMatrix(
  matrix: TiledMatrix,
  adjoint: Float64Array,
  pulled: Float64Array = new Float64Array(matrix.columns),
): Float64Array {
  for (let column = 0; column < pulled.length; column++) pulled[column] = columnDot(matrix, column, adjoint);
  return pulled;
}

function pullElementwise(
  operation: Elementwise,
  input: Float64Array,
  adjoint: Float64Array,
  pulled: Float64Array = new Float64Array(input.length),
): Float64Array {
  for (let unit = 0; unit < pulled.length; unit++) pulled[unit] = slopeAt(operation, input[unit]) * adjoint[unit];
  return pulled;
}

/** The derivative of an activation. */
function slopeAt({ thresholds, slopes, slopesAt }: Elementwise, x: number): number {
  let piece = 0;
  while (piece < thresholds.length && x > thresholds[piece]) piece++;
  return x === thresholds[piece] ? slopesAt[piece] : slopes[piece];
}

function pullMaximum(
  { pointers, candidates }: Maximum,
  input: Float64Array,
  adjoint: Float64Array,
  pulled: Float64Array = new Float64Array(input.length),
): Float64Array {
  pulled.fill(0);
  adjoint.forEach((a, unit) => {
    let best = candidates[pointers[unit]];
    for (let i = pointers[unit] + 1; i < pointers[unit + 1]; i++) {
      if (input[candidates[i]] > input[best]) best = candidates[i];
    }
    pulled[best] += a;
  });
  return pulled;
}
