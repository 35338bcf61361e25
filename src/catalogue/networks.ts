import type { Entry } from './entry.ts';
import { eranNetworks } from './eran.ts';
import type { Processing } from '../network/index.ts';
import { unitRange } from './processing.ts';

/**
 * Figures printed in tables 1 and 2 of Sotoudeh & Thakur, "Computing Linear Restrictions of Neural Networks",
 * NeurIPS 2019: means over images.
 */
export interface PaperFigures {
  readonly exactRegions: number;
  /** As a fraction, not in per cent. */
  readonly mTildeError: number;
  readonly leftSamples: number;
  readonly rightSamples: number;
  readonly trapezoidSamples: number;
}

/** A network of the catalogue. */
export interface NetworkEntry extends Entry {
  /** Name of its data set in the catalogue. */
  readonly dataset: string;
  readonly processing: Processing;
  /** Present where they are known. */
  readonly paper?: PaperFigures;
}

const bundled = (name: string): NetworkEntry => ({
  name,
  files: [`${name}.onnx`],
  dataset: 'mnist_test',
  processing: unitRange,
});

const eran = (name: string, extension: string, dataset: string, path: string, sha256: string): NetworkEntry => ({
  name,
  files: [`${name}.onnx`, `${name}${extension}`],
  dataset,
  processing: unitRange,
  source: { file: `fetched/${name}${extension}`, url: eranNetworks + path, sha256 },
});

/** The networks that have names: the bundled ones and those of the paper. */
export const networks: readonly NetworkEntry[] = [
  bundled('mnist_dense'),
  bundled('mnist_convsmall'),
  bundled('mnist_convmedium'),
  bundled('mnist_convbig'),
  eran(
    'mnist_relu_3_100',
    '.tf',
    'mnist_test',
    'tensorflow/mnist/mnist_relu_3_100.tf',
    'e4151dfced1783360ab8353c8fdedbfd76f712c2c56e4b14799b2f989217229f',
  ),
  {
    ...eran(
      'cifar10_relu_convsmall',
      '.pyt',
      'cifar10_test',
      'pytorch/cifar/convSmallRELU__Point.pyt',
      'e486e5adc14ec474beeddeabf71ceb6aa50aa4e789ab23d4ebb9df71e58eadaa',
    ),
    paper: {
      exactRegions: 2582.74,
      mTildeError: 0.2495,
      leftSamples: 136.74,
      rightSamples: 139.4,
      trapezoidSamples: 91.67,
    },
  },
  eran(
    'cifar10_relu_convmedium',
    '.pyt',
    'cifar10_test',
    'pytorch/cifar/convMedGRELU__Point.pyt',
    '136df5d070cef55268316965a2aa1bc68c0b61da4685a331619ee3d8a9e97e50',
  ),
  eran(
    'cifar10_relu_convbig_diffai',
    '.pyt',
    'cifar10_test',
    'pytorch/cifar/convBigRELU__DiffAI.pyt',
    'f2265c24149ba0ba04480a315d54e2301870149f90da039418b31332d03781a0',
  ),
];
