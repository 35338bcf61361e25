import { Reshape, Select, type Layer } from '../../../layers/index.ts';
import { sameShape, type Shape } from '../../../shape.ts';
import { transposedOrder } from '../../order.ts';
import type { KerasLayer, Translate, Value } from '../kerasLayer.ts';

/** A value with its axes in another order. */
export function turned(layer: KerasLayer, value: Value, axes: readonly number[], suffix: string): Value {
  const shape = axes.map((axis) => value.shape[axis]);
  return layer.append(new Select(shape, transposedOrder(value.shape, axes)), [value], suffix);
}

/** A value in another shape, which may be the one that it has. */
export function reshaped(layer: KerasLayer, value: Value, shape: Shape, suffix: string): Value {
  return sameShape(value.shape, shape) ? value : layer.append(new Reshape(shape), [value], suffix);
}

/** Adds a layer of ours that works along the last axis of its input so that it works along another one. */
export function alongAxis(layer: KerasLayer, axis: number, ours: Layer): Value {
  const { shape } = layer.input;
  const last = shape.length - 1;
  if (axis === last) return layer.append(ours);
  const swapped = shape.map((_, i) => (i === axis ? last : i === last ? axis : i));
  return turned(layer, layer.append(ours, [turned(layer, layer.input, swapped, '/turned')]), swapped, '/back');
}

/** A layer on images or series: those with their channels first are turned, and turned back where they are left. */
export function inEitherOrder(translate: Translate): Translate {
  return (layer) => {
    if (layer.config.text('data_format', 'channels_last') !== 'channels_first') return translate(layer);
    const axes = [...layer.input.shape.keys()];
    const value = translate(layer.channelsLast(turned(layer, layer.input, [...axes.slice(1), 0], '/turned')));
    if (value.shape.length !== axes.length || axes.length === 1) return value;
    return turned(layer, value, [axes.length - 1, ...axes.slice(0, -1)], '/back');
  };
}
