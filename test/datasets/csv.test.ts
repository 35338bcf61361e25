import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readImagesCsv } from '../../src/datasets/index.ts';
import { projectRoot } from '../../src/project.ts';

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
    expect(images.pixels.map((pixels) => [...pixels])).toEqual([[0, 255, 1.5], [1, 2, 3]]);
  });

  it('reads the bundled images of MNIST', async () => {
    const images = await readImagesCsv(join(projectRoot, 'data', 'mnist_test.csv'));
    expect([images.count, images.pixelsPerImage]).toEqual([100, 784]);
    // The first labels of MNIST's test set, as everybody knows them.
    expect([...images.labels.subarray(0, 10)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
  });

  it.each([
    ['a row of another length', '1,2,3\n\n1,2\n', ':3: the row has 1 pixels, expected 2 as in the first row.'],
    ['a pixel that is no number', '1,2,x\n', ":1: column 3 is 'x', expected a pixel, a number from 0 to 255."],
    ['an empty cell', '1,,3\n', ":1: column 2 is '', expected a pixel"],
    ['a pixel above 255', '1,2,256\n', ":1: column 3 is '256', expected a pixel"],
    ['a pixel below 0', '1,-1,2\n', ":1: column 2 is '-1', expected a pixel"],
    ['a pixel that is NaN', '1,NaN,2\n', ":1: column 2 is 'NaN', expected a pixel"],
    ['a label that is no whole number', '1,2\nlabel,2\n', ":2: the label is 'label', expected a whole number from 0."],
    ['a file without rows', '\n', " has no rows; expected rows of 'label, pixel, pixel, ...'."],
  ])('refuses %s, naming file and line', async (_, text, message) => {
    await writeFile(path, text);
    await expect(readImagesCsv(path)).rejects.toThrow(expect.objectContaining({ name: 'UserError', message: expect.stringContaining(path + message) as string }));
  });

  it.each([
    ['1,2,3\n1,2,3,4\n', ':1: the row has 2 pixels, but the network takes 3 (1x3x1). Repair the row, or choose data of that size.'],
    ['1,2,3,4\n1,2,3\n', ':2: the row has 2 pixels, but the network takes 3 (1x3x1).'],
  ])('refuses rows that are not of the shape that is expected, naming the one that is wrong', async (text, message) => {
    await writeFile(path, text);
    await expect(readImagesCsv(path, [1, 3, 1])).rejects.toThrow(path + message);
  });

  it('refuses a file that is not there, naming it', async () => {
    await expect(readImagesCsv(join(folder, 'missing.csv'))).rejects.toThrow(`The data file ${join(folder, 'missing.csv')} cannot be read`);
  });
});
