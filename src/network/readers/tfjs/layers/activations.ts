import { UserError } from '../../../../base/index.ts';
import {
  clip,
  ELU,
  GELU,
  hardSigmoid,
  HardTanh,
  LeakyReLU,
  LogSoftmax,
  PiecewiseLinear,
  ReLU,
  selu,
  Sigmoid,
  SmoothFunction,
  Softmax,
  Softplus,
  Tanh,
  WeightedSum,
  type Layer,
} from '../../../layers/index.ts';
import { unknownName } from '../../../../names/index.ts';
import { gather, spreadOrder } from '../../order.ts';
import type { Fields } from '../fields.ts';
import type { KerasLayer, Translate, Value } from '../kerasLayer.ts';

/** ReLU6 has derivative 0 at both ends. */
const relu6 = (): Layer => clip(0, 6, 0);
const silu = (): Layer => new SmoothFunction('silu');
const hardSilu = (): Layer => new SmoothFunction('hardSwish');

/** The registry: activations by the names that configurations give them, of versions of Keras where they differ. */
const activations = new Map<string, (layer: KerasLayer) => Layer>([
  ['celu', () => new ELU(1)],
  ['elu', () => new ELU(1)],
  ['exponential', () => new SmoothFunction('exp')],
  ['gelu', () => new GELU('erf')],
  ['gelu_new', () => new GELU('tanh')],
  ['hard_sigmoid', ({ kerasVersion }) => hardSigmoid(kerasVersion >= 3 ? 1 / 6 : 0.2, 0.5)],
  ['hard_silu', hardSilu],
  ['hard_swish', hardSilu],
  ['hard_tanh', () => new HardTanh()],
  ['leaky_relu', () => new LeakyReLU(0.2)],
  ['log_sigmoid', () => new SmoothFunction('logSigmoid')],
  ['log_softmax', () => new LogSoftmax()],
  ['mish', () => new SmoothFunction('mish')],
  ['relu', () => new ReLU()],
  ['relu6', relu6],
  ['selu', selu],
  ['sigmoid', () => new Sigmoid()],
  ['silu', silu],
  ['soft_shrink', () => new PiecewiseLinear([-0.5, 0.5], [1, 0, 1], [0, 0], 0.5)],
  ['softmax', () => new Softmax()],
  ['softplus', () => new Softplus()],
  ['softsign', () => new SmoothFunction('softsign')],
  ['sparse_plus', () => new SmoothFunction('sparsePlus')],
  ['sparse_sigmoid', () => hardSigmoid(0.5, 0.5)],
  ['squareplus', () => new SmoothFunction('squareplus')],
  ['swish', silu],
  ['tanh', () => new Tanh()],
  ['tanh_shrink', () => new SmoothFunction('tanhShrink')],
]);

/** Keras 3 may write a function's name within an object. */
export function activationIn(config: Fields, field = 'activation'): string {
  if (!config.has(field)) return 'linear';
  if (config.isText(field)) return config.text(field);
  const written = config.object(field);
  return written.isText('config') ? written.text('config') : written.text('class_name');
}

/** Names of the activations that are read. */
export const activationNames = ['linear', ...activations.keys()].sort();

export function isActivation(name: string): boolean {
  return activationNames.includes(name);
}

/** An activation that is not linear. @throws UserError if none is called so */
export function activationNamed(name: string, layer: KerasLayer): Layer {
  const create = activations.get(name);
  if (create === undefined) throw unknownName('activation', name, activationNames);
  return create(layer);
}

/** The activation that a field names: a layer, or none if it is linear. */
export function activationLayers(layer: KerasLayer, field: string): readonly Layer[] {
  const name = activationIn(layer.config, field);
  return name === 'linear' ? [] : [activationNamed(name, layer)];
}

/** The activation that a layer's configuration names, behind a value of the layer. */
export function activated(layer: KerasLayer, value: Value): Value {
  const name = activationIn(layer.config);
  const create = activations.get(name);
  if (create === undefined) return value;
  if (layer.isTurned && name.endsWith('softmax'))
    throw new UserError(`its activation is '${name}' along the last axis, which is not that of its channels.`);
  return layer.append(create(layer), [value], value === layer.input ? '' : `/${name}`);
}

export const activation: Translate = (layer) => activated(layer, layer.input);

/** @throws UserError unless what is 0 up to a threshold begins there with 0 */
function checkThreshold({ config }: KerasLayer, name: 'threshold' | 'theta', missing?: number): void {
  const threshold = config.number(name, missing);
  if (threshold === 0) return;
  throw new UserError(
    `its ${name} is ${threshold}, at which it jumps; only 0 is supported, at which it is continuous.`,
  );
}

export const thresholdedRelu: Translate = (layer) => {
  checkThreshold(layer, 'theta');
  return layer.append(new ReLU());
};

/** With a slope below 0 and a largest value. */
export const relu: Translate = (layer) => {
  const { config } = layer;
  checkThreshold(layer, 'threshold', 0);
  const slope = config.number('negative_slope', 0);
  if (!config.has('max_value')) return layer.append(slope === 0 ? new ReLU() : new LeakyReLU(slope));
  const most = config.number('max_value');
  return layer.append(slope === 0 ? clip(0, most, 0) : new PiecewiseLinear([0, most], [slope, 1, 0], [slope, 0], 0));
};

export const reluOfSix: Translate = (layer) => layer.append(relu6());

/** Its slope has another name in Keras 3; the defaults differ. */
export const leakyRelu: Translate = (layer) =>
  layer.append(new LeakyReLU(layer.config.number(layer.config.has('alpha') ? 'alpha' : 'negative_slope')));

/** A slope below 0 for each unit, or one for all along shared axes: `alpha x + (1 - alpha) relu(x)`. */
export const prelu: Translate = (layer) => {
  const { shape } = layer.input;
  const shared = (layer.config.has('shared_axes') ? layer.config.numbers('shared_axes') : []).map((axis) =>
    layer.itemAxis(axis),
  );
  const own = [...shape.keys()].filter((axis) => !shared.includes(axis));
  const alpha = gather(
    layer.weight(
      'alpha',
      shape.map((size, axis) => (own.includes(axis) ? size : 1)),
    ),
    spreadOrder(shape, own),
  );
  const positive = layer.append(new ReLU(), [layer.input], '/relu');
  return layer.append(new WeightedSum([alpha, alpha.map((slope) => 1 - slope)]), [layer.input, positive]);
};

export const elu: Translate = (layer) => layer.append(new ELU(layer.config.number('alpha')));

export const softmax: Translate = (layer) => layer.append(new Softmax(layer.itemAxis(layer.config.number('axis', -1))));
