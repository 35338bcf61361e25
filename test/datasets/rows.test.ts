import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RowFinder } from '../../src/datasets/rowFinder.ts';
import { findRows, readImage } from '../../src/datasets/index.ts';

let folder: string;
let path: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rows-'));
  path = join(folder, 'images.csv');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Rows as their begins and lines, of a file that is taken in pieces which end at these places. */
function found(text: string, ...ends: number[]): [number[], number[]] {
  const finder = new RowFinder(path);
  const places = [0, ...ends, text.length];
  places.slice(1).forEach((end, i) => {
    finder.take(Buffer.from(text.slice(places[i], end)));
  });
  finder.end();
  return [finder.begins, finder.lines];
}

describe('Rows are found', () => {
  it('where lines begin that are not blank, whatever ends lines, wherever pieces end', () => {
    // By hand: 0 a \r\n; 3 blank \r\n; 5 blank \r; 7 b \n; 9 blank \n; 10 c \r; 12 d
    const text = 'a\r\n\r\n \rb\n\nc\rd';
    const expected = [
      [0, 7, 10, 12],
      [1, 4, 6, 7],
    ];
    expect(found(text)).toEqual(expected);
    for (let first = 0; first <= text.length; first++)
      for (let second = first; second <= text.length; second++)
        expect(found(text, first, second), `pieces end at ${first} and ${second}`).toEqual(expected);
  });

  it('but not in a line that is longer than any image, of which no more than a piece is looked at', () => {
    const finder = new RowFinder('images.csv');
    const piece = Buffer.alloc(2 ** 26, '1');
    finder.take(piece);
    expect(() => {
      finder.take(piece);
    }).toThrow(/^images\.csv:1: the line has more than 67108864 characters/);
  });
});

describe('An image', () => {
  it('is read alone: others may be damaged', async () => {
    writeFileSync(path, '1,2,3\r\n\r\nlabel;x\r\n"7",0,2.5e1\r\n4,5,256');
    const rows = await findRows(path);
    expect(rows.count).toBe(4);
    expect(readImage(rows, 2, [1, 2, 1])).toEqual({ label: 7, pixels: Float64Array.of(0, 25) });
    expect(() => readImage(rows, 1)).toThrow(`${path}:3: its cells are separated by ';'`);
    expect(() => readImage(rows, 3)).toThrow(`${path}:5: column 3 is '256'`);
    expect(() => readImage(rows, 0, [1, 3, 1])).toThrow(`${path}:1: the row has 2 pixels, but the network takes 3`);
  });

  it('is read in a thread, which is handed where rows are', async () => {
    writeFileSync(path, '1,2\n3,4\n');
    const rows = structuredClone(await findRows(path));
    expect(readImage(rows, 1)).toEqual({ label: 3, pixels: Float64Array.of(4) });
  });

  it('is read behind a byte order mark', async () => {
    writeFileSync(path, '\ufeff1,2\n3,4\n');
    const rows = await findRows(path);
    expect([0, 1].map((index) => readImage(rows, index).label)).toEqual([1, 3]);
  });

  it('is not read from a file that has changed meanwhile, or is gone', async () => {
    writeFileSync(path, '1,2\n3,4\n');
    const rows = await findRows(path);
    writeFileSync(path, '1,2,3\n3,4\n');
    expect(() => readImage(rows, 0)).toThrow(`The data file ${path} was changed while it was in use.`);
    writeFileSync(path, '5,6\n7,8\n');
    utimesSync(path, 0, 0);
    expect(() => readImage(rows, 0)).toThrow(`The data file ${path} was changed while it was in use.`);
    rmSync(path);
    expect(() => readImage(rows, 0)).toThrow(`The data file ${path} cannot be read: ENOENT`);
  });
});
