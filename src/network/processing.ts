import { checkVector, counted, isRecord, shown, UserError } from '../base/index.ts';

/** One number for all pixels, or one for each channel. */
export type PerChannel = number | readonly number[];

/** How raw pixels, 0 to 255 in row, column, channel order, become a network's input: `pixel / divisor + offset`. */
export interface Processing {
  readonly divisor: PerChannel;
  readonly offset: PerChannel;
}

/** The network's input for an image. @throws UserError unless both are what they should be */
export function processImage(pixels: Float64Array, processing: Processing): Float64Array {
  checkVector('list of pixels', pixels);
  checkProcessing(processing);
  const { divisor, offset } = processing;
  return pixels.map((pixel, i) => pixel / at(divisor, i) + at(offset, i));
}

/** The pixels that an input was made of. */
export function pixelsOf(input: Float64Array, { divisor, offset }: Processing): Float64Array {
  return input.map((x, i) => (x - at(offset, i)) * at(divisor, i));
}

/** @throws UserError if a divisor is 0, or a number is not finite; of code without types it may be anything */
export function checkProcessing(processing: unknown): void {
  if (!isRecord(processing))
    throw new UserError(`The processing is ${shown(processing)}; expected an object like { divisor: 255, offset: 0 }.`);
  const { divisor, offset } = processing;
  if (isPerChannel(divisor, (value) => value !== 0 && Number.isFinite(1 / value)) && isPerChannel(offset)) return;
  throw new UserError(
    `The processing has the divisor ${inWords(divisor)} and the offset ${inWords(offset)}; expected finite numbers, the divisor not 0.`,
  );
}

function isPerChannel(value: unknown, holds: (value: number) => boolean = () => true): boolean {
  const numbers: readonly unknown[] = Array.isArray(value) ? value : [value];
  return numbers.length > 0 && numbers.every((x) => typeof x === 'number' && Number.isFinite(x) && holds(x));
}

function inWords(value: unknown): string {
  return Array.isArray(value) ? value.map(shown).join(', ') : shown(value);
}

/** @throws UserError if what is given by channel is not given for each of so many */
export function checkChannels({ divisor, offset }: Processing, channels: number): void {
  for (const value of [divisor, offset]) {
    if (typeof value === 'number' || value.length === channels) continue;
    throw new UserError(
      `The processing has the numbers ${value.join(', ')} by channel; the input has ${counted(channels, 'channel')}.`,
    );
  }
}

function at(value: PerChannel, index: number): number {
  return typeof value === 'number' ? value : value[index % value.length];
}
