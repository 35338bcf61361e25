import { UserError } from '../../../../../base/index.ts';
import { BatchNorm } from '../../../../layers/index.ts';
import type { TranslateNode } from '../graphNode.ts';

/** Batch normalisation with the statistics of training. */
export const batchNormalization: TranslateNode = (node) => {
  node.image();
  if (node.attributes.flag('is_training'))
    throw new UserError('it normalises by statistics of the batch, as in training.');
  const [gamma, beta, mean, variance] = [1, 2, 3, 4].map((index) => node.constant(index, 'statistics').data);
  return node.append(new BatchNorm({ gamma, beta, mean, variance, epsilon: node.attributes.number('epsilon', 1e-3) }));
};
