import { checkVector, isRecord, shown, UserError } from '../../base/index.ts';
import { checkFinite } from '../../network/index.ts';
import type { LineGraph } from './graph.ts';

/** A straight line by its ends, of as many numbers as the network has inputs. */
export interface StraightLine {
  readonly baseline: Float64Array;
  readonly input: Float64Array;
}

/** @throws UserError unless a line is a record; of code without types it may be anything */
export function checkLine(line: StraightLine): void {
  if (!isRecord(line)) throw new UserError(`The line is ${shown(line)}; expected its ends, baseline and input.`);
}

/** The point of a line at an alpha. */
export function pointAt({ baseline, input }: StraightLine, alpha: number): Float64Array {
  return baseline.map((x, i) => x + alpha * (input[i] - x));
}

/**
 * What leads from the baseline to the input.
 *
 * @throws UserError if one of them does not fit the graph or is not finite
 */
export function deltaOf({ inputSize }: LineGraph, line: StraightLine): Float64Array {
  checkLine(line);
  const { baseline, input } = line;
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
