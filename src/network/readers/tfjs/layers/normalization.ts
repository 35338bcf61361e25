import { UserError } from '../../../../base/index.ts';
import { BatchNorm, Reshape, Standardize, WeightedSum } from '../../../layers/index.ts';
import { gather, spreadOrder } from '../../order.ts';
import { isCount } from '../fields.ts';
import type { KerasLayer, Translate } from '../kerasLayer.ts';
import { alongAxis } from './axis.ts';

export const batchNormalization: Translate = (layer) => {
  const { config, input } = layer;
  config.ignore(
    'momentum',
    'synchronized',
    'fused',
    'virtual_batch_size',
    'renorm',
    'renorm_momentum',
    'renorm_clipping',
  );
  const axis = axisOf(layer);
  const channels = input.shape[axis];
  const parameter = (name: string): Float64Array => layer.weight(name, [channels]);
  const ours = new BatchNorm({
    gamma: config.flag('scale', true) ? parameter('gamma') : new Float64Array(channels).fill(1),
    beta: config.flag('center', true) ? parameter('beta') : new Float64Array(channels),
    mean: parameter('moving_mean'),
    variance: parameter('moving_variance'),
    epsilon: config.number('epsilon'),
  });
  return alongAxis(layer, axis, ours);
};

/** Over the last axes, or others, with a scale and a shift for each of their places. */
export const layerNormalization: Translate = (layer) => {
  const { config, input } = layer;
  if (config.flag('rms_scaling', false)) throw new UserError('it has rms_scaling, which is not supported.');
  const axes = axesOf(layer);
  const standard = layer.append(new Standardize(axes, config.number('epsilon')), [input], '/standardize');
  const parameter = (name: 'gamma' | 'beta'): Float64Array =>
    gather(
      layer.weight(
        name,
        axes.map((axis) => input.shape[axis]),
      ),
      spreadOrder(input.shape, axes),
    );
  const scale = config.flag('scale', true) ? parameter('gamma') : Float64Array.of(1);
  const shift = config.flag('center', true) ? parameter('beta') : Float64Array.of(0);
  return layer.append(new WeightedSum([scale], shift), [standard]);
};

/**
 * Over the places of all channels of a group, of which there are as many in each, with a scale and a shift for each
 * channel.
 */
export const groupNormalization: Translate = (layer) => {
  const { config, input } = layer;
  const channels = input.shape[input.shape.length - 1];
  if (axisOf(layer) !== input.shape.length - 1)
    throw new UserError('its axis is not the last one, which is not supported.');
  const given = config.number('groups', 32);
  const groups = given === -1 ? channels : given;
  if (!isCount(groups) || channels % groups !== 0)
    throw new UserError(`its groups are ${given}, which do not share its ${channels} channels.`);
  const grouped = layer.append(
    new Reshape([...input.shape.slice(0, -1), groups, channels / groups]),
    [input],
    '/groups',
  );
  const axes = [...grouped.shape.keys()].filter((axis) => axis !== input.shape.length - 1);
  const standard = layer.append(new Standardize(axes, config.number('epsilon')), [grouped], '/standardize');
  const scale = config.flag('scale', true) ? layer.weight('gamma', [channels]) : Float64Array.of(1);
  const shift = config.flag('center', true) ? layer.weight('beta', [channels]) : Float64Array.of(0);
  return layer.append(new WeightedSum([scale], shift), [
    layer.append(new Reshape(input.shape), [standard], '/channels'),
  ]);
};

/** Keras divides by no deviation below this one. */
const leastDeviation = 1e-7;

/** `(x - mean) / deviation` along an axis, with statistics from the data: weights, or numbers of the configuration. */
export const normalization: Translate = (layer) => {
  const { config, input } = layer;
  if (config.flag('invert', false)) throw new UserError('it is inverted, which is not supported.');
  const axis = axisOf(layer);
  const channels = input.shape[axis];
  const [mean, variance] = ['mean', 'variance'].map((name) => {
    if (!config.has(name)) return layer.weight(name, [channels]);
    const numbers = config.isNumber(name) ? [config.number(name)] : config.numbers(name);
    if (numbers.length === 1 || numbers.length === channels)
      return Float64Array.from({ length: channels }, (_, i) => numbers[i % numbers.length]);
    throw new UserError(`its ${name} has ${numbers.length} numbers, expected one or ${channels}.`);
  });
  const scale = variance.map((x) => 1 / Math.max(Math.sqrt(x), leastDeviation));
  return alongAxis(
    layer,
    axis,
    new WeightedSum(
      [scale],
      scale.map((factor, i) => -mean[i] * factor),
    ),
  );
};

/** A learnt factor for each channel, of ConvNeXt. */
export const layerScale: Translate = (layer) => {
  layer.config.ignore('init_values');
  const gamma = layer.weight('gamma', [layer.config.count('projection_dim')]);
  const { shape } = layer.input;
  return layer.append(new WeightedSum([gather(gamma, spreadOrder(shape, [shape.length - 1]))]));
};

/** `x * scale + offset`, for all channels alike or for each. */
export const rescaling: Translate = (layer) => {
  const [scale, offset] = (['scale', 'offset'] as const).map((name) =>
    layer.config.numberOrNumbers(name, name === 'offset' ? 0 : undefined),
  );
  return layer.append(new WeightedSum([Float64Array.from(scale)], Float64Array.from(offset)));
};

/** The axes of a configuration, in ascending order; one may stand without a list. */
export function axesOf(layer: KerasLayer): number[] {
  const axes = layer.config.numberOrNumbers('axis', -1);
  return axes.map((axis) => layer.itemAxis(axis)).sort((a, b) => a - b);
}

/** @throws UserError if a configuration has several */
function axisOf(layer: KerasLayer): number {
  const axes = axesOf(layer);
  if (axes.length === 1) return axes[0];
  throw new UserError(`its axis is ${layer.config.print('axis')}; only one is supported.`);
}
