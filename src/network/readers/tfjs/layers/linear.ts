import { UserError } from '../../../../errors.ts';
import { Conv2D, Dense, Pointwise } from '../../../layers/index.ts';
import type { Translate } from '../kerasLayer.ts';
import { activated } from './activations.ts';
import { appendToImage, imageOf, windowOf, type Axes } from './window.ts';

/** Along the last axis, the same at every place. */
export const dense: Translate = (layer) => {
  const { shape } = layer.input;
  const units = layer.config.count('units');
  const kernel = layer.weight('kernel', [shape[shape.length - 1], units]);
  const bias = layer.bias(units);
  return activated(layer, layer.append(shape.length === 1 ? new Dense(kernel, bias) : new Pointwise(kernel, bias)));
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
