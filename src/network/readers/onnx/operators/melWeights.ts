import type { Translate } from '../operator.ts';
import { constantOf } from '../value.ts';

const toMel = (hertz: number): number => 2595 * Math.log10(1 + hertz / 700);
const toHertz = (mel: number): number => 700 * (10 ** (mel / 2595) - 1);

/** Of each band of the mel scale a triangle over the bins of a spectrogram: bins x bands. */
export const melWeights: Translate = (operator) => {
  const [bands, length, rate, low, high] = [0, 1, 2, 3, 4].map((index) => operator.constant(index).data[0]);
  const step = (toMel(high) - toMel(low)) / (bands + 2);
  const corners = Array.from({ length: bands + 2 }, (_, i) =>
    Math.floor(((length + 1) * toHertz(toMel(low) + i * step)) / rate),
  );
  const bins = Math.floor(length / 2) + 1;
  const weights = Float64Array.from({ length: bins * bands }, (_, i) => {
    const [bin, band] = [Math.floor(i / bands), i % bands];
    const [from, middle, to] = corners.slice(band, band + 3);
    if (bin > middle) return Math.max(0, (to - bin) / (to - middle));
    if (middle === from) return Number(bin === middle);
    return Math.max(0, (bin - from) / (middle - from));
  });
  return constantOf([bins, bands], weights);
};
