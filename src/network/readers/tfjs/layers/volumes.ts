import { unknownName } from '../../../../names/index.ts';
import {
  Conv3D,
  ConvTranspose3D,
  Flatten,
  maximumUnder,
  meanUnder,
  type Layer,
  type VolumeWindow,
} from '../../../layers/index.ts';
import { sizeOf, type Shape } from '../../../shape.ts';
import { gather, transposedOrder } from '../../order.ts';
import { sidesAlong } from '../../samePadding.ts';
import type { KerasLayer, Translate } from '../kerasLayer.ts';
import { activated } from './activations.ts';
import { cutsOf } from './cuts.ts';
import { checkRank } from './sides.ts';

/** Films and scans: depth x rows x columns x channels. Kernels stand as ours do. */
export const convolution3d: Translate = (layer) => {
  checkRank(layer, 3);
  const [filters, groups] = [layer.config.count('filters'), layer.config.count('groups', 1)];
  const window = windowOf(layer, 'kernel_size');
  const kernel = layer.weight('kernel', [...window.size, layer.input.shape[3] / groups, filters]);
  return activated(layer, layer.append(new Conv3D(kernel, layer.bias(filters), window, groups)));
};

/** Its kernel is window x filters x channels. */
export const transposedConvolution3d: Translate = (layer) => {
  checkRank(layer, 3);
  const { config, input } = layer;
  const [filters, channels] = [config.count('filters'), input.shape[3]];
  config.ignore('groups');
  const window = windowOf(layer, 'kernel_size');
  const { before, after, added } = cutsOf(layer, window);
  const weights = layer.weight('kernel', [...window.size, filters, channels]);
  const kernel = gather(weights, transposedOrder([sizeOf(window.size), filters, channels], [0, 2, 1]));
  const ours = new ConvTranspose3D(kernel, layer.bias(filters), { ...window, before, after }, added);
  return activated(layer, layer.append(ours));
};

type Pool = (shape: Shape, window: VolumeWindow) => Layer;

const mean: Pool = (shape, window) => meanUnder(shape, window, false);

function pooling(create: Pool): Translate {
  return (layer) => {
    checkRank(layer, 3);
    return layer.append(create(layer.input.shape, windowOf(layer, 'pool_size')));
  };
}

/** Each channel of the whole volume as a unit of a vector, or with `keepdims` as a volume of one cell. */
function globalPooling(create: Pool): Translate {
  return (layer) => {
    checkRank(layer, 3);
    const { shape } = layer.input;
    const [ones, zeros] = [1, 0].map((number) => new Array<number>(3).fill(number));
    const window = { size: shape.slice(0, 3), strides: ones, dilations: ones, before: zeros, after: zeros };
    const cell = layer.append(create(shape, window));
    return layer.config.flag('keepdims', false) ? cell : layer.append(new Flatten(), [cell], '/flatten');
  };
}

export const averagePooling3d = pooling(mean);
export const maxPooling3d = pooling(maximumUnder);
export const globalAveragePooling3d = globalPooling(mean);
export const globalMaxPooling3d = globalPooling(maximumUnder);

function windowOf({ config, input }: KerasLayer, field: 'kernel_size' | 'pool_size'): VolumeWindow {
  const size = config.counts(field, 3);
  const dilations = config.counts('dilation_rate', 3, 1);
  const strides = config.has('strides') || field === 'kernel_size' ? config.counts('strides', 3, 1) : size;
  const padding = config.text('padding', 'valid');
  if (padding !== 'valid' && padding !== 'same') throw unknownName('padding', padding, ['valid', 'same']);
  const moves = { size, strides, dilations };
  const sides = sidesAlong(moves, input.shape, padding === 'same' ? 'end' : undefined);
  return { ...moves, before: sides.map(([cells]) => cells), after: sides.map(([, cells]) => cells) };
}
