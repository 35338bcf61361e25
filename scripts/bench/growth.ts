import type { Progress } from '../../src/experiment/index.ts';
import type { Alone } from './exactAlone.ts';
import type { LineName } from './lines.ts';
import { inProcess } from './process.ts';

/** Lines of which one thing grows. */
interface Series {
  readonly name: string;
  readonly sizes: readonly number[];
  readonly lineOf: (size: number) => LineName;
}

/** What the lines of a series took. */
export interface Grown {
  readonly name: string;
  readonly lines: readonly (Alone & { readonly size: number })[];
}

const series: readonly Series[] = [
  {
    name: 'dense, 64 wide, k deep',
    sizes: [4, 8, 16, 24, 32, 40, 48],
    lineOf: (depth) => ({ kind: 'dense', width: 64, depth }),
  },
  {
    name: 'dense, k wide, 3 deep',
    sizes: [128, 256, 512, 1024, 2048],
    lineOf: (width) => ({ kind: 'dense', width, depth: 3 }),
  },
  {
    name: '2 convolutions of k x k',
    sizes: [16, 32, 64, 128, 182, 256],
    lineOf: (side) => ({ kind: 'convolutional', side }),
  },
  ...['mnist_convsmall', 'mnist_convbig'].map((network): Series => ({
    name: `${network}, k times as far`,
    sizes: [1, 3, 10, 30, 100],
    lineOf: (stretch) => ({ kind: 'image', network, stretch }),
  })),
];

/** Exact integrated gradients of ever longer lines and ever larger networks, each in a process of its own. */
export async function grow(progress: Progress): Promise<Grown[]> {
  progress.begin('growth', series.flatMap(({ sizes }) => sizes).length);
  const grown: Grown[] = [];
  for (const { name, sizes, lineOf } of series) {
    const lines: (Alone & { size: number })[] = [];
    for (const size of sizes) {
      const alone = await inProcess<Alone>(new URL('./exactAlone.ts', import.meta.url), lineOf(size));
      lines.push({ size, ...alone });
      progress.advance(`${name}, k = ${size}`);
    }
    grown.push({ name, lines });
  }
  progress.end('growth measured');
  return grown;
}
