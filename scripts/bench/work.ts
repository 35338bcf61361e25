import { exactWith } from './contenders.ts';
import { countingKernels, type Work } from './countingKernels.ts';
import { denseProductRate } from './denseProduct.ts';
import { lineOf } from './lines.ts';

/** What exact integrated gradients of a line take, and what the kernels can do. */
export interface Measured extends Work {
  /** Multiply-adds of a dense product per second, in the fastest kernels. */
  readonly denseRate: number;
}

export async function measure(network: string): Promise<Measured> {
  const { kernels, work } = countingKernels();
  exactWith(kernels, await lineOf({ kind: 'image', network, stretch: 1 }));
  return { ...work, denseRate: denseProductRate() };
}
