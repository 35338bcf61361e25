import { asFloat64, checkInteger, counted, isRecord, shown, UserError } from '../../base/index.ts';
import {
  channelsOf,
  checkChannels,
  checkFinite,
  formatShape,
  type Network,
  pixelsOf,
  processImage,
  type Processing,
} from '../../network/index.ts';
import { unknownName } from '../../names/index.ts';
import { randomOf } from '../numbers/index.ts';
import type { Baseline, BaselineOptions, Maker, UsedBaseline } from './baseline.ts';
import { blurred } from './blurred.ts';
import { constants } from './constant.ts';
import { gaussian, uniform } from './noise.ts';

export type { Baseline, BaselineOptions, ConstantKind, NoiseKind, UsedBaseline } from './baseline.ts';

/** The kinds that need no settings, by name. */
export const baselineKinds = ['black', 'white', 'mean', 'blurred', 'uniform', 'gaussian'] as const;

/** Random baselines of a kind, at most: bounds the memory. */
const mostDraws = 2 ** 16;

/** Apart from the numbers that methods draw. */
const baselineStream = 1;

/** What baselines are made for. */
export interface Explained {
  readonly network: Network;
  /** In the network's own scale. */
  readonly input: Float64Array;
  /** From pixels to the network's input. */
  readonly processing: Processing;
  readonly seed: number;
}

/**
 * The baselines that are declared, in the network's own scale; of random kinds as many as their count says. Every kind
 * draws from the seed anew.
 *
 * @throws UserError if a kind is unknown, a setting is wrong, or the size or values of an array are
 */
export function makeBaselines(declared: readonly Baseline[], explained: Explained): UsedBaseline[] {
  if (declared.length === 0)
    throw new UserError(`The list of baselines is empty; expected at least one, like 'black'.`);
  checkChannels(explained.processing, channelsOf(explained.network.inputShape));
  return declared.flatMap((baseline) => {
    if (typeof baseline === 'string') return madeOf(optionsOf(baseline), explained);
    const values = asFloat64(baseline);
    if (values !== undefined) return [{ name: 'given', values: checked('baseline', values, explained.network) }];
    if (isOptions(baseline)) return madeOf(baseline, explained);
    throw new UserError(
      `A baseline is ${shown(baseline)}; expected one of ${baselineKinds.join(', ')}, a kind with its settings, or numbers.`,
    );
  });
}

function isOptions(baseline: unknown): baseline is BaselineOptions {
  return isRecord(baseline) && Object.hasOwn(baseline, 'kind');
}

function optionsOf(name: (typeof baselineKinds)[number]): BaselineOptions {
  if (!baselineKinds.includes(name)) throw unknownName('baseline', name, baselineKinds);
  return { kind: name };
}

function madeOf(options: BaselineOptions, { network, input, processing, seed }: Explained): UsedBaseline[] {
  const process = (pixels: Float64Array): Float64Array => processImage(pixels, processing);
  if (options.kind === 'image')
    return [{ name: 'image', values: process(checked('image of the baseline', asFloat64(options.pixels), network)) }];
  const image = { pixels: pixelsOf(input, processing), shape: network.inputShape };
  const random = randomOf(seed, baselineStream);
  const make = makerOf(options);
  if (options.kind !== 'uniform' && options.kind !== 'gaussian')
    return [{ name: options.kind, values: process(make(image, random)) }];
  const { kind, count = 1 } = options;
  checkInteger(`The count of ${kind} baselines`, count, 1, mostDraws);
  return Array.from({ length: count }, (_, draw) => ({ name: kind, values: process(make(image, random)), seed, draw }));
}

function makerOf(options: Exclude<BaselineOptions, { kind: 'image' }>): Maker {
  switch (options.kind) {
    case 'blurred':
      return blurred(options.sigma);
    case 'uniform':
      return uniform;
    case 'gaussian':
      return gaussian(options.deviation);
    default: {
      if (!Object.hasOwn(constants, options.kind))
        throw unknownName('baseline', options.kind, [...baselineKinds, 'image']);
      return constants[options.kind];
    }
  }
}

function checked(what: string, values: Float64Array | undefined, { inputSize, inputShape }: Network): Float64Array {
  if (values === undefined) throw new UserError(`The ${what} is no Float64Array, Float32Array or list of numbers.`);
  if (values.length !== inputSize) {
    throw new UserError(
      `The ${what} has ${counted(values.length, 'number')}, the network takes ${inputSize} (${formatShape(inputShape)}).`,
    );
  }
  checkFinite(what, values);
  return values;
}
