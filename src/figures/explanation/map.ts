import { divergingColour } from '../diverging.ts';
import type { Image } from '../png.ts';

/** Attributions by place, channels summed. */
export interface SignedMap {
  readonly rows: number;
  readonly columns: number;
  /** In row, column order. */
  readonly values: ArrayLike<number>;
}

/** Brightness of the darkest and the range of an image that lies under a map. */
const paleness = { darkest: 96, range: 150 };
/** How strong the colours of an overlay are at most. */
const strength = 0.92;
/** The colours of an overlay, whatever their strength. */
const full = { negative: -0.95, positive: 0.72 };
/** Makes weak attributions visible in an overlay. */
const lift = 0.6;
/** So many of a thousand values may be beyond the scale, which one glaring pixel would else make pale. */
const perThousandBeyond = 1;

/** What the ends of a symmetric scale stand for: the largest absolute value, but for one of a thousand. */
export function limitOf(maps: readonly SignedMap[]): number {
  const sizes = maps.flatMap(({ values }) => Array.from(values, Math.abs)).sort((a, b) => a - b);
  const limit = sizes[sizes.length - 1 - Math.floor((sizes.length * perThousandBeyond) / 1000)];
  return limit > 0 ? limit : sizes[sizes.length - 1] || 1;
}

/** A map in the diverging colours. */
export function colourMap({ rows, columns, values }: SignedMap, limit: number): Image {
  const pixels = new Uint8Array(3 * rows * columns);
  for (let i = 0; i < rows * columns; i++) pixels.set(divergingColour(values[i] / limit), 3 * i);
  return { rows, columns, channels: 3, pixels };
}

/**
 * A map over a pale grey image, the more opaque the larger its values; of a coarser map each place covers many pixels.
 */
export function overlay(image: Image, map: SignedMap, limit: number): Image {
  const { rows, columns, channels } = image;
  const pixels = new Uint8Array(3 * rows * columns);
  for (let i = 0; i < rows * columns; i++) {
    const share = valueAt(map, Math.floor(i / columns) / rows, (i % columns) / columns) / limit;
    const opacity = strength * Math.min(1, Math.abs(share)) ** lift;
    const grey = paleness.darkest + (paleness.range * brightnessAt(image.pixels, i, channels)) / 255;
    divergingColour(share < 0 ? full.negative : full.positive).forEach((colour, channel) => {
      pixels[3 * i + channel] = opacity * colour + (1 - opacity) * grey;
    });
  }
  return { rows, columns, channels: 3, pixels };
}

/** @param down and @param across shares of the height and width */
function valueAt({ rows, columns, values }: SignedMap, down: number, across: number): number {
  return values[Math.floor(down * rows) * columns + Math.floor(across * columns)];
}

/** The luma of a pixel, ITU-R BT.709. */
function brightnessAt(pixels: ArrayLike<number>, index: number, channels: 1 | 3): number {
  if (channels === 1) return pixels[index];
  return 0.2126 * pixels[3 * index] + 0.7152 * pixels[3 * index + 1] + 0.0722 * pixels[3 * index + 2];
}
