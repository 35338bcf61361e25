import Papa from 'papaparse';
import { UserError } from '../errors.ts';
import { formatShape, sizeOf, type Shape } from '../network/index.ts';
import type { Images } from './images.ts';
import { readBytes } from './read.ts';

/**
 * Reads images from a CSV file without header, one in a row: `label, pixel, pixel, ...`.
 *
 * @param shape of the images, if it is known; else all are of the size of the first one
 * @throws UserError that names file and line if a row is longer or shorter than that, the label is not a
 * whole number from 0 or a pixel is not a number from 0 to 255
 */
export async function readImagesCsv(path: string, shape?: Shape): Promise<Images> {
  const rows = Papa.parse<string[]>(new TextDecoder().decode(await readBytes(path)), { delimiter: ',' }).data;
  const images: { label: number; pixels: Float64Array }[] = [];
  rows.forEach((cells, index) => {
    if (cells.length === 1 && cells[0].trim() === '') return;
    const place = `${path}:${index + 1}`;
    const image = parseRow(cells, place);
    images.push(image);
    checkSize(image.pixels.length, shape, images[0].pixels.length, place);
  });
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
  const row = `${place}: the row has ${size} pixels`;
  if (shape === undefined) throw new UserError(`${row}, expected ${sizeOfFirst} as in the first row.`);
  throw new UserError(
    `${row}, but the network takes ${sizeOf(shape)} (${formatShape(shape)}). Repair the row, or choose data of that size.`,
  );
}

function parseRow([label, ...cells]: readonly string[], place: string): { label: number; pixels: Float64Array } {
  if (!/^\s*\d+\s*$/.test(label)) throw new UserError(`${place}: the label is '${label}', expected a whole number from 0.`);
  const pixels = Float64Array.from(cells, (cell) => (cell.trim() === '' ? NaN : Number(cell)));
  const wrong = pixels.findIndex((pixel) => !(pixel >= 0 && pixel <= 255));
  if (wrong >= 0) {
    throw new UserError(`${place}: column ${wrong + 2} is '${cells[wrong]}', expected a pixel, a number from 0 to 255.`);
  }
  return { label: Number(label), pixels };
}
