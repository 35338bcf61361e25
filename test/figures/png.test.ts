import { decode } from 'fast-png';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pngDataUri, type Image } from '../../src/figures/png.ts';

function decodeUri(uri: string): ReturnType<typeof decode> {
  return decode(Buffer.from(uri.replace('data:image/png;base64,', ''), 'base64'));
}

const images = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), fc.constantFrom<1 | 3>(1, 3))
  .chain(([rows, columns, channels]) =>
    fc
      .array(fc.integer({ min: 0, max: 255 }), {
        minLength: rows * columns * channels,
        maxLength: rows * columns * channels,
      })
      .map((pixels): Image => ({ rows, columns, channels, pixels })),
  );

describe('pngDataUri', () => {
  it('decodes back to the pixels, each a square of the factor', () => {
    fc.assert(
      fc.property(images, fc.integer({ min: 1, max: 4 }), (image, factor) => {
        const { width, height, channels, data } = decodeUri(pngDataUri(image, factor));
        expect([height, width, channels]).toEqual([image.rows * factor, image.columns * factor, image.channels]);
        for (let y = 0; y < height; y++) {
          for (let i = 0; i < width * channels; i++) {
            const column = Math.floor(Math.floor(i / channels) / factor);
            const source = (Math.floor(y / factor) * image.columns + column) * channels + (i % channels);
            expect(data[y * width * channels + i]).toBe(image.pixels[source]);
          }
        }
      }),
    );
  });

  it('rounds pixels and clips them to 0..255', () => {
    const image: Image = { rows: 1, columns: 4, channels: 1, pixels: [-3, 0.4, 254.6, 300] };
    expect(Array.from(decodeUri(pngDataUri(image, 1)).data)).toEqual([0, 0, 255, 255]);
  });

  it('refuses a wrong number of pixels', () => {
    const image: Image = { rows: 28, columns: 28, channels: 1, pixels: new Uint8Array(783) };
    expect(() => pngDataUri(image, 1)).toThrow('An image of 28x28x1 has 784 pixel values, not 783.');
  });
});
