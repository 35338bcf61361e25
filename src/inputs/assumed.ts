import type { LoadedNetwork } from '../catalogue/index.ts';
import type { Shape } from '../network/index.ts';
import type { Layout } from './inputs.ts';

/** The shape in which inputs are pictures: the network's own, or that of the data set whose pixels a vector holds. */
export function pictureShape({ network, dataset }: LoadedNetwork): Shape {
  const known: Readonly<Record<string, Shape>> = { mnist_test: [28, 28, 1], cifar10_test: [32, 32, 3] };
  return network.inputShape.length === 1 && dataset !== undefined
    ? (known[dataset] ?? network.inputShape)
    : network.inputShape;
}

/** How arrays are laid out where nothing says it: as in files of the network's format. */
export function usualLayout({ file }: LoadedNetwork): Layout {
  return file.endsWith('.onnx') ? 'nchw' : 'nhwc';
}
