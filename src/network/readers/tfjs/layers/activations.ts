import { UserError } from '../../../../errors.ts';
import { unknownName } from '../../../../unknownName.ts';
import { ELU, GELU, LeakyReLU, ReLU, selu, Sigmoid, Softmax, Softplus, Tanh, type Layer } from '../../../layers/index.ts';
import type { KerasLayer, Translate, Value } from '../kerasLayer.ts';

/** The registry: activations by the names that configurations give them. */
const activations = new Map<string, () => Layer>([
  ['elu', () => new ELU(1)],
  ['gelu', () => new GELU('erf')],
  ['gelu_new', () => new GELU('tanh')],
  ['relu', () => new ReLU()],
  ['selu', selu],
  ['sigmoid', () => new Sigmoid()],
  ['softmax', () => new Softmax()],
  ['softplus', () => new Softplus()],
  ['tanh', () => new Tanh()],
]);

/** The activation that a layer's configuration names, behind a value of the layer. */
export function activated(layer: KerasLayer, value: Value): Value {
  const name = layer.config.text('activation', 'linear');
  if (name === 'linear') return value;
  const create = activations.get(name);
  if (create === undefined) throw unknownName('activation', name, ['linear', ...activations.keys()]);
  return layer.append(create(), [value], value === layer.input ? '' : `/${name}`);
}

export const activation: Translate = (layer) => activated(layer, layer.input);

/** ReLU with a slope below 0 is LeakyReLU. */
export const relu: Translate = (layer) => {
  const { config } = layer;
  if (config.has('max_value')) throw new UserError(`its max_value is ${config.number('max_value')}; only ReLU without one is supported.`);
  const threshold = config.number('threshold', 0);
  if (threshold !== 0) throw new UserError(`its threshold is ${threshold}; only 0 is supported.`);
  const slope = config.number('negative_slope', 0);
  return layer.append(slope === 0 ? new ReLU() : new LeakyReLU(slope));
};

export const leakyRelu: Translate = (layer) => layer.append(new LeakyReLU(layer.config.number('alpha', 0.3)));

export const elu: Translate = (layer) => layer.append(new ELU(layer.config.number('alpha', 1)));

export const softmax: Translate = (layer) => {
  layer.checkLastAxis(layer.config.number('axis', -1));
  return layer.append(new Softmax());
};
