import { formatMemory, shown, UserError } from '../base/index.ts';
import { sizeOf, type Network, type Node } from '../network/index.ts';

const bytesPerNumber = 4;

/** Larger batches gain nothing, and WebGPU takes no more than 65,535. */
const mostItems = 8192;

/** What a batch has to stay within, in bytes. */
export interface Limits {
  /** For all tensors together, without the network's weights. */
  readonly memory: number;
  readonly largestTensor: number;
}

/**
 * Items that fit into the limits: an item has a value and an adjoint at every node, and temporary copies at
 * the widest one.
 *
 * @throws UserError if not even one does
 */
export function batchSizeFor(network: Network, { memory, largestTensor }: Limits): number {
  const widths = [network.inputSize, ...network.nodes.map(widthOf)];
  const widest = Math.max(...widths);
  const bytes = bytesPerNumber * (2 * widths.reduce((sum, width) => sum + width, 0) + 8 * widest);
  if (bytes > memory) {
    throw new UserError(
      `One gradient of this network takes about ${formatMemory(bytes)}, more than the ${formatMemory(memory)} of --memory.`,
    );
  }
  return Math.max(
    1,
    Math.min(mostItems, Math.floor(memory / bytes), Math.floor(largestTensor / (bytesPerNumber * widest))),
  );
}

/**
 * Numbers of the largest tensor that a node makes of one item: maxima and sparse sums gather what they take, the latter
 * in half as many copies.
 */
function widthOf({ layer, operation }: Node): number {
  const units = sizeOf(operation.shape);
  if (operation.family === 'maximum') return operation.candidates.length;
  if (operation.family !== 'linear' || layer.type === 'Conv2D' || layer.type === 'AveragePool') return units;
  const sparse = operation.matrices.filter(({ tileRows, tileColumns }) => tileRows * tileColumns === 1);
  return Math.max(units, ...sparse.map(({ starts }) => starts.length / 2));
}

/** @throws UserError unless it is a positive whole number */
export function checkBatchSize(size: number): void {
  if (!Number.isInteger(size) || size < 1) {
    throw new UserError(`The batch size is ${shown(size)}; it must be a whole number of at least 1.`);
  }
}

/** Cuts work into batches; where memory does not suffice for one, it and those after it have half its size. */
export class Batches {
  #size: number;

  constructor(size: number) {
    this.#size = size;
  }

  /** Items in a batch; what is left at the end may be less. */
  get size(): number {
    return this.#size;
  }

  /**
   * @param action what is done with the items `begin .. end - 1`; it must change nothing until it succeeds
   * @throws UserError if memory does not suffice for a single item
   */
  async forEach(items: number, action: (begin: number, end: number) => Promise<void>): Promise<void> {
    for (let begin = 0; begin < items;) {
      const end = Math.min(items, begin + this.#size);
      try {
        await action(begin, end);
        begin = end;
      } catch (error) {
        if (!isTooLarge(error)) throw error;
        if (end - begin === 1)
          throw new UserError(`The device has too little memory for a single gradient: ${error.message}`);
        this.#size = Math.ceil((end - begin) / 2);
      }
    }
  }
}

/** How the backends, V8 and drivers say that a tensor does not fit. */
const exhaustion =
  /out of memory|out[_-]of[_-](device|host)[_-]memory|\bOOM\b|resource exhausted|allocation failed|invalid (typed )?array (buffer )?length|exceeds (the )?(max|limit|WebGPU)|larger than the maximum/i;

function isTooLarge(error: unknown): error is Error {
  return error instanceof Error && exhaustion.test(error.message);
}
