import { encode } from 'fast-png';
import { UserError } from '../base/index.ts';

/** A picture: pixels in row, column, channel order, each 0 to 255; one channel is grey, three are red, green, blue. */
export interface Image {
  readonly rows: number;
  readonly columns: number;
  readonly channels: 1 | 3;
  readonly pixels: ArrayLike<number>;
}

/**
 * The image as a PNG file in a data URI. Every pixel becomes a square of `factor` pixels, so that it stays crisp
 * in renderers that smooth enlarged images.
 */
export function pngDataUri(image: Image, factor: number): string {
  const { rows, columns, channels } = image;
  const data = enlarge(image, factor);
  const png = encode({ width: columns * factor, height: rows * factor, data, channels, depth: 8 });
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
}

function enlarge({ rows, columns, channels, pixels }: Image, factor: number): Uint8Array {
  if (pixels.length !== rows * columns * channels) {
    throw new UserError(
      `An image of ${rows}x${columns}x${channels} has ${rows * columns * channels} pixel values, not ${pixels.length}.`,
    );
  }
  const source = Uint8ClampedArray.from(pixels);
  const width = columns * factor;
  const target = new Uint8Array(rows * factor * width * channels);
  for (let i = 0; i < target.length; i++) {
    const row = Math.floor(i / (width * channels * factor));
    const column = Math.floor(i / (channels * factor)) % columns;
    target[i] = source[(row * columns + column) * channels + (i % channels)];
  }
  return target;
}
