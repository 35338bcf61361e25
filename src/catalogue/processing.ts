/** How raw pixels, 0 to 255, become a network's input: `pixel / divisor + offset`. */
export interface Processing {
  readonly divisor: number;
  readonly offset: number;
}

/** Pixels to [0, 1]; networks that normalise do so in a Normalize layer. */
export const unitRange: Processing = { divisor: 255, offset: 0 };

/** Pixels to [-0.5, 0.5], for ERAN's fully connected CIFAR10 networks, whose files carry no normalisation. */
export const centredRange: Processing = { divisor: 255, offset: -0.5 };

/** The network's input for an image. The baseline of the study is that of the black image. */
export function processImage(pixels: Float64Array, { divisor, offset }: Processing): Float64Array {
  return pixels.map((pixel) => pixel / divisor + offset);
}
