import { UserError } from '../base/index.ts';
import { sizeOf } from '../network/index.ts';
import type { Images } from './images.ts';
import { readBytes } from './read.ts';

/** Bytes with the sizes of their axes, as an IDX file holds them. */
interface Idx {
  readonly sizes: readonly number[];
  readonly bytes: Uint8Array;
}

/**
 * Reads images of one channel and their labels from a pair of IDX files, the format of MNIST.
 *
 * @see http://yann.lecun.com/exdb/mnist/ (the format: two zero bytes, the type 8 for bytes, the number of axes, the
 * sizes as 32-bit big-endian integers, the bytes)
 * @throws UserError that names the file that is missing, of another format or of another length
 */
export async function readImagesIdx(imagesPath: string, labelsPath: string): Promise<Images> {
  const images = await readIdx(imagesPath, 3);
  const labels = await readIdx(labelsPath, 1);
  const [count, rows, columns] = images.sizes;
  if (labels.sizes[0] !== count) {
    throw new UserError(`${labelsPath} has ${labels.sizes[0]} labels, but ${imagesPath} has ${count} images.`);
  }
  const pixelsPerImage = rows * columns;
  if (count === 0 || pixelsPerImage === 0)
    throw new UserError(
      `${imagesPath} has ${count} images of ${rows} x ${columns} pixels; expected at least one of each.`,
    );
  const pixels = Array.from({ length: count }, (_, image) =>
    Float64Array.from(images.bytes.subarray(image * pixelsPerImage, (image + 1) * pixelsPerImage)),
  );
  return { count, pixelsPerImage, labels: Int32Array.from(labels.bytes), pixels };
}

async function readIdx(path: string, axes: number): Promise<Idx> {
  const file = await readBytes(path);
  const start = 4 + 4 * axes;
  const magic = 0x0800 + axes;
  if (file.length < start || file.readUInt32BE(0) !== magic) {
    throw new UserError(`${path} is not an IDX file of bytes with ${axes} axes; unpack it if it is compressed.`);
  }
  const sizes = Array.from({ length: axes }, (_, axis) => file.readUInt32BE(4 + 4 * axis));
  const expected = start + sizeOf(sizes);
  if (file.length !== expected) {
    throw new UserError(
      `${path} has ${file.length} bytes, expected ${expected} for ${sizes.join(' x ')}; it is truncated or damaged.`,
    );
  }
  return { sizes, bytes: file.subarray(start) };
}
