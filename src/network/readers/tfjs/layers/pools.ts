import { AveragePool, Flatten, MaxPool, noPadding, type Layer, type Window } from '../../../layers/index.ts';
import type { Translate } from '../kerasLayer.ts';
import { appendToImage, imageOf, windowOf } from './window.ts';
import type { Axes } from './sides.ts';

type Create = (window: Window) => Layer;

const average: Create = (window) => new AveragePool(window, false);
const maximum: Create = (window) => new MaxPool(window);

function pooling(create: Create, axes: Axes): Translate {
  return (layer) => {
    const image = imageOf(layer, axes);
    return appendToImage(layer, axes, create(windowOf(layer, axes, 'pool_size', image.shape)), image);
  };
}

/** Each channel of the whole image as a unit of a vector, or with `keepdims` as an image of one cell. */
function globalPooling(create: Create, axes: Axes): Translate {
  return (layer) => {
    const image = imageOf(layer, axes);
    const [rows, columns] = image.shape;
    const cell = appendToImage(
      layer,
      axes,
      create({ size: [rows, columns], strides: [1, 1], padding: noPadding }),
      image,
    );
    return layer.config.flag('keepdims', false) ? cell : layer.append(new Flatten(), [cell], '/flatten');
  };
}

export const averagePooling1d = pooling(average, 1);
export const averagePooling2d = pooling(average, 2);
export const maxPooling1d = pooling(maximum, 1);
export const maxPooling2d = pooling(maximum, 2);
export const globalAveragePooling1d = globalPooling(average, 1);
export const globalAveragePooling2d = globalPooling(average, 2);
export const globalMaxPooling1d = globalPooling(maximum, 1);
export const globalMaxPooling2d = globalPooling(maximum, 2);
