import { closeSync, createReadStream, fstatSync, openSync, readSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { counted, UserError } from '../base/index.ts';
import { formatShape, sizeOf, type Shape } from '../network/index.ts';
import type { LabelledImage } from './images.ts';
import { unreadable } from './lines.ts';
import { parseRow } from './row.ts';
import { RowFinder } from './rowFinder.ts';

/**
 * Where the rows of a CSV file of images are, so that any of them can be read without the others. It is plain data of
 * 12 bytes a row, which threads can be handed as it is.
 */
export interface ImageRows {
  readonly path: string;
  readonly count: number;
  /** The byte that each row begins at, and behind the last one the size of the file. */
  readonly begins: Float64Array;
  /** The line of each row, from 1. */
  readonly lines: Uint32Array;
  /** When the file was changed last, in milliseconds since 1970. */
  readonly changed: number;
}

/**
 * Finds the rows of a file of any size, which are its lines that are not blank, and looks no further into them.
 *
 * @throws UserError if it cannot be read, has no rows, or has a line of more than 64 million bytes
 */
export async function findRows(path: string): Promise<ImageRows> {
  const finder = new RowFinder(path);
  try {
    const { size, mtimeMs: changed } = await stat(path);
    for await (const piece of createReadStream(path, { highWaterMark: 2 ** 20 })) finder.take(piece as Buffer);
    finder.end();
    const count = finder.lines.length;
    if (count === 0) throw new UserError(`${path} has no rows; expected rows of 'label, pixel, pixel, ...'.`);
    const begins = Float64Array.from([...finder.begins, size]);
    return { path, count, begins, lines: Uint32Array.from(finder.lines), changed };
  } catch (error) {
    throw unreadable(path, error);
  }
}

/**
 * Reads the image in a row, which is given by its index.
 *
 * @param shape of the image; absent: any
 * @throws UserError that names file and line if the label is not a whole number from 0, a pixel is not a number from 0
 *   to 255 or there are more or fewer than the shape says; or if the file has changed since its rows were found
 */
export function readImage(rows: ImageRows, index: number, shape?: Shape): LabelledImage {
  const place = `${rows.path}:${rows.lines[index]}`;
  const image = parseRow(textOf(rows, index), place);
  if (shape) checkSize(image.pixels.length, shape, place, index === 0);
  return image;
}

/** The line of a row, without its end. */
function textOf({ path, count, begins, changed }: ImageRows, index: number): string {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const { size, mtimeMs } = fstatSync(file);
    if (size !== begins[count] || mtimeMs !== changed) throw isOther(path);
    const bytes = Buffer.alloc(begins[index + 1] - begins[index]);
    readSync(file, bytes, 0, bytes.length, begins[index]);
    return new TextDecoder().decode(bytes).split(/[\r\n]/, 1)[0];
  } catch (error) {
    throw unreadable(path, error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function isOther(path: string): UserError {
  return new UserError(
    `The data file ${path} was changed while it was in use. Put it back as it was, or begin anew with what it is now.`,
  );
}

function checkSize(size: number, shape: Shape, place: string, isFirst: boolean): void {
  if (size === sizeOf(shape)) return;
  const remedy =
    isFirst && size + 1 === sizeOf(shape)
      ? 'Its first cell is taken as a label; of numbers without labels say --label-column none.'
      : 'Repair the row, or choose data of that size.';
  throw new UserError(
    `${place}: the row has ${counted(size, 'pixel')}, but the network takes ${sizeOf(shape)} (${formatShape(shape)}). ${remedy}`,
  );
}
