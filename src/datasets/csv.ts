import { counted, UserError } from '../base/index.ts';
import { formatShape, sizeOf, type Shape } from '../network/index.ts';
import type { Images } from './images.ts';
import { linesOf } from './lines.ts';
import { parseRow, type Row } from './row.ts';

/**
 * Reads images from a CSV file without header, one in a row: `label, pixel, pixel, ...`. The file may be of any size;
 * what its numbers take is kept, 8 bytes for each.
 *
 * @param shape of the images, if it is known; else all are of the size of the first one
 * @throws UserError that names file and line if a row is longer or shorter than that, the label is not a
 * whole number from 0 or a pixel is not a number from 0 to 255
 */
export async function readImagesCsv(path: string, shape?: Shape): Promise<Images> {
  const images: Row[] = [];
  for await (const { number, text } of linesOf(path)) {
    if (text.trim() === '') continue;
    const place = `${path}:${number}`;
    const image = parseRow(text, place);
    images.push(image);
    checkSize(image.pixels.length, shape, images[0].pixels.length, place);
  }
  if (images.length === 0) throw new UserError(`${path} has no rows; expected rows of 'label, pixel, pixel, ...'.`);
  return {
    count: images.length,
    pixelsPerImage: images[0].pixels.length,
    labels: Int32Array.from(images, ({ label }) => label),
    pixels: images.map(({ pixels }) => pixels),
  };
}

function checkSize(size: number, shape: Shape | undefined, sizeOfFirst: number, place: string): void {
  if (size === (shape ? sizeOf(shape) : sizeOfFirst)) return;
  const row = `${place}: the row has ${counted(size, 'pixel')}`;
  if (shape === undefined) throw new UserError(`${row}, expected ${sizeOfFirst} as in the first row.`);
  throw new UserError(
    `${row}, but the network takes ${sizeOf(shape)} (${formatShape(shape)}). Repair the row, or choose data of that size.`,
  );
}
