import { checkVector, UserError } from '../../base/index.ts';
import { checkFinite } from '../../network/index.ts';
import type { LineGraph } from './graph.ts';

/**
 * What leads from the baseline to the input.
 *
 * @throws UserError if one of them does not fit the graph or is not finite
 */
export function deltaOf({ inputSize }: LineGraph, baseline: Float64Array, input: Float64Array): Float64Array {
  checkPoint('baseline', baseline, inputSize);
  checkPoint('input', input, inputSize);
  const delta = input.slice();
  for (let i = 0; i < delta.length; i++) delta[i] -= baseline[i];
  return delta;
}

function checkPoint(what: string, point: Float64Array, size: number): void {
  checkVector(what, point);
  if (point.length !== size) {
    throw new UserError(`The ${what} has ${point.length} numbers, the network takes ${size}.`);
  }
  checkFinite(what, point);
}
