import { UserError } from '../../../../errors.ts';
import { unknownName } from '../../../../unknownName.ts';
import { ELU, GELU, HardTanh, LeakyReLU, ReLU, selu as standardSelu, Softmax, type Layer } from '../../../layers/index.ts';
import { formatShape } from '../../../shape.ts';
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

export const elu = elementwise(({ attributes }) => new ELU(attributes.float('alpha', 1)));

export const selu = elementwise(({ attributes }) => {
  const constants = standardSelu();
  return new ELU(attributes.float('alpha', constants.alpha), attributes.float('gamma', constants.scale));
});

export const gelu = elementwise(({ attributes }) => {
  const approximate = attributes.text('approximate', 'none');
  if (approximate !== 'none' && approximate !== 'tanh') throw unknownName('approximation', approximate, ['none', 'tanh']);
  return new GELU(approximate === 'none' ? 'erf' : 'tanh');
});

/** Over a vector's units, whatever the version of ONNX; over an image its meaning changed with opset 13. */
export const softmax: Translate = (operator) => {
  const { shape } = operator.tensor();
  const axis = operator.attributes.int('axis', -1);
  if (shape.length !== 1) throw new UserError(`its input ${formatShape(shape)} is not a vector; only a vector's softmax is supported.`);
  if (axis !== 1 && axis !== -1) throw new UserError(`axis is ${axis}, expected 1, that of the units.`);
  return operator.append(new Softmax(), [operator.flattened(operator.tensor())]);
};
