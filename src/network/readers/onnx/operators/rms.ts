import { Multiply, Power, SmoothFunction } from '../../../layers/index.ts';
import type { Translate } from '../operator.ts';
import { affine } from './arithmetic.ts';
import { repeatedTo, spread } from './broadcast.ts';
import { reduceMean } from './reduce.ts';

/** `scale x / sqrt(mean of squares + epsilon)` over the axes from `axis` on. */
export const rmsNormalization: Translate = (operator) => {
  const { attributes, name } = operator;
  const x = operator.tensor();
  const first = operator.axis(attributes.int('axis', -1), x.shape.length);
  const axes = [...x.shape.keys()].filter((axis) => axis >= first);
  const squares = operator.append(new SmoothFunction('square'), [x], `${name}/square`);
  const means = reduceMean(operator, axes, squares);
  const epsilon = Float64Array.of(attributes.float('epsilon', 1e-5));
  const factors = operator.append(
    new Power(-0.5),
    [affine(operator, means, Float64Array.of(1), epsilon)],
    `${name}/power`,
  );
  const repeated = operator.asTensor(repeatedTo(operator, factors, x.shape), x);
  const standard = operator.append(new Multiply(), [x, operator.arranged(repeated, x)], `${name}/standardize`);
  return affine(operator, standard, spread(operator.constant(1), standard));
};
