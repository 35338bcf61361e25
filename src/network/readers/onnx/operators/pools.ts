import { UserError } from '../../../../base/index.ts';
import { AveragePool, MaxPool, slideOver, type Layer, type Window } from '../../../layers/index.ts';
import type { Operator, Translate } from '../operator.ts';
import type { Tensor } from '../value.ts';
import { reduceMax, reduceMean } from './reduce.ts';
import { isVolume, volumeMaximum, volumeMean } from './volumes.ts';
import { asSeries, slidable, windowOf } from './window.ts';

export const maxPool: Translate = (operator) => {
  if ((operator.node.output[1] ?? '') !== '')
    throw new UserError('its second output, where the largest stand, has no gradient and is not supported.');
  return pool(operator, (window) => new MaxPool(window), volumeMaximum);
};

export const averagePool: Translate = (operator) => {
  const countPadding = operator.attributes.int('count_include_pad', 0) !== 0;
  return pool(operator, (window) => new AveragePool(window, countPadding), volumeMean);
};

/** The mean of each channel. */
export const globalAveragePool: Translate = (operator) => reduceMean(operator, axesBehindChannels(operator));

export const globalMaxPool: Translate = (operator) => reduceMax(operator, axesBehindChannels(operator));

function axesBehindChannels(operator: Operator): number[] {
  return operator.tensor().shape.flatMap((_, axis) => (axis > 1 ? [axis] : []));
}

function pool(
  operator: Operator,
  create: (window: Window) => Layer,
  ofVolume: (operator: Operator, x: Tensor) => Tensor,
): Tensor {
  return operator.perItem(operator.tensor(), (x) =>
    isVolume(x) ? ofVolume(operator, x) : pooled(operator, x, create),
  );
}

function pooled(operator: Operator, x: Tensor, create: (window: Window) => Layer): Tensor {
  const { image, isSeries } = slidable(operator, x);
  const window = windowOf(operator.attributes, operator.attributes.ints('kernel_shape', []), image, isSeries);
  return asSeries(
    operator.appendImage(create(window), image, [...slideOver(window, image.ours), image.ours[2]]),
    isSeries,
  );
}
