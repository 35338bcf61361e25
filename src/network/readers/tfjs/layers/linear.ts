import { UserError } from '../../../../errors.ts';
import { Conv2D, Dense, noPadding, Reshape } from '../../../layers/index.ts';
import { sizeOf } from '../../../shape.ts';
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
