import { Conv2D, ConvTranspose2D, noPadding, type Window } from '../../../layers/index.ts';
import { gather, transposedOrder } from '../../order.ts';
import type { KerasLayer, Translate } from '../kerasLayer.ts';
import { activated } from './activations.ts';
import { appendToImage, imageOf, windowOf } from './window.ts';
import type { Axes } from './sides.ts';

/** Sizes of a kernel's window as its weights have them: a series has only one. */
function windowShape({ size }: Window, axes: Axes): readonly number[] {
  return size.slice(2 - axes);
}

export function convolution(axes: Axes): Translate {
  return (layer) => {
    const image = imageOf(layer, axes);
    const [filters, groups] = [layer.config.count('filters'), layer.config.count('groups', 1)];
    const window = windowOf(layer, axes, 'kernel_size', image.shape);
    const kernel = layer.weight('kernel', [...windowShape(window, axes), image.shape[2] / groups, filters]);
    return activated(layer, appendToImage(layer, axes, new Conv2D(kernel, layer.bias(filters), window, groups), image));
  };
}

/** Each channel apart. Its kernel, window x channels x filters of a channel, is ours as it stands. */
export function depthwise(axes: Axes): Translate {
  return (layer) => {
    const image = imageOf(layer, axes);
    const channels = image.shape[2];
    const name = layer.weightName('depthwise_kernel', 'kernel'); // the second in Keras 3
    const multiplier = layer.config.count('depth_multiplier', layer.shapeOf(name).at(-1));
    const window = windowOf(layer, axes, 'kernel_size', image.shape);
    layer.config.ignore('filters', 'groups');
    const kernel = layer.weight(name, [...windowShape(window, axes), channels, multiplier]);
    const bias = layer.bias(channels * multiplier);
    return activated(layer, appendToImage(layer, axes, new Conv2D(kernel, bias, window, channels), image));
  };
}

/** A depthwise convolution, and one by single cells that mixes its channels. */
export function separable(axes: Axes): Translate {
  return (layer) => {
    const image = imageOf(layer, axes);
    const channels = image.shape[2];
    const filters = layer.config.count('filters');
    // TensorFlow.js does not save it.
    const multiplier = layer.config.count('depth_multiplier', layer.shapeOf('depthwise_kernel').at(-1));
    layer.config.ignore('groups');
    const window = windowOf(layer, axes, 'kernel_size', image.shape);
    const apart = layer.weight('depthwise_kernel', [...windowShape(window, axes), channels, multiplier]);
    const ones = windowShape({ ...window, size: [1, 1] }, axes);
    const mixing = layer.weight('pointwise_kernel', [...ones, channels * multiplier, filters]);
    const depthwise = new Conv2D(apart, new Float64Array(channels * multiplier), window, channels);
    const cells = layer.append(depthwise, [image], '/depthwise');
    const cell: Window = { size: [1, 1], strides: [1, 1], padding: noPadding };
    return activated(layer, appendToImage(layer, axes, new Conv2D(mixing, layer.bias(filters), cell), cells));
  };
}

/** Its kernel is window x filters x channels. */
export function transposedConvolution(axes: Axes): Translate {
  return (layer) => {
    const image = imageOf(layer, axes);
    const channels = image.shape[2];
    const filters = layer.config.count('filters');
    layer.config.ignore('groups');
    const { window, outputPadding } = spreadingWindow(layer, axes, image.shape);
    const shape = [...window.size, filters, channels];
    const weights = layer.weight('kernel', [...windowShape(window, axes), filters, channels]);
    const kernel = gather(weights, transposedOrder(shape, [0, 1, 3, 2]));
    return activated(
      layer,
      appendToImage(layer, axes, new ConvTranspose2D(kernel, layer.bias(filters), window, outputPadding), image),
    );
  };
}

/**
 * Keras pads as the convolution that is transposed; where strides are larger than the window, cells of the bias alone
 * remain.
 */
function spreadingWindow(
  layer: KerasLayer,
  axes: Axes,
  image: readonly number[],
): { window: Window; outputPadding: readonly [number, number] } {
  const window = windowOf(layer, axes, 'kernel_size', image);
  const { size, strides, dilations = [1, 1] } = window;
  const over = (axis: 0 | 1): number => dilations[axis] * (size[axis] - 1) + 1 - strides[axis];
  const cut = (axis: 0 | 1): number => (layer.config.text('padding') === 'same' ? Math.max(0, over(axis)) : 0);
  const [top, left] = [Math.floor(cut(0) / 2), Math.floor(cut(1) / 2)];
  return {
    window: { ...window, padding: { top, left, bottom: cut(0) - top, right: cut(1) - left } },
    outputPadding: [Math.max(0, -over(0)), Math.max(0, -over(1))],
  };
}
