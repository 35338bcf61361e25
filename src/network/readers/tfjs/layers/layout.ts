import { UserError } from '../../../../errors.ts';
import { unknownName } from '../../../../unknownName.ts';
import { Flatten, Reshape, Select, selectAlong } from '../../../layers/index.ts';
import { formatShape, sizeOf } from '../../../shape.ts';
import { transposedOrder } from '../../order.ts';
import { isCount, isSizes } from '../fields.ts';
import type { KerasLayer, Translate } from '../kerasLayer.ts';
import type { Axes } from './window.ts';

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

/** Its axes are counted from 1, as those behind the batch. */
export const permute: Translate = (layer) => {
  const { shape } = layer.input;
  const axes = layer.config.sizes('dims').map((axis) => axis - 1);
  if (axes.length !== shape.length || !shape.every((_, axis) => axes.includes(axis))) {
    throw new UserError(`its dims are ${layer.config.print('dims')}, expected the axes 1 to ${shape.length}, each once.`);
  }
  return layer.append(new Select(axes.map((axis) => shape[axis]), transposedOrder(shape, axes)));
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

/** Cells of value 0 around a series or an image. */
export function zeroPadding(axes: Axes): Translate {
  return (layer) => {
    const places = sidesOf(layer, 'padding', axes).map(([before, after], axis) => [
      ...new Array<number>(before).fill(-1),
      ...range(0, layer.input.shape[axis]),
      ...new Array<number>(after).fill(-1),
    ]);
    return layer.append(selectAlong(layer.input.shape, places));
  };
}

export function cropping(axes: Axes): Translate {
  return (layer) => {
    const places = sidesOf(layer, 'cropping', axes).map(([before, after], axis) => {
      const left = layer.input.shape[axis] - before - after;
      if (left > 0) return range(before, left);
      throw new UserError(`its cropping ${layer.config.print('cropping')} leaves nothing of its input ${formatShape(layer.input.shape)}.`);
    });
    return layer.append(selectAlong(layer.input.shape, places));
  };
}

/** Each step, or each cell, repeated along its axes. */
export function upSampling(axes: Axes): Translate {
  return (layer) => {
    checkRank(layer, axes);
    const interpolation = layer.config.text('interpolation', 'nearest');
    if (interpolation !== 'nearest') throw unknownName('interpolation', interpolation, ['nearest']);
    const places = layer.config.counts('size', axes).map((factor, axis) => {
      const cells = layer.input.shape[axis];
      checkLength(layer, cells * factor);
      return Int32Array.from({ length: cells * factor }, (_, i) => Math.floor(i / factor));
    });
    return layer.append(selectAlong(layer.input.shape, places));
  };
}

/** Cells before and after a series or an image along each axis: one number for all, one for each axis, or two for each. */
function sidesOf(layer: KerasLayer, name: 'padding' | 'cropping', axes: Axes): [number, number][] {
  checkRank(layer, axes);
  const { config } = layer;
  const given = config.value(name);
  const sides = typeof given === 'number' ? new Array<unknown>(axes).fill(given) : axes === 1 ? [given] : given;
  if (!Array.isArray(sides) || sides.length !== axes) throw notSides(layer, name);
  return sides.map((side: unknown): [number, number] => {
    const pair = typeof side === 'number' ? [side, side] : side;
    if (!isSizes(pair) || pair.length !== 2) throw notSides(layer, name);
    checkLength(layer, pair[0] + pair[1]);
    return [pair[0], pair[1]];
  });
}

function notSides({ config }: KerasLayer, name: string): UserError {
  return new UserError(`its ${name} is ${config.print(name)}, expected whole numbers from 0 for each side, as [[top, bottom], [left, right]].`);
}

function checkRank(layer: KerasLayer, axes: Axes): void {
  layer.checkDataFormat();
  if (layer.input.shape.length === axes + 1) return;
  const expected = axes === 1 ? 'a series (steps x channels)' : 'an image (rows x columns x channels)';
  throw new UserError(`it takes ${expected}, its input is ${formatShape(layer.input.shape)}.`);
}

/** Lists of places are made before the shape that they give is looked at. */
function checkLength({ input }: KerasLayer, cells: number): void {
  if (cells > 2 ** 20) throw new UserError(`it makes ${cells} cells along an axis of its input ${formatShape(input.shape)}, which is more than anybody needs.`);
}
