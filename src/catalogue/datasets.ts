import type { Entry } from './entry.ts';
import { eranRepository } from './eran.ts';

/** The data sets that have names. The MNIST file is bundled, and byte for byte that of ERAN. */
export const datasets: readonly Entry[] = [
  {
    name: 'mnist_test',
    files: ['mnist_test.csv'],
    source: {
      file: 'mnist_test.csv',
      url: `${eranRepository}data/mnist_test.csv`,
      sha256: '91059c3f780826c6474841e3ec7ca6aad4c89878753a885704c868306573dd29',
    },
  },
  {
    name: 'cifar10_test',
    files: ['cifar10_test.csv'],
    source: {
      file: 'fetched/cifar10_test.csv',
      url: `${eranRepository}data/cifar10_test.csv`,
      sha256: '4cef6cdf54a6b78c7cae5ac7d20dc1d6eda1c9d8a04c6b08b5ecba6029a6f043',
    },
  },
];
