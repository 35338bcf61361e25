import { UserError } from '../../../../errors.ts';
import { HardTanh, LeakyReLU, ReLU, type Layer } from '../../../layers/index.ts';
import type { Operator, Translate } from '../operator.ts';

/** An operator that is one of our elementwise layers. */
export function elementwise(create: (operator: Operator) => Layer): Translate {
  return (operator) => operator.append(create(operator), [operator.tensor()]);
}

export const leakyRelu = elementwise(({ attributes }) => new LeakyReLU(attributes.float('alpha', 0.01)));

/** Clip to [-1, 1] is HardTanh and to [0, infinity) ReLU. */
export const clip = elementwise((operator) => {
  const minimum = limit(operator, 1, 'min', -Infinity);
  const maximum = limit(operator, 2, 'max', Infinity);
  if (minimum === -1 && maximum === 1) return new HardTanh();
  if (minimum === 0 && maximum >= largestFloat32) return new ReLU();
  throw new UserError(`it clips to [${minimum}, ${maximum}]; supported: [-1, 1] and [0, infinity).`);
});

const largestFloat32 = (2 - 2 ** -23) * 2 ** 127;

/** A bound of Clip: an input since opset 11, an attribute before. */
function limit(operator: Operator, index: number, name: string, missing: number): number {
  return operator.has(index) ? operator.constant(index).data[0] : operator.attributes.float(name, missing);
}
