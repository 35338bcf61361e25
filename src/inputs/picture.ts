import type sharp from 'sharp';
import { UserError } from '../base/index.ts';
import { formatShape, type Shape } from '../network/index.ts';

/** A picture file as the pixels of an image of the network's size. */
export interface Picture {
  /** 0 to 255, in row, column, channel order. */
  readonly pixels: Float64Array;
  readonly assumption: string;
}

/**
 * Reads a picture: turned as its camera held it (EXIF), scaled so that it covers the network's input and cut to its
 * middle; transparent places become white.
 *
 * @param shape rows, columns and channels, 1 for grey or 3 for colours
 * @param channels order of colours that the network takes
 * @throws UserError if the picture cannot be read, or the library that reads pictures is not installed
 */
export async function readPicture(file: string, shape: Shape, channels: 'rgb' | 'bgr'): Promise<Picture> {
  const [rows, columns, count] = shape;
  if (shape.length !== 3 || (count !== 1 && count !== 3)) {
    throw new UserError(
      `${file} is a picture, and the network takes ${formatShape(shape)}; expected rows x columns, x 1 or 3. Give an array (.npy).`,
    );
  }
  const open = await pictureLibrary();
  try {
    const { autoOrient, pages = 1 } = await open(file).metadata();
    const { width, height } = autoOrient;
    const first = pages > 1 ? `, the first of ${pages} pictures in it` : '';
    const resized = open(file).autoOrient().resize(columns, rows, { fit: 'cover' }).flatten({ background: '#fff' });
    const bytes = await resized
      .toColourspace(count === 1 ? 'b-w' : 'srgb')
      .raw({ depth: 'uchar' })
      .toBuffer();
    const pixels = Float64Array.from(bytes);
    const order =
      count === 3 ? `, channels ${channels === 'rgb' ? 'red, green, blue' : 'blue, green, red'}` : ', in grey';
    const changed = width === columns && height === rows ? '' : `, scaled and cut to ${columns}x${rows}`;
    return {
      pixels: count === 3 && channels === 'bgr' ? reversed(pixels) : pixels,
      assumption: `${file} is ${width}x${height} pixels${first}${changed}${order}.`,
    };
  } catch (error) {
    throw new UserError(
      `The picture ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}

/**
 * Pictures are read and written by sharp, which is loaded when the first one is. @throws UserError if it is not
 * installed
 */
export async function pictureLibrary(): Promise<typeof sharp> {
  try {
    return (await import('sharp')).default;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new UserError(
      `Pictures need the package sharp, which does not load (${reason}). Install it by \`npm install sharp\`, or use arrays (.npy) and .svg.`,
    );
  }
}

/** Blue, green, red from red, green, blue. */
function reversed(pixels: Float64Array): Float64Array {
  return pixels.map((_, i) => pixels[i - (i % 3) + 2 - (i % 3)]);
}
