import Papa from 'papaparse';
import { UserError, within } from '../base/index.ts';
import type { LabelledImage } from './images.ts';

const largestLabel = 2 ** 31 - 1;

/**
 * Reads `label, pixel, pixel, ...`.
 *
 * @param place file and line, for messages
 * @throws UserError if the label is not a whole number from 0 or a pixel is not a decimal number from 0 to 255, or
 *   for what
 * may be the reason: a header, another separator, a quote that is not closed
 */
export function parseRow(text: string, place: string): LabelledImage {
  return within(
    () => place,
    () => {
      const [label, ...cells] = cellsOf(text);
      checkLabel(label, cells, text);
      if (cells.length === 0) throw new UserError(`the row has the label ${label.trim()} and no pixels.`);
      return { label: Number(label), pixels: pixelsOf(cells, text) };
    },
  );
}

function cellsOf(text: string): string[] {
  if (!text.includes('"')) return text.split(',');
  const { data, errors } = Papa.parse<string[]>(text, { delimiter: ',' });
  if (errors.length === 0) return data[0];
  throw new UserError('a quotation mark is opened and not closed, or stands within a cell; rows of numbers need none.');
}

function checkLabel(label: string, cells: readonly string[], text: string): void {
  if (/^\s*\d+\s*$/.test(label) && Number(label) <= largestLabel) return;
  if (cells.length === 0 && text.includes(';')) throw new UserError("its cells are separated by ';', expected ','.");
  if (cells.length === 0 && text.includes('\t')) throw new UserError("its cells are separated by tabs, expected ','.");
  if (cells.some((cell) => /[a-df-z]/i.test(cell)))
    throw new UserError(
      `the row has words (${shown(label)}, ${shown(cells[0])}, ...), as a header has; rows of 'label, pixel, pixel, ...' need none.`,
    );
  throw new UserError(`the label is ${shown(label)}, expected a whole number from 0 to ${largestLabel}.`);
}

/** `Number` knows more than decimal numbers: what is empty, and hexadecimal ones, which have letters. */
function pixelsOf(cells: readonly string[], text: string): Float64Array {
  const lettered = /[a-df-z]/i.test(text);
  const pixels = Float64Array.from(cells, (cell) =>
    cell.trim() === '' || (lettered && /[a-df-z]/i.test(cell)) ? NaN : Number(cell),
  );
  const wrong = pixels.findIndex((pixel) => !(pixel >= 0 && pixel <= 255));
  if (wrong < 0) return pixels;
  throw new UserError(`column ${wrong + 2} is ${shown(cells[wrong])}, expected a pixel, a number from 0 to 255.`);
}

const longestShown = 40;

/** A cell as messages show it: its beginning, without what would steer a terminal. */
function shown(cell: string): string {
  const harmless = cell.slice(0, longestShown).replace(/\p{Cc}/gu, '?');
  return `'${harmless}${cell.length > longestShown ? '...' : ''}'`;
}
