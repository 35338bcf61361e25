import { deflateSync } from 'node:zlib';
import { divergingColour } from '../figures/index.ts';

/** What a rule makes of an image. */
export interface RuleMap {
  readonly rule: string;
  readonly n: number;
  /** Relative to the exact attributions, as a fraction. */
  readonly error: number;
  readonly values: Float64Array;
}

/** All maps of one image, places in row, column order. */
export interface ImageMaps {
  readonly network: string;
  readonly image: string;
  readonly label: string;
  readonly rows: number;
  readonly columns: number;
  /** 0 to 255, of one channel or of three. */
  readonly pixels: Float64Array;
  readonly exact: Float64Array;
  /** By each rule, and where m-tilde stops. */
  readonly sampled: readonly RuleMap[];
}

/** Maps as the page takes them. */
export interface PackedMaps {
  /** Red, green and blue of the shares -1 to 1 in `2 * steps + 1` steps. */
  readonly palette: readonly number[];
  readonly images: readonly PackedImage[];
}

interface PackedImage {
  readonly network: string;
  readonly image: string;
  readonly label: string;
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
  /** The largest absolute exact attribution. */
  readonly limit: number;
  readonly sampled: readonly { readonly rule: string; readonly n: number; readonly error: number }[];
  /** Pixels, exact map and maps, as `bytesOf` has them, deflated, in base64. */
  readonly data: string;
}

/** Steps from 0 to the limit: as many as there are colours on a side. */
export const steps = 127;

/** Maps in whole steps of the scale, small enough for hundreds of images in one page. */
export function packMaps(maps: readonly ImageMaps[]): PackedMaps {
  const palette = Array.from({ length: 2 * steps + 1 }, (_, i) => divergingColour(i / steps - 1)).flat();
  return { palette, images: maps.map(packImage) };
}

function packImage(maps: ImageMaps): PackedImage {
  const { network, image, label, rows, columns, pixels, exact, sampled } = maps;
  const limit = exact.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return {
    network,
    image,
    label,
    rows,
    columns,
    channels: pixels.length === 3 * rows * columns ? 3 : 1,
    limit,
    sampled: sampled.map(({ rule, n, error }) => ({ rule, n, error })),
    data: deflateSync(bytesOf(maps, limit), { level: 9 }).toString('base64'),
  };
}

/**
 * The pixels, a byte each; then each map in steps, two bytes each: the low bytes of all places, then the high ones. Of
 * sampled maps it is the difference to the exact one, which is mostly near 0, so that it packs well.
 */
function bytesOf({ pixels, exact, sampled }: ImageMaps, limit: number): Buffer {
  const exactSteps = inSteps(exact, limit);
  const differences = sampled.map(({ values }) => inSteps(values, limit).map((value, i) => value - exactSteps[i]));
  return Buffer.concat([
    new Uint8Array(Uint8ClampedArray.from(pixels)),
    ...[exactSteps, ...differences].map(bytePlanes),
  ]);
}

function inSteps(values: Float64Array, limit: number): Int16Array {
  const most = 16_000;
  return Int16Array.from(values, (value) =>
    limit > 0 ? Math.max(-most, Math.min(most, Math.round((steps * value) / limit))) : 0,
  );
}

function bytePlanes(values: Int16Array): Uint8Array {
  const planes = new Uint8Array(2 * values.length);
  values.forEach((value, i) => {
    planes[i] = value & 255;
    planes[values.length + i] = (value >> 8) & 255;
  });
  return planes;
}
