import { checkMemory, formatMemory, UserError } from '../base/index.ts';
import type { Operation } from './operation.ts';
import { sizeOf } from './shape.ts';

/** A network, or what else has nodes. */
export interface Nodes {
  readonly nodes: readonly { readonly operation: Operation }[];
}

/** Bytes that a network, or what is read of it, may take unless said: more than a process of 2026 mostly has. */
export const usualAllowance = 2 ** 34;

/** Adds up what a network takes as it is read, node by node, and refuses what is beyond. */
export class Bytes {
  sum = 0;
  readonly #allowed: number;
  readonly #arrays = new Set<ArrayBufferView>();

  constructor(allowed: number) {
    checkMemory(allowed);
    this.#allowed = allowed;
  }

  /** Weights and where they stand, and a value of every unit. @throws UserError if that is more than is allowed */
  addNode(operation: Operation): void {
    this.sum += Float64Array.BYTES_PER_ELEMENT * sizeOf(operation.shape);
    this.add(...arraysOf(operation));
  }

  /** Arrays, each of which counts once. @throws UserError if that is more than is allowed */
  add(...arrays: readonly ArrayBufferView[]): void {
    for (const array of arrays) {
      if (!this.#arrays.has(array)) this.sum += array.byteLength;
      this.#arrays.add(array);
    }
    if (this.sum <= this.#allowed) return;
    throw new UserError(
      `with it the network takes ${formatMemory(this.sum)} for weights and values, and ${formatMemory(this.#allowed)} ` +
        'are allowed; allow more memory, or take a machine that has more.',
    );
  }
}

/** Bytes of a network as it is read, about: weights, where they stand, and a value of every unit. */
export function bytesOf({ nodes }: Nodes): number {
  const bytes = new Bytes(Infinity);
  for (const { operation } of nodes) bytes.addNode(operation);
  return bytes.sum;
}

function arraysOf(operation: Operation): ArrayBufferView[] {
  if (operation.family === 'maximum') return [operation.pointers, operation.candidates];
  if (operation.family !== 'linear') return [];
  const { matrices, bias } = operation;
  const arrays = matrices.flatMap(({ weights, pointers, starts, offsets }) => [weights, pointers, starts, offsets]);
  return bias === undefined ? arrays : [...arrays, bias];
}
