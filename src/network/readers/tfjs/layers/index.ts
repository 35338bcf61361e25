import { UserError } from '../../../../base/index.ts';
import { unknownName } from '../../../../names/index.ts';
import type { KerasLayer, Translate, TranslateSeveral } from '../kerasLayer.ts';
import { isModel, wrappedIn, type Wrapped } from '../topology.ts';
import {
  activation,
  activationIn,
  elu,
  isActivation,
  leakyRelu,
  prelu,
  relu,
  reluOfSix,
  softmax,
  thresholdedRelu,
} from './activations.ts';
import { additive, attention } from './attention.ts';
import { dense } from './dense.ts';
import { dot } from './dot.ts';
import { einsumDense } from './einsumDense.ts';
import { inference, permute, repeatVector, reshape } from './layout.ts';
import { add, average, concatenate, maximum, minimum, multiply, subtract } from './merges.ts';
import { groupedQuery, multiHead } from './multiHead.ts';
import {
  batchNormalization,
  groupNormalization,
  layerNormalization,
  layerScale,
  normalization,
  rescaling,
} from './normalization.ts';
import { rmsNormalization, unitNormalization } from './norms.ts';
import { operations } from './operations/index.ts';
import { reasonOf } from './reasons.ts';
import { recurrentLayers } from './recurrent/index.ts';
import { sliding } from './sliding.ts';
import { spectralNormalization } from './spectralNormalization.ts';
import { timeDistributed } from './timeDistributed.ts';

/** The registry: every class of Keras layers that is read. */
const translations = new Map<string, Translate>([
  ['Activation', activation],
  ['ActivityRegularization', inference],
  ['Add', add],
  ['AdditiveAttention', additive],
  ['AlphaDropout', inference],
  ['Attention', attention],
  ['AugMix', inference],
  ['Average', average],
  ['BatchNormalization', batchNormalization],
  ['Concatenate', concatenate],
  ['CutMix', inference],
  ['Dense', dense],
  ['Dot', dot],
  ['Dropout', inference],
  ['ELU', elu],
  ['EinsumDense', einsumDense],
  ['GaussianDropout', inference],
  ['GaussianNoise', inference],
  ['GroupNormalization', groupNormalization],
  ['GroupQueryAttention', groupedQuery],
  ['GroupedQueryAttention', groupedQuery],
  ['Identity', inference],
  ['LayerNormalization', layerNormalization],
  ['LayerScale', layerScale],
  ['LeakyReLU', leakyRelu],
  ['Maximum', maximum],
  ['Minimum', minimum],
  ['MixUp', inference],
  ['MultiHeadAttention', multiHead],
  ['Multiply', multiply],
  ['Normalization', normalization],
  ['PReLU', prelu],
  ['Permute', permute],
  ['RMSNormalization', rmsNormalization],
  ['RandAugment', inference],
  ['RandomBrightness', inference],
  ['RandomColorDegeneration', inference],
  ['RandomColorJitter', inference],
  ['RandomContrast', inference],
  ['RandomElasticTransform', inference],
  ['RandomErasing', inference],
  ['RandomFlip', inference],
  ['RandomGaussianBlur', inference],
  ['RandomGrayscale', inference],
  ['RandomHue', inference],
  ['RandomInvert', inference],
  ['RandomPerspective', inference],
  ['RandomPosterization', inference],
  ['RandomRotation', inference],
  ['RandomSaturation', inference],
  ['RandomSharpness', inference],
  ['RandomShear', inference],
  ['RandomTranslation', inference],
  ['RandomZoom', inference],
  ['ReLU', relu],
  ['ReLU6', reluOfSix],
  ['RepeatVector', repeatVector],
  ['Rescaling', rescaling],
  ['Reshape', reshape],
  ['Softmax', softmax],
  ['SpatialDropout1D', inference],
  ['SpatialDropout2D', inference],
  ['SpatialDropout3D', inference],
  ['SpectralNormalization', spectralNormalization],
  ['StochasticDepth', inference],
  ['Subtract', subtract],
  ['ThresholdedReLU', thresholdedRelu],
  ['TimeDistributed', timeDistributed],
  ['UnitNormalization', unitNormalization],
  ...sliding,
]);

const several = new Map<string, TranslateSeveral>([
  ...[...translations].map(([name, translate]) => [name, (layer: KerasLayer) => [translate(layer)]] as const),
  ...recurrentLayers,
]);

/** Names of the classes that are read. */
export const classes = [...several.keys()].sort();

/** Is a class a function that stands between layers? */
export function isOperation(className: string): boolean {
  return operations.has(className);
}

/** @throws UserError if the class is not read */
export function translationOf(className: string): TranslateSeveral {
  const translate = several.get(className) ?? operations.get(className);
  if (translate === undefined) throw unknownName('layer', className, classes);
  return translate;
}

/** Of layers within layers. */
const deepest = 50;

/** What of a layer is not read: nothing, its class or an activation; as it is put after the layer's name. */
export function missingIn({ className, config }: Wrapped, depth = 0): string[] {
  if (isModel(className)) return [];
  if (!several.has(className) && !isOperation(className)) return [reasonOf(className)];
  if (depth > deepest) throw new UserError(`layers stand within layers, more than ${deepest} deep.`);
  const activations = ['activation', 'recurrent_activation'].map((field) => activationIn(config, field));
  const wrapped = ['layer', 'backward_layer'].flatMap((field) =>
    config.has(field) ? [wrappedIn(config.object(field))] : [],
  );
  return [
    ...activations
      .filter((name) => !isActivation(name))
      .map((name) => ` with the activation '${name}'${reasonOf(name)}`),
    ...wrapped.flatMap((inner) => missingIn(inner, depth + 1).map((what) => ` of ${inner.className}${what}`)),
  ];
}
