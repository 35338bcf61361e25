import { Dense, Pointwise } from '../../../layers/index.ts';
import type { Translate } from '../kerasLayer.ts';
import { activated } from './activations.ts';

/** Along the last axis, the same at every place. */
export const dense: Translate = (layer) => {
  const { shape } = layer.input;
  const units = layer.config.count('units');
  const kernel = layer.weight('kernel', [shape[shape.length - 1], units]);
  const bias = layer.bias(units);
  return activated(layer, layer.append(shape.length === 1 ? new Dense(kernel, bias) : new Pointwise(kernel, bias)));
};
