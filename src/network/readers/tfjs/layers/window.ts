import { unknownName } from '../../../../names/index.ts';
import { noPadding, Reshape, type Layer, type Window } from '../../../layers/index.ts';
import { samePadding } from '../../samePadding.ts';
import type { KerasLayer, Value } from '../kerasLayer.ts';
import { checkRank, type Axes } from './sides.ts';

type Pair = readonly [number, number];

/**
 * The window of a convolution or pooling, from its configuration.
 *
 * @param field that holds its size
 * @param image rows, columns, channels; a series is an image of one row
 */
export function windowOf(
  { config }: KerasLayer,
  axes: Axes,
  field: 'kernel_size' | 'pool_size',
  image: readonly number[],
): Window {
  const pair = (name: string, missing?: number): Pair => {
    const [first, second] = config.counts(name, axes, missing);
    return axes === 1 ? [1, first] : [first, second];
  };
  const size = pair(field);
  const dilations = pair('dilation_rate', 1);
  const strides = config.has('strides') ? pair('strides') : field === 'pool_size' ? size : pair('strides', 1);
  const padding = config.text('padding', 'valid');
  const reach: Pair = [dilations[0] * (size[0] - 1) + 1, dilations[1] * (size[1] - 1) + 1];
  const window = { size, strides, dilations };
  if (padding === 'valid') return { ...window, padding: noPadding };
  if (padding === 'same') return { ...window, padding: samePadding({ size: reach, strides }, image, 'end') };
  if (padding === 'causal' && axes === 1) return { ...window, padding: { ...noPadding, left: reach[1] - 1 } };
  throw unknownName('padding', padding, axes === 1 ? ['valid', 'same', 'causal'] : ['valid', 'same']);
}

/** The input of a layer that slides along one or two axes, as an image: a series has one row. */
export function imageOf(layer: KerasLayer, axes: Axes): Value & { readonly shape: readonly [number, number, number] } {
  checkRank(layer, axes);
  const { node, shape } = layer.input;
  if (axes === 2) return { node, shape: [shape[0], shape[1], shape[2]] };
  const image = [1, shape[0], shape[1]] as const;
  return { node: layer.append(new Reshape(image), [layer.input], '/image').node, shape: image };
}

/** Adds a layer of ours that maps images to an image of as many axes as the Keras layer has. */
export function appendToImage(layer: KerasLayer, axes: Axes, ours: Layer, image: Value): Value {
  const value = layer.append(ours, [image]);
  return axes === 2 ? value : layer.append(new Reshape(value.shape.slice(1)), [value], '/series');
}
