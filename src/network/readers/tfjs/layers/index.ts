import { UserError } from '../../../../errors.ts';
import { unknownName } from '../../../../unknownName.ts';
import type { Translate } from '../kerasLayer.ts';
import { isModel } from '../topology.ts';
import { activation, elu, leakyRelu, relu, softmax } from './activations.ts';
import { add, concatenate, flatten, identity, reshape } from './layout.ts';
import { batchNormalization, conv2d, dense, rescaling, zeroPadding2d } from './linear.ts';
import { averagePooling2d, globalAveragePooling2d, globalMaxPooling2d, maxPooling2d } from './pools.ts';

/** The registry: every class of Keras layers that is read. */
const classes = new Map<string, Translate>([
  ['Activation', activation],
  ['Add', add],
  ['AveragePooling2D', averagePooling2d],
  ['BatchNormalization', batchNormalization],
  ['Concatenate', concatenate],
  ['Conv2D', conv2d],
  ['Dense', dense],
  ['Dropout', identity],
  ['ELU', elu],
  ['Flatten', flatten],
  ['GlobalAveragePooling2D', globalAveragePooling2d],
  ['GlobalMaxPooling2D', globalMaxPooling2d],
  ['LeakyReLU', leakyRelu],
  ['MaxPooling2D', maxPooling2d],
  ['ReLU', relu],
  ['Rescaling', rescaling],
  ['Reshape', reshape],
  ['Softmax', softmax],
  ['ZeroPadding2D', zeroPadding2d],
]);

/** @throws UserError that lists the supported classes */
export function translationOf(className: string): Translate {
  if (isModel(className)) throw new UserError('it is a model within the model; only models of plain layers are supported.');
  const translate = classes.get(className);
  if (translate === undefined) throw unknownName('layer', className, [...classes.keys()]);
  return translate;
}
