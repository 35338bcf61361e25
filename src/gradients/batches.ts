import { UserError } from '../errors.ts';
import { sizeOf, type Network, type Operation } from '../network/index.ts';

/** Memory for the tensors of one batch, in bytes. */
const budget = 64 * 2 ** 20;
const bytesPerNumber = 4;

/**
 * Items that fit into the memory budget: an item has a value and an adjoint at every node, and temporary
 * copies at the widest one.
 */
export function batchSizeFor(network: Network): number {
  const widths = [network.inputSize, ...network.nodes.map(({ operation }) => widthOf(operation))];
  const numbers = 2 * widths.reduce((sum, width) => sum + width, 0) + 4 * Math.max(...widths);
  return Math.max(1, Math.floor(budget / (bytesPerNumber * numbers)));
}

function widthOf(operation: Operation): number {
  return operation.family === 'maximum' ? operation.candidates.length : sizeOf(operation.shape);
}

/** @throws UserError unless it is a positive whole number */
export function checkBatchSize(size: number): void {
  if (!Number.isInteger(size) || size < 1) {
    throw new UserError(`The batch size is ${size}; it must be a whole number of at least 1.`);
  }
}

/** `0 .. items - 1` in runs of `size`, the last one shorter. */
export function* batches(items: number, size: number): Generator<{ begin: number; end: number }> {
  for (let begin = 0; begin < items; begin += size) yield { begin, end: Math.min(items, begin + size) };
}
