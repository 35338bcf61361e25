import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readImagesCsv } from '../../src/datasets/index.ts';
import { projectRoot } from '../../src/project/index.ts';

let folder: string;
let path: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exact-ig-'));
  path = join(folder, 'images.csv');
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('readImagesCsv', () => {
  it('reads rows of label and pixels', async () => {
    await writeFile(path, '7,0,255,1.5\r\n\r\n0,1,2,3\r\n');
    const images = await readImagesCsv(path);
    expect([images.count, images.pixelsPerImage]).toEqual([2, 3]);
    expect([...images.labels]).toEqual([7, 0]);
    expect(images.pixels.map((pixels) => [...pixels])).toEqual([
      [0, 255, 1.5],
      [1, 2, 3],
    ]);
  });

  it.each([
    ['\n', '\r\n'],
    ['\r\n', '\n'],
    ['\r', '\n'],
    ['\r', '\r\n'],
    ['\r', '\r'],
  ])('reads lines that end with %j and %j in one file', async (first, second) => {
    await writeFile(path, `1,2,3${first}4,5,6${second}7,8,9`);
    expect((await readImagesCsv(path)).pixels.map((pixels) => [...pixels])).toEqual([
      [2, 3],
      [5, 6],
      [8, 9],
    ]);
  });

  it('reads quoted cells, exponents and spaces', async () => {
    await writeFile(path, '"7","0","2.5e1"\n 8 , 1 ,  .5\n');
    const { labels, pixels } = await readImagesCsv(path);
    expect([...labels]).toEqual([7, 8]);
    expect(pixels.map((row) => [...row])).toEqual([
      [0, 25],
      [1, 0.5],
    ]);
  });

  it('reads a file piece by piece, wherever pieces end within rows, characters or line ends', async () => {
    const rows = Array.from({ length: 40_000 }, (_, i) => [
      i % 10,
      ...Array.from({ length: 20 }, (__, k) => (i * k) % 256),
    ]);
    await writeFile(path, rows.map((row) => row.join(',')).join('\r\n')); // 3 MB, pieces of 1 MB
    const { labels, pixels } = await readImagesCsv(path);
    expect(
      rows.every(([label, ...values], i) => labels[i] === label && values.every((value, k) => value === pixels[i][k])),
    ).toBe(true);
  });

  it('reads the bundled images of MNIST', async () => {
    const images = await readImagesCsv(join(projectRoot, 'data', 'mnist_test.csv'));
    expect([images.count, images.pixelsPerImage]).toEqual([100, 784]);
    // The first labels of MNIST's test set, as everybody knows them.
    expect([...images.labels.subarray(0, 10)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
  });

  it.each([
    ['a row of another length', '1,2,3\n\n1,2\n', ':3: the row has 1 pixel, expected 2 as in the first row.'],
    ['a pixel that is no number', '1,2,x\n', ":1: column 3 is 'x', expected a pixel, a number from 0 to 255."],
    ['an empty cell', '1,,3\n', ":1: column 2 is '', expected a pixel"],
    ['a pixel above 255', '1,2,256\n', ":1: column 3 is '256', expected a pixel"],
    ['a pixel below 0', '1,-1,2\n', ":1: column 2 is '-1', expected a pixel"],
    ['a pixel that is NaN', '1,NaN,2\n', ":1: column 2 is 'NaN', expected a pixel"],
    [
      'a label that is no whole number',
      '1,2\n1.5,2\n',
      ":2: the label is '1.5', expected a whole number from 0 to 2147483647.",
    ],
    [
      'a label beyond 32 bits',
      '4294967297,2\n',
      ":1: the label is '4294967297', expected a whole number from 0 to 2147483647.",
    ],
    ['a row that is a label alone', '1,2\n3\n', ':2: the row has the label 3 and no pixels.'],
    ['a hexadecimal pixel', '1,0x10\n', ":1: column 2 is '0x10', expected a pixel"],
    ['a header', 'label,pixel0,pixel1\n1,2,3\n', ":1: the row has words ('label', 'pixel0', ...), as a header has;"],
    ['another separator', '1;2;3\n', ":1: its cells are separated by ';', expected ','."],
    ['tabs', '1\t2\t3\n', ":1: its cells are separated by tabs, expected ','."],
    ['a quotation mark that is not closed', '1,"2,3\n4,5,6\n', ':1: a quotation mark is opened and not closed'],
    ['signs that steer a terminal, which it does not repeat', '1,\u001b[31m\n', ":1: column 2 is '?[31m'"],
    [
      'a long cell, of which it shows the beginning',
      `1,${'9'.repeat(100)}\n`,
      `:1: column 2 is '${'9'.repeat(40)}...', expected a pixel`,
    ],
    ['a file without rows', '\n', " has no rows; expected rows of 'label, pixel, pixel, ...'."],
  ])('refuses %s, naming file and line', async (_, text, message) => {
    await writeFile(path, text);
    await expect(readImagesCsv(path)).rejects.toThrow(
      expect.objectContaining({ name: 'UserError', message: expect.stringContaining(path + message) as string }),
    );
  });

  it.each([
    [
      '1,2,3\n1,2,3,4\n',
      ':1: the row has 2 pixels, but the network takes 3 (1x3x1). Its first cell is taken as a label; of numbers without labels say --label-column none.',
    ],
    [
      '1,2,3,4\n1,2,3\n',
      ':2: the row has 2 pixels, but the network takes 3 (1x3x1). Repair the row, or choose data of that size.',
    ],
  ])('refuses rows that are not of the shape that is expected, naming the one that is wrong', async (text, message) => {
    await writeFile(path, text);
    await expect(readImagesCsv(path, [1, 3, 1])).rejects.toThrow(path + message);
  });

  it('refuses a file that is not there, naming it', async () => {
    await expect(readImagesCsv(join(folder, 'missing.csv'))).rejects.toThrow(
      `The data file ${join(folder, 'missing.csv')} cannot be read`,
    );
  });
});
