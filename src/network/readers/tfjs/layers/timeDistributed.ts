import { UserError } from '../../../../base/index.ts';
import { Reshape } from '../../../layers/index.ts';
import { formatShape, sizeOf } from '../../../shape.ts';
import type { Translate } from '../kerasLayer.ts';
import { checkSettings } from '../settings.ts';
import { activation, elu, leakyRelu, relu } from './activations.ts';
import { dense } from './dense.ts';
import { inference } from './layout.ts';

/** Layers that take each place of all axes but the last alike: what they do with a step they do with a series. */
const alike = new Map<string, Translate>([
  ['Activation', activation],
  ['Dense', dense],
  ['Dropout', inference],
  ['ELU', elu],
  ['LeakyReLU', leakyRelu],
  ['ReLU', relu],
]);

/** A layer for each step of a series, with the same weights. */
export const timeDistributed: Translate = (layer) => {
  const inner = layer.config.object('layer');
  const className = inner.text('class_name');
  const { shape } = layer.input;
  if (shape.length < 2) throw new UserError(`it takes a series, its input is ${formatShape(shape)}.`);
  if (className === 'Flatten') return layer.append(new Reshape([shape[0], sizeOf(shape.slice(1))]));
  const translate = alike.get(className);
  if (translate !== undefined) {
    const config = inner.object('config');
    const value = translate(layer.wrapped(config));
    checkSettings(config);
    return value;
  }
  throw new UserError(
    `it has a layer ${className} for each step; supported: Flatten, ${[...alike.keys()].join(', ')}.`,
  );
};
