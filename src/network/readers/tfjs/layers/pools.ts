import { AveragePool, Flatten, MaxPool, noPadding, type Layer, type Window } from '../../../layers/index.ts';
import type { Translate } from '../kerasLayer.ts';
import { windowOf } from './window.ts';

type Create = (window: Window) => Layer;

const average: Create = (window) => new AveragePool(window, false);
const maximum: Create = (window) => new MaxPool(window);

function pooling(create: Create): Translate {
  return (layer) => {
    const size = layer.config.pair('pool_size', [2, 2]);
    return layer.append(create(windowOf(layer, size, size)));
  };
}

/** Each channel of the whole image as a unit of a vector, or with `keepdims` as an image of one cell. */
function globalPooling(create: Create): Translate {
  return (layer) => {
    const [rows, columns] = layer.image;
    const cell = layer.append(create({ size: [rows, columns], strides: [1, 1], padding: noPadding }));
    return layer.config.flag('keepdims', false) ? cell : layer.append(new Flatten(), [cell], '/flatten');
  };
}

export const averagePooling2d = pooling(average);
export const maxPooling2d = pooling(maximum);
export const globalAveragePooling2d = globalPooling(average);
export const globalMaxPooling2d = globalPooling(maximum);
