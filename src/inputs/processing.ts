import { counted, UserError } from '../base/index.ts';
import { checkProcessing, type Processing } from '../network/index.ts';
import { unknownName } from '../names/index.ts';
import type { ProcessingOptions } from './inputs.ts';

/** Pixels are 0 to this. */
const range = 255;

/** Processings that have names: what mean and standard deviation pixels had in training, after the division. */
const named: Readonly<Record<string, ProcessingOptions>> = {
  /** Mean and standard deviation of ImageNet, as torchvision's networks take them. */
  imagenet: { divisor: range, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
  /** Pixels to 0 to 1. */
  unit: { divisor: range },
  /** Pixels to -1 to 1. */
  symmetric: { divisor: range, mean: [0.5], std: [0.5] },
  /** What is given is the network's input as it is. */
  none: { divisor: 1 },
};

/** The names of processings. */
export const processingNames = Object.keys(named);

/**
 * The processing that is asked for, `(pixel / divisor - mean) / std`; undefined if none is.
 *
 * @throws UserError if the name is unknown, or numbers do not fit the channels or each other
 */
export function processingOf(options: ProcessingOptions, channels: number): Processing | undefined {
  const { name, ...numbers } = options;
  if (name === undefined) return Object.keys(numbers).length > 0 ? made(numbers, channels) : undefined;
  if (Object.keys(numbers).length > 0) {
    throw new UserError(
      `Both --processing ${name} and numbers of a processing are given; give the name, or divisor, mean and std.`,
    );
  }
  if (!Object.hasOwn(named, name)) throw unknownName('processing', name, processingNames);
  return made(named[name], channels);
}

function made({ divisor = range, mean = [0], std = [1] }: ProcessingOptions, channels: number): Processing {
  if (divisor > 1 && mean.some((value) => Math.abs(value) > 2)) {
    throw new UserError(
      `The mean ${mean.join(', ')} is of pixels 0 to 255, and these are divided by ${divisor} first. Give --divisor 1 too, or divide the mean.`,
    );
  }
  const [means, deviations] = [byChannel('mean', mean, channels), byChannel('standard deviation', std, channels)];
  const processing = {
    divisor: deviations.map((deviation) => divisor * deviation),
    offset: means.map((value, channel) => -value / deviations[channel]),
  };
  checkProcessing(processing);
  return { divisor: merged(processing.divisor), offset: merged(processing.offset) };
}

/** @throws UserError unless there is one number, or one for each channel */
function byChannel(what: string, values: readonly number[], channels: number): readonly number[] {
  if (values.length === 1) return new Array<number>(channels).fill(values[0]);
  if (values.length === channels) return values;
  throw new UserError(
    `The ${what} is ${values.join(', ')}, and the input has ${counted(channels, 'channel')}; expected one number, or one for each channel.`,
  );
}

/** One number for all channels where all have the same. */
function merged(values: readonly number[]): number | readonly number[] {
  return values.every((value) => value === values[0]) ? values[0] + 0 : values;
}

/** `pixel / 255`, `(pixel / 255 - 0.5) / 0.5`; mean and standard deviation as they are given, of pixels 0 to 1. */
export function processingInWords({ divisor, offset }: Processing): string {
  if (divisor === 1 && offset === 0) return 'the input as they are';
  const divisors = typeof divisor === 'number' ? [divisor] : divisor;
  const offsets = typeof offset === 'number' ? [offset] : offset;
  if (offset === 0) return `pixel / ${words(divisors)}`;
  const scale = Math.min(...divisors) > 1 ? range : 1;
  const means = longer(divisors, offsets).map((_, i) => (-at(offsets, i) * at(divisors, i)) / scale);
  const deviations = divisors.map((value) => value / scale);
  const scaled = scale === 1 ? 'pixel' : `pixel / ${range}`;
  const shifted = `${scaled} - ${words(means)}`.replace('- -', '+ ');
  return deviations.every((value) => value === 1) ? shifted : `(${shifted}) / ${words(deviations)}`;
}

/** A number, or those of all channels. */
function words(values: readonly number[]): string {
  const digits = values.map((value) => String(Number(value.toPrecision(4))));
  return digits.length === 1 ? digits[0] : `(${digits.join(', ')})`;
}

function longer<T>(a: readonly T[], b: readonly T[]): readonly T[] {
  return a.length < b.length ? b : a;
}

/** Of one number for all channels, or one for each. */
function at(values: readonly number[], channel: number): number {
  return values[Math.min(channel, values.length - 1)];
}
