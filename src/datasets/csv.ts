import Papa from 'papaparse';
import { UserError } from '../errors.ts';
import type { Images } from './images.ts';
import { readBytes } from './read.ts';

/**
 * Reads images from a CSV file without header, one in a row: `label, pixel, pixel, ...`.
 *
 * @throws UserError that names file and line if a row is longer or shorter than the first one, the label is not a
 * whole number from 0 or a pixel is not a number from 0 to 255
 */
export async function readImagesCsv(path: string): Promise<Images> {
  const rows = Papa.parse<string[]>(new TextDecoder().decode(await readBytes(path)), { delimiter: ',' }).data;
  const images: { label: number; pixels: Float64Array }[] = [];
  rows.forEach((cells, index) => {
    if (cells.length === 1 && cells[0].trim() === '') return;
    const image = parseRow(cells, `${path}:${index + 1}`);
    const expected = images.at(0)?.pixels.length ?? image.pixels.length;
    if (image.pixels.length !== expected) {
      throw new UserError(`${path}:${index + 1}: the row has ${image.pixels.length} pixels, expected ${expected} as in the first row.`);
    }
    images.push(image);
  });
  if (images.length === 0) throw new UserError(`${path} has no rows; expected rows of 'label, pixel, pixel, ...'.`);
  return {
    count: images.length,
    pixelsPerImage: images[0].pixels.length,
    labels: Int32Array.from(images, ({ label }) => label),
    pixels: images.map(({ pixels }) => pixels),
  };
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
