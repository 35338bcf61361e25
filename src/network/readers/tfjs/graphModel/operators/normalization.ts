import { UserError } from '../../../../../base/index.ts';
import { BatchNorm, linearAlong, Multiply, Power, SmoothFunction, WeightedSum } from '../../../../layers/index.ts';
import type { TranslateNode } from '../graphNode.ts';

/** Batch normalisation with the statistics of training. */
export const batchNormalization: TranslateNode = (node) => {
  node.image();
  if (node.attributes.flag('is_training'))
    throw new UserError('it normalises by statistics of the batch, as in training.');
  const [gamma, beta, mean, variance] = [1, 2, 3, 4].map((index) => node.constant(index, 'statistics').data);
  return node.append(new BatchNorm({ gamma, beta, mean, variance, epsilon: node.attributes.number('epsilon', 1e-3) }));
};

/** Local response normalisation: `x / (bias + alpha * sum of squares of near channels) ** beta`. */
export const localResponse: TranslateNode = (node) => {
  const image = node.image();
  const { attributes } = node;
  const radius = attributes.whole('depth_radius', 5);
  const channels = image.shape[2];
  const near = Array.from({ length: channels }, (_, channel) =>
    new Float64Array(channels).fill(attributes.number('alpha', 1), Math.max(0, channel - radius), channel + radius + 1),
  );
  const squares = node.append(new SmoothFunction('square'), [image], '/square');
  const sums = node.append(linearAlong(image.shape, [undefined, undefined, near]), [squares], '/sum');
  const bias = Float64Array.of(attributes.number('bias', 1));
  const shifted = node.append(new WeightedSum([Float64Array.of(1)], bias), [sums], '/bias');
  const factors = node.append(new Power(-attributes.number('beta', 0.5)), [shifted], '/power');
  return node.append(new Multiply(), [image, factors]);
};
