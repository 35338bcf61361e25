import { checkVector, shown, UserError } from '../base/index.ts';
import { checkFinite, formatShape, type Network } from '../network/index.ts';
import type { Measure } from '../quadrature/index.ts';

/** @throws UserError unless it has the length of an input and is finite */
export function checkPoint(what: string, point: Float64Array, { inputShape, inputSize }: Network): void {
  checkVector(what, point);
  if (point.length !== inputSize) {
    throw new UserError(
      `The ${what} has ${point.length} numbers, the network takes ${inputSize} (${formatShape(inputShape)}).`,
    );
  }
  checkFinite(what, point);
}

/** @throws UserError unless it holds whole inputs of finite numbers */
export function checkPoints(points: Float64Array, { inputShape, inputSize }: Network): void {
  checkVector('batch of points', points);
  if (points.length % inputSize !== 0) {
    throw new UserError(
      `A batch of ${points.length} numbers does not hold whole inputs of ${formatShape(inputShape)}.`,
    );
  }
  checkFinite('batch of points', points);
}

/** @throws UserError unless it is an output unit */
export function checkTarget(target: number, { outputSize }: Network): void {
  if (!Number.isInteger(target) || target < 0 || target >= outputSize) {
    throw new UserError(`The target is output ${shown(target)}; the network has outputs 0 to ${outputSize - 1}.`);
  }
}

/** @throws UserError unless it is made of point masses in [0, 1] alone */
export function checkMeasure({ density, nodes, weights }: Measure): void {
  if (density !== 0) {
    throw new UserError('A measure with a density needs the sweep; gradients at points integrate point masses only.');
  }
  if (nodes.length !== weights.length) {
    throw new UserError(
      `A measure has ${nodes.length} nodes but ${weights.length} weights; there must be one for each.`,
    );
  }
  const outside = nodes.find((node) => !(node >= 0 && node <= 1));
  if (outside !== undefined) throw new UserError(`A measure has a node at ${outside}; nodes are in [0, 1].`);
  checkFinite('list of weights of a measure', weights);
}
