import { UserError } from '../../../../errors.ts';
import { BatchNorm } from '../../../layers/index.ts';
import { scatter } from '../../order.ts';
import type { Translate } from '../operator.ts';

/** Of an image per channel, of a vector per unit. */
export const batchNormalization: Translate = (operator) => {
  if (operator.attributes.int('training_mode', 0) !== 0) throw new UserError('it is in training mode; export the model for inference.');
  const isVector = operator.tensor().shape.length === 1;
  const x = isVector ? operator.flattened(operator.tensor()) : operator.image();
  const parameters = (index: number): Float64Array => {
    const { data } = operator.constant(index);
    return isVector ? scatter(data, x.order) : data;
  };
  const layer = new BatchNorm({
    gamma: parameters(1),
    beta: parameters(2),
    mean: parameters(3),
    variance: parameters(4),
    epsilon: operator.attributes.float('epsilon', 1e-5),
  });
  return operator.append(layer, [x]);
};
