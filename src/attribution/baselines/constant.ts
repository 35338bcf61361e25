import { channelsOf } from '../../network/index.ts';
import type { ConstantKind, Image, Maker } from './baseline.ts';

/** Pixels of one value, and the mean of the image: of each channel if it has any. */
export const constants: Readonly<Record<ConstantKind, Maker>> = {
  black: ({ pixels }) => new Float64Array(pixels.length),
  white: ({ pixels }) => new Float64Array(pixels.length).fill(255),
  mean: meanOfChannels,
};

function meanOfChannels({ pixels, shape }: Image): Float64Array {
  const channels = channelsOf(shape);
  const sums = new Float64Array(channels);
  pixels.forEach((pixel, i) => {
    sums[i % channels] += pixel;
  });
  return pixels.map((_, i) => sums[i % channels] / (pixels.length / channels));
}
