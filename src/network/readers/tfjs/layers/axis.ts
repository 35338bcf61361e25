import { Select, type Layer } from '../../../layers/index.ts';
import { transposedOrder } from '../../order.ts';
import type { KerasLayer, Value } from '../kerasLayer.ts';

/** Adds a layer of ours that works along the last axis of its input so that it works along another one. */
export function alongAxis(layer: KerasLayer, axis: number, ours: Layer): Value {
  const { shape } = layer.input;
  const last = shape.length - 1;
  if (axis === last) return layer.append(ours);
  const swapped = shape.map((_, i) => (i === axis ? last : i === last ? axis : i));
  const turn = (value: Value, suffix: string): Value =>
    layer.append(
      new Select(
        swapped.map((i) => value.shape[i]),
        transposedOrder(value.shape, swapped),
      ),
      [value],
      suffix,
    );
  return turn(layer.append(ours, [turn(layer.input, '/turned')]), '/back');
}
