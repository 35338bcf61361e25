import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { readPicture } from '../../src/inputs/picture.ts';

const folder = mkdtempSync(join(tmpdir(), 'picture-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A PNG of red above green above blue, four columns wide, each band two rows high. */
async function bands(orientation?: number): Promise<string> {
  const colours = [
    [255, 0, 0],
    [0, 255, 0],
    [0, 0, 255],
  ];
  const pixels = Uint8Array.from({ length: 6 * 4 * 3 }, (_, i) => colours[Math.floor(i / 24)][i % 3]);
  const file = join(folder, `bands-${orientation ?? 0}.png`);
  const image = sharp(pixels, { raw: { width: 4, height: 6, channels: 3 } }).png();
  await (orientation === undefined ? image : image.withMetadata({ orientation })).toFile(file);
  return file;
}

describe('readPicture', () => {
  it('gives pixels in row, column, channel order, in the order of colours that is asked for', async () => {
    const { pixels } = await readPicture(await bands(), [6, 4, 3], 'rgb');
    expect([...pixels.slice(0, 3), ...pixels.slice(24, 27), ...pixels.slice(-3)]).toEqual([
      255, 0, 0, 0, 255, 0, 0, 0, 255,
    ]);
    const { pixels: reversed } = await readPicture(await bands(), [6, 4, 3], 'bgr');
    expect([...reversed.slice(0, 3), ...reversed.slice(-3)]).toEqual([0, 0, 255, 255, 0, 0]);
  });

  it('turns it as its camera held it', async () => {
    // Orientation 6: the picture is to be turned by 90 degrees clockwise, so that its top, red, comes to the right.
    const { pixels, assumption } = await readPicture(await bands(6), [4, 6, 3], 'rgb');
    expect([...pixels.slice(0, 3), ...pixels.slice(15, 18)]).toEqual([0, 0, 255, 255, 0, 0]);
    expect(assumption).toContain('is 6x4 pixels, channels red, green, blue.');
  });

  it('takes the first picture of an animation, and says so', async () => {
    const file = join(folder, 'moving.gif');
    const pixels = Uint8Array.from({ length: 2 * 4 * 3 }, (_, i) => (i < 12 ? 255 : 0));
    await sharp(pixels, { raw: { width: 2, height: 4, channels: 3, pageHeight: 2 } })
      .gif()
      .toFile(file);
    const { pixels: first, assumption } = await readPicture(file, [2, 2, 3], 'rgb');
    expect([...first]).toEqual(new Array(12).fill(255));
    expect(assumption).toContain('is 2x2 pixels, the first of 2 pictures in it, channels');
  });

  it('scales it to cover the input and cuts its middle', async () => {
    const { pixels, assumption } = await readPicture(await bands(), [2, 4, 3], 'rgb');
    pixels.forEach((pixel, i) => {
      expect(pixel).toBe(i % 3 === 1 ? 255 : 0);
    }); // green alone
    expect(assumption).toContain('is 4x6 pixels, scaled and cut to 4x2');
  });

  it('lays what is transparent on white, and makes it grey for one channel', async () => {
    const file = join(folder, 'clear.png');
    await sharp({ create: { width: 2, height: 2, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
      .png()
      .toFile(file);
    expect([...(await readPicture(file, [2, 2, 1], 'rgb')).pixels]).toEqual([255, 255, 255, 255]);
  });

  it('refuses what is no picture, and networks that take none', async () => {
    writeFileSync(join(folder, 'text.png'), 'no picture');
    await expect(readPicture(join(folder, 'text.png'), [2, 2, 3], 'rgb')).rejects.toThrow('text.png cannot be read');
    await expect(readPicture('x.png', [10], 'rgb')).rejects.toThrow(
      'x.png is a picture, and the network takes 10; expected rows x columns, x 1 or 3',
    );
  });
});
