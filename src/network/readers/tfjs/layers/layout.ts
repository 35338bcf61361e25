import { UserError } from '../../../../base/index.ts';
import { Flatten, paddedPlaces, Reshape, Select, selectAlong, ZeroPad } from '../../../layers/index.ts';
import { formatShape, sizeOf } from '../../../shape.ts';
import { transposedOrder } from '../../order.ts';
import { isCount } from '../fields.ts';
import type { KerasLayer, Translate, Value } from '../kerasLayer.ts';
import { sidesOf, type Rank } from './sides.ts';
import { appendToImage, imageOf } from './window.ts';

/** What only acts in training: dropouts, noise, random changes of images, what counts into a loss. */
export const inference: Translate = (layer) => {
  layer.config.ignore(...layer.config.names);
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

/** Its axes are counted from 1, as those behind the batch. */
export const permute: Translate = (layer) => {
  const { shape } = layer.input;
  const axes = layer.config.sizes('dims').map((axis) => axis - 1);
  if (axes.length !== shape.length || !shape.every((_, axis) => axes.includes(axis))) {
    throw new UserError(
      `its dims are ${layer.config.print('dims')}, expected the axes 1 to ${shape.length}, each once.`,
    );
  }
  return layer.append(
    new Select(
      axes.map((axis) => shape[axis]),
      transposedOrder(shape, axes),
    ),
  );
};

/** A vector, repeated as the steps of a series. */
export const repeatVector: Translate = (layer) => {
  const { shape } = layer.input;
  const steps = layer.config.count('n');
  if (shape.length !== 1) throw new UserError(`it takes a vector, its input is ${formatShape(shape)}.`);
  const vector = layer.append(new Reshape([1, shape[0]]), [layer.input], '/vector');
  return layer.append(selectAlong(vector.shape, [new Int32Array(steps)]), [vector]);
};

/** Places from `first` on, so many. */
function range(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}

/** Cells of value 0 around a series, an image or a volume. */
export function zeroPadding(axes: Rank): Translate {
  return (layer) => {
    if (axes === 3) return paddedVolume(layer);
    const sides = sidesOf(layer, 'padding', axes);
    const [[top, bottom], [left, right]] = sides.length === 1 ? [[0, 0], sides[0]] : sides;
    return appendToImage(layer, axes, new ZeroPad({ top, left, bottom, right }), imageOf(layer, axes));
  };
}

function paddedVolume(layer: KerasLayer): Value {
  const { shape } = layer.input;
  const places = sidesOf(layer, 'padding', 3).map(([before, after], axis) => paddedPlaces(shape[axis], before, after));
  return layer.append(selectAlong(shape, places));
}

export function cropping(axes: Rank): Translate {
  return (layer) => {
    const places = sidesOf(layer, 'cropping', axes).map(([before, after], axis) => {
      const left = layer.input.shape[axis] - before - after;
      if (left > 0) return range(before, left);
      throw new UserError(
        `its cropping ${layer.config.print('cropping')} leaves nothing of its input ${formatShape(layer.input.shape)}.`,
      );
    });
    return layer.append(selectAlong(layer.input.shape, places));
  };
}
