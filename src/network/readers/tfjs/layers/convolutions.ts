import { Conv2D, ConvTranspose2D, noPadding, type Window } from '../../../layers/index.ts';
import { gather, transposedOrder } from '../../order.ts';
import type { KerasLayer, Translate } from '../kerasLayer.ts';
import { activated } from './activations.ts';
import { cutsOf } from './cuts.ts';
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

/** The window of a transposed convolution, and what it adds to its output behind each axis. */
function spreadingWindow(
  layer: KerasLayer,
  axes: Axes,
  image: readonly number[],
): { window: Window; outputPadding: readonly [number, number] } {
  const window = windowOf(layer, axes, 'kernel_size', image);
  const { before, after, added } = cutsOf(layer, { dilations: [1, 1], ...window });
  const [[top, left], [bottom, right]] = [before, after];
  return { window: { ...window, padding: { top, left, bottom, right } }, outputPadding: [added[0], added[1]] };
}
