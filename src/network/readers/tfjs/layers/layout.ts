import { UserError } from '../../../../errors.ts';
import { Add, Concat, Flatten, Reshape } from '../../../layers/index.ts';
import { formatShape, sizeOf } from '../../../shape.ts';
import type { Translate } from '../kerasLayer.ts';

export const add: Translate = (layer) => layer.append(new Add(), layer.inputs);

export const concatenate: Translate = (layer) =>
  layer.append(new Concat(layer.itemAxis(layer.config.number('axis', -1))), layer.inputs);

/** Dropout at inference. */
export const identity: Translate = (layer) => layer.input;

export const flatten: Translate = (layer) => {
  layer.checkDataFormat();
  return layer.append(new Flatten());
};

export const reshape: Translate = (layer) => {
  const { shape } = layer.input;
  const target = layer.config.numbers('target_shape');
  const rest = sizeOf(shape) / sizeOf(target.filter((size) => size !== -1));
  const sizes = target.map((size) => (size === -1 ? rest : size));
  if (sizes.every(Number.isInteger) && sizeOf(sizes) === sizeOf(shape)) return layer.append(new Reshape(sizes));
  throw new UserError(`its input ${formatShape(shape)} does not take the shape [${target.join(', ')}].`);
};
