import { UserError } from '../../../../errors.ts';
import { BatchNorm, Conv2D, Dense, noPadding, Normalize, ZeroPad } from '../../../layers/index.ts';
import { isPair } from '../fields.ts';
import type { Translate } from '../kerasLayer.ts';
import { activated } from './activations.ts';
import { windowOf } from './window.ts';

/** Keras applies a dense layer along the last axis: to an image it is a convolution by a single cell. */
export const dense: Translate = (layer) => {
  const { shape } = layer.input;
  const units = layer.config.number('units');
  const kernel = layer.weight('kernel', [shape[shape.length - 1], units]);
  const bias = layer.bias(units);
  const cell = { size: [1, 1], strides: [1, 1], padding: noPadding } as const;
  const ours = shape.length === 1 ? new Dense(kernel, bias) : new Conv2D(kernel, bias, cell);
  return activated(layer, layer.append(ours));
};

export const conv2d: Translate = (layer) => {
  const { config, image } = layer;
  const [filters, groups] = [config.number('filters'), config.number('groups', 1)];
  if (groups !== 1) throw new UserError(`it has ${groups} groups; only one is supported.`);
  const window = windowOf(layer, config.pair('kernel_size'));
  const kernel = layer.weight('kernel', [...window.size, image[2], filters]);
  return activated(layer, layer.append(new Conv2D(kernel, layer.bias(filters), window)));
};

export const batchNormalization: Translate = (layer) => {
  const { config, input } = layer;
  layer.checkLastAxis(config.isList('axis') ? config.numbers('axis')[0] : config.number('axis', -1));
  const channels = input.shape[input.shape.length - 1];
  const parameter = (name: string): Float64Array => layer.weight(name, [channels]);
  return layer.append(
    new BatchNorm({
      gamma: config.flag('scale', true) ? parameter('gamma') : new Float64Array(channels).fill(1),
      beta: config.flag('center', true) ? parameter('beta') : new Float64Array(channels),
      mean: parameter('moving_mean'),
      variance: parameter('moving_variance'),
      epsilon: config.number('epsilon', 1e-3),
    }),
  );
};

/** `x * scale + offset`. */
export const rescaling: Translate = (layer) => {
  const [scale, offset] = [layer.config.number('scale'), layer.config.number('offset', 0)];
  return layer.append(new Normalize(Float64Array.of(-offset / scale), Float64Array.of(1 / scale)));
};

export const zeroPadding2d: Translate = (layer) => {
  layer.checkDataFormat();
  const sides = layer.config.list('padding').filter(isPair);
  if (sides.length !== 2) throw new UserError('its padding is not [[top, bottom], [left, right]].');
  const [[top, bottom], [left, right]] = sides;
  return layer.append(new ZeroPad({ top, left, bottom, right }));
};
