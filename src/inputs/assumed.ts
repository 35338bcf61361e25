import type { LoadedNetwork } from '../catalogue/index.ts';
import type { Shape } from '../network/index.ts';
import type { Layout } from './inputs.ts';

/**
 * The shape in which inputs are pictures: the network's own, of matrices one of one channel, of vectors that of the
 * data set whose pixels they hold.
 */
export function pictureShape({ network: { inputShape }, dataset = '' }: LoadedNetwork): Shape {
  const known: Readonly<Record<string, Shape>> = { mnist_test: [28, 28, 1], cifar10_test: [32, 32, 3] };
  return inputShape.length === 1 ? (known[dataset] ?? inputShape) : asImage(inputShape);
}

/** A matrix as an image of one channel; other shapes, and rows and columns that are alone, as they are. */
export function asImage(shape: Shape): Shape {
  return shape.length === 2 && Math.min(...shape) > 1 ? [...shape, 1] : shape;
}

/** How arrays are laid out where nothing says it: as in files of the network's format. */
export function usualLayout({ file }: LoadedNetwork): Layout {
  return file.endsWith('.onnx') ? 'nchw' : 'nhwc';
}
