import { UserError } from '../../../../errors.ts';
import { ELU, GELU, LeakyReLU, ReLU, selu, Sigmoid, Softmax, Softplus, Tanh, type Layer } from '../../../layers/index.ts';
import type { Fields } from '../fields.ts';
import type { KerasLayer, Translate, Value } from '../kerasLayer.ts';
import { alongAxis } from './axis.ts';

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

/** Keras 3 may write a function's name within an object. */
export function activationIn(config: Fields): string {
  if (!config.has('activation')) return 'linear';
  if (config.isText('activation')) return config.text('activation');
  const written = config.object('activation');
  return written.isText('config') ? written.text('config') : written.text('class_name');
}

export function isActivation(name: string): boolean {
  return name === 'linear' || activations.has(name);
}

/** The activation that a layer's configuration names, behind a value of the layer. */
export function activated(layer: KerasLayer, value: Value): Value {
  const name = activationIn(layer.config);
  const create = activations.get(name);
  if (create === undefined) return value;
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

/** Its slope has another name in Keras 3; the defaults differ. */
export const leakyRelu: Translate = (layer) =>
  layer.append(new LeakyReLU(layer.config.number(layer.config.has('alpha') ? 'alpha' : 'negative_slope')));

export const elu: Translate = (layer) => layer.append(new ELU(layer.config.number('alpha')));

export const softmax: Translate = (layer) => {
  const axis = layer.itemAxis(layer.config.number('axis', -1));
  return alongAxis(layer, axis, new Softmax());
};
