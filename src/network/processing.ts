import { counted, UserError } from '../base/index.ts';

/** One number for all pixels, or one for each channel. */
export type PerChannel = number | readonly number[];

/** How raw pixels, 0 to 255 in row, column, channel order, become a network's input: `pixel / divisor + offset`. */
export interface Processing {
  readonly divisor: PerChannel;
  readonly offset: PerChannel;
}

/** The network's input for an image. */
export function processImage(pixels: Float64Array, { divisor, offset }: Processing): Float64Array {
  return pixels.map((pixel, i) => pixel / at(divisor, i) + at(offset, i));
}

/** The pixels that an input was made of. */
export function pixelsOf(input: Float64Array, { divisor, offset }: Processing): Float64Array {
  return input.map((x, i) => (x - at(offset, i)) * at(divisor, i));
}

/** @throws UserError if a divisor is 0, or a number is not finite */
export function checkProcessing({ divisor, offset }: Processing): void {
  const [divisors, offsets] = [divisor, offset].map((value) => (typeof value === 'number' ? [value] : value));
  const sound =
    divisors.every((value) => value !== 0 && Number.isFinite(value) && Number.isFinite(1 / value)) &&
    offsets.every(Number.isFinite);
  if (sound && divisors.length > 0 && offsets.length > 0) return;
  throw new UserError(
    `The processing has the divisor ${divisors.join(', ')} and the offset ${offsets.join(', ')}; expected finite numbers, the divisor not 0.`,
  );
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
