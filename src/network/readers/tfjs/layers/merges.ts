import { Add, Concat } from '../../../layers/index.ts';
import type { Translate } from '../kerasLayer.ts';

export const add: Translate = (layer) => layer.append(new Add(), layer.inputs);

export const concatenate: Translate = (layer) =>
  layer.append(new Concat(layer.itemAxis(layer.config.number('axis', -1))), layer.inputs);
