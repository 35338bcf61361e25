import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readImagesIdx } from '../../src/datasets/index.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exact-ig-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function idx(name: string, bytes: readonly number[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, Uint8Array.from(bytes));
  return path;
}

const size = (count: number): number[] => [0, 0, 0, count];
const images = [0, 0, 8, 3, ...size(2), ...size(1), ...size(3), 1, 2, 3, 253, 254, 255];
const labels = [0, 0, 8, 1, ...size(2), 5, 9];

describe('readImagesIdx', () => {
  it('reads images and labels', async () => {
    const {
      count,
      pixelsPerImage,
      pixels,
      labels: read,
    } = await readImagesIdx(await idx('images', images), await idx('labels', labels));
    expect([count, pixelsPerImage]).toEqual([2, 3]);
    expect(pixels.map((image) => [...image])).toEqual([
      [1, 2, 3],
      [253, 254, 255],
    ]);
    expect([...read]).toEqual([5, 9]);
  });

  it.each([
    [
      'a file of another format',
      [0x1f, 0x8b, ...images],
      labels,
      'is not an IDX file of bytes with 3 axes; unpack it if it is compressed.',
    ],
    ['labels in place of images', labels, labels, 'is not an IDX file of bytes with 3 axes'],
    [
      'a truncated file',
      images.slice(0, -1),
      labels,
      'has 21 bytes, expected 22 for 2 x 1 x 3; it is truncated or damaged.',
    ],
    [
      'a file of no images',
      [0, 0, 8, 3, ...size(0), ...size(1), ...size(3)],
      [0, 0, 8, 1, ...size(0)],
      'has 0 images of 1 x 3 pixels; expected at least one of each.',
    ],
    [
      'images of no pixels',
      [0, 0, 8, 3, ...size(2), ...size(0), ...size(3)],
      labels,
      'has 2 images of 0 x 3 pixels; expected at least one of each.',
    ],
    ['another number of labels than images', images, [0, 0, 8, 1, ...size(1), 5], 'has 1 labels, but '],
  ])('refuses %s, naming the file', async (_, imageBytes, labelBytes, message) => {
    const paths = [await idx('images', imageBytes), await idx('labels', labelBytes)] as const;
    await expect(readImagesIdx(...paths)).rejects.toThrow(
      expect.objectContaining({ name: 'UserError', message: expect.stringContaining(message) as string }),
    );
  });
});
