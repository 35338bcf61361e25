import { clip, Multiply, Power, SmoothFunction, sumAlong, WeightedSum } from '../../../layers/index.ts';
import { gather, spreadOrder } from '../../order.ts';
import type { KerasLayer, Translate, Value } from '../kerasLayer.ts';
import { broadcast } from './merges.ts';
import { axesOf } from './normalization.ts';

/** By the root of the mean of squares over some axes, with a scale for each of their places. */
export const rmsNormalization: Translate = (layer) => {
  const { config, input } = layer;
  const axes = axesOf(layer);
  const epsilon = Float64Array.of(config.number('epsilon'));
  const sizes = axes.map((axis) => input.shape[axis]);
  const scale = gather(layer.weight('scale', sizes), spreadOrder(input.shape, axes));
  const squares = layer.append(new SmoothFunction('square'), [input], '/square');
  const mean = sumAlong(input.shape, axes, (size) => 1 / size);
  const means = layer.append(mean, [squares], '/mean');
  const shifted = layer.append(new WeightedSum([Float64Array.of(1)], epsilon), [means], '/epsilon');
  const factors = layer.append(new Power(-0.5), [shifted], '/power');
  const standard = layer.append(new Multiply(), broadcast(layer, [input, factors]), '/standardize');
  return layer.append(new WeightedSum([scale]), [standard]);
};

/** Keras takes no sum of squares below this one. */
const leastSquares = 1e-12;

/** By the root of the sum of squares over one or several axes. */
export const unitNormalization: Translate = (layer) => ofUnitLength(layer, layer.input, axesOf(layer), '');

/** A value whose sum of squares over some axes is 1, as nodes of a name's part. */
export function ofUnitLength(layer: KerasLayer, value: Value, axes: readonly number[], part: string): Value {
  const squares = layer.append(new SmoothFunction('square'), [value], `${part}/square`);
  const sums = layer.append(sumAlong(value.shape, axes), [squares], `${part}/sum`);
  const bounded = layer.append(clip(leastSquares, Infinity), [sums], `${part}/least`);
  const factors = layer.append(new Power(-0.5), [bounded], `${part}/power`);
  return layer.append(new Multiply(), broadcast(layer, [value, factors]), part);
}
