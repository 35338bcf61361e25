import { UserError } from '../../../../errors.ts';
import { Add, Concat, Flatten, Reshape } from '../../../layers/index.ts';
import { formatShape, sizeOf } from '../../../shape.ts';
import { isCount } from '../fields.ts';
import type { Translate } from '../kerasLayer.ts';

export const add: Translate = (layer) => layer.append(new Add(), layer.inputs);

export const concatenate: Translate = (layer) =>
  layer.append(new Concat(layer.itemAxis(layer.config.number('axis', -1))), layer.inputs);

/** What only acts in training: dropouts and noise. */
export const dropout: Translate = (layer) => {
  layer.config.ignore('rate', 'noise_shape', 'stddev', 'data_format');
  return layer.input;
};

export const flatten: Translate = (layer) => {
  layer.checkDataFormat();
  return layer.append(new Flatten());
};

/** One of the sizes may be -1 or null: whatever is left. */
export const reshape: Translate = (layer) => {
  const { shape } = layer.input;
  const target = layer.config.list('target_shape').map((size) => (typeof size === 'number' ? size : -1));
  const rest = sizeOf(shape) / sizeOf(target.filter((size) => size !== -1));
  const sizes = target.map((size) => (size === -1 ? rest : size));
  const open = target.filter((size) => size === -1).length;
  if (open <= 1 && sizes.every(isCount) && sizeOf(sizes) === sizeOf(shape)) return layer.append(new Reshape(sizes));
  throw new UserError(`its input ${formatShape(shape)} does not take the shape [${target.join(', ')}].`);
};
