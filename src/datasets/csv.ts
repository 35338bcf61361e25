import { checkText, counted, UserError, within } from '../base/index.ts';
import { checkShape, type Shape } from '../network/index.ts';
import type { Images, LabelledImage } from './images.ts';
import { findRows, readImage } from './rows.ts';

/**
 * Reads all images of a CSV file without header, one in a row: `label, pixel, pixel, ...`. The file may be of any size;
 * what its numbers take is kept, 8 bytes for each.
 *
 * @param shape of the images, if it is known; else all are of the size of the first one
 * @throws UserError that names file and line if a row is longer or shorter than that, the label is not a
 * whole number from 0 or a pixel is not a number from 0 to 255
 */
export async function readImagesCsv(path: string, shape?: Shape): Promise<Images> {
  checkText('path of a CSV file', path);
  if (shape !== undefined)
    within(
      () => 'The images',
      () => checkShape(shape),
    );
  const rows = await findRows(path);
  const images: LabelledImage[] = [];
  for (const [index, line] of rows.lines.entries()) {
    const image = readImage(rows, index, shape);
    images.push(image);
    checkSize(image.pixels.length, images[0].pixels.length, `${path}:${line}`);
  }
  return {
    count: images.length,
    pixelsPerImage: images[0].pixels.length,
    labels: Int32Array.from(images, ({ label }) => label),
    pixels: images.map(({ pixels }) => pixels),
  };
}

function checkSize(size: number, sizeOfFirst: number, place: string): void {
  if (size === sizeOfFirst) return;
  throw new UserError(`${place}: the row has ${counted(size, 'pixel')}, expected ${sizeOfFirst} as in the first row.`);
}
