import { processImage, type Processing } from '../network/index.ts';

/** Pixels to [0, 1]; networks that normalise do so in a Normalize layer. */
export const unitRange: Processing = { divisor: 255, offset: 0 };

/** Pixels to [-0.5, 0.5], for ERAN's fully connected CIFAR10 networks, whose files carry no normalisation. */
export const centredRange: Processing = { divisor: 255, offset: -0.5 };

/** The line of the study: from the black image to an image. */
export function lineTo(pixels: Float64Array, processing: Processing): { baseline: Float64Array; input: Float64Array } {
  return {
    baseline: processImage(new Float64Array(pixels.length), processing),
    input: processImage(pixels, processing),
  };
}
