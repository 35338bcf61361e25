import type { KerasLayer, TranslateSeveral } from '../../kerasLayer.ts';
import { arithmetic } from './arithmetic.ts';
import { functions } from './functions.ts';
import { layout } from './layout.ts';

/** The registry: functions of Keras 3 (`keras.ops`, and what operators of Python become) that stand between layers. */
export const operations: ReadonlyMap<string, TranslateSeveral> = new Map(
  [...arithmetic, ...functions, ...layout].map(([name, translate]) => [
    `ops.${name}`,
    (layer: KerasLayer) => [translate(layer)],
  ]),
);
