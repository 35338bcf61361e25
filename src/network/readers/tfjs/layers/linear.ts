import { UserError } from '../../../../errors.ts';
import { BatchNorm, Conv2D, Dense, noPadding, Normalize, Reshape, ZeroPad } from '../../../layers/index.ts';
import { sizeOf } from '../../../shape.ts';
import { isSizes } from '../fields.ts';
import type { Translate } from '../kerasLayer.ts';
import { activated } from './activations.ts';
import { appendToImage, imageOf, windowOf, type Axes } from './window.ts';

/** Keras applies a dense layer along the last axis: to more axes it is a convolution by a single cell. */
export const dense: Translate = (layer) => {
  const { shape } = layer.input;
  const units = layer.config.count('units');
  const inputs = shape[shape.length - 1];
  const kernel = layer.weight('kernel', [inputs, units]);
  const bias = layer.bias(units);
  if (shape.length === 1) return activated(layer, layer.append(new Dense(kernel, bias)));
  const image = layer.append(new Reshape([1, sizeOf(shape) / inputs, inputs]), [layer.input], '/image');
  const cells = layer.append(new Conv2D(kernel, bias, { size: [1, 1], strides: [1, 1], padding: noPadding }), [image]);
  return activated(layer, layer.append(new Reshape([...shape.slice(0, -1), units]), [cells], '/reshape'));
};

function convolution(axes: Axes): Translate {
  return (layer) => {
    const { config } = layer;
    const image = imageOf(layer, axes);
    const [filters, groups] = [config.count('filters'), config.count('groups', 1)];
    if (groups !== 1) throw new UserError(`it has ${groups} groups; only one is supported.`);
    const window = windowOf(layer, axes, 'kernel_size', image.shape);
    const kernel = layer.weight('kernel', [...window.size.slice(2 - axes), image.shape[2], filters]);
    return activated(layer, appendToImage(layer, axes, new Conv2D(kernel, layer.bias(filters), window), image));
  };
}

export const conv1d = convolution(1);
export const conv2d = convolution(2);

export const batchNormalization: Translate = (layer) => {
  const { config, input } = layer;
  layer.checkLastAxis(config.isList('axis') ? config.numbers('axis')[0] : config.number('axis', -1));
  const channels = input.shape[input.shape.length - 1];
  const parameter = (name: string): Float64Array => layer.weight(name, [channels]);
  config.ignore('momentum', 'synchronized', 'fused', 'virtual_batch_size');
  return layer.append(
    new BatchNorm({
      gamma: config.flag('scale', true) ? parameter('gamma') : new Float64Array(channels).fill(1),
      beta: config.flag('center', true) ? parameter('beta') : new Float64Array(channels),
      mean: parameter('moving_mean'),
      variance: parameter('moving_variance'),
      epsilon: config.number('epsilon'),
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
  const sides = layer.config.list('padding');
  const pairs = sides.filter(isSizes).filter((side) => side.length === 2);
  if (sides.length !== 2 || pairs.length !== 2) throw new UserError('its padding is not [[top, bottom], [left, right]].');
  const [[top, bottom], [left, right]] = pairs;
  return layer.append(new ZeroPad({ top, left, bottom, right }));
};
