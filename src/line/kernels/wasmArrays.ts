import { formatMemory, UserError } from '../../base/index.ts';
import { withWeightsIn, type TiledMatrix } from '../../network/index.ts';
import { recorded, type HeldMatrix, type Memory, type Numbers } from '../memory/index.ts';

const pageSize = 65536;
/** Pages of an address space of 32 bits. */
export const mostPages = 65536;
/** Slots that are taken at a time, for many records. */
const slotsAtATime = 1024;
/** Arrays start at multiples of this, so that no float64 pair lies in two cache lines. */
const alignment = 64;

/** Arrays of zeros in the memory of WebAssembly, one above the other; up to the next one there are zeros, too. */
export class WasmArrays implements Memory {
  /** Where they end. */
  top: number;
  readonly #memory: WebAssembly.Memory;
  readonly #begin: number;
  readonly #clear: (at: number, bytes: number) => void;

  /**
   * @param free where memory begins that is not in use
   * @param clear fills bytes with zeros: much faster than `fill` on shared memory
   */
  constructor(memory: WebAssembly.Memory, free: number, clear: (at: number, bytes: number) => void) {
    this.#memory = memory;
    this.#begin = aligned(Math.max(free, 1));
    this.top = this.#begin;
    this.#clear = clear;
  }

  readonly float64 = (length: number): Float64Array => this.#cleared(this.#float64(length));

  readonly float32 = (length: number): Float32Array => {
    const at = this.#take(4 * length);
    return this.#cleared(new Float32Array(this.#memory.buffer, at, length));
  };

  readonly int32 = (length: number): Int32Array => this.#cleared(this.#int32(length));

  readonly slots = (count: number): ReturnType<Memory['slots']> => ({ array: this.int32(count), begin: 0 });

  /** Forgets all. */
  reset(): void {
    this.top = this.#begin;
  }

  /** Copies a matrix. @param known weights that were copied */
  copy(matrix: TiledMatrix, known = new Map<Float64Array, Float64Array>()): HeldMatrix {
    return recorded(this, 'Matrix', {
      ...withWeightsIn(matrix, (length) => this.#float64(length), known),
      pointers: this.#copied(matrix.pointers),
      starts: this.#copied(matrix.starts),
      offsets: this.#copied(matrix.offsets),
    });
  }

  #copied(array: Int32Array): Int32Array {
    const copy = this.#int32(array.length);
    copy.set(array);
    return copy;
  }

  #float64(length: number): Float64Array {
    const at = this.#take(8 * length);
    return new Float64Array(this.#memory.buffer, at, length);
  }

  #int32(length: number): Int32Array {
    const at = this.#take(4 * length);
    return new Int32Array(this.#memory.buffer, at, length);
  }

  #cleared<T extends Numbers | Int32Array>(array: T): T {
    this.#clear(array.byteOffset, aligned(array.byteLength));
    return array;
  }

  /** The address of so many bytes, for which the memory has grown where it needs to. */
  #take(bytes: number): number {
    const at = this.top;
    this.top = aligned(at + bytes);
    const missing = this.top - this.#memory.buffer.byteLength;
    if (missing > 0) this.#grow(Math.ceil(missing / pageSize));
    return at;
  }

  /** @throws UserError if there is no more memory */
  #grow(pages: number): void {
    try {
      this.#memory.grow(pages);
    } catch {
      throw new UserError(
        `What is followed on the line takes ${formatMemory(this.top)}, more than the 4 GiB that WebAssembly may have or ` +
          'more than there is; allow less memory, so that less is kept, or name a quadrature rule and sample.',
      );
    }
  }
}

function aligned(at: number): number {
  return Math.ceil(at / alignment) * alignment;
}

/** Takes slots out of larger arrays. */
export function slotsOf({ int32 }: Memory): Memory['slots'] {
  let array = int32(0);
  let end = 0;
  return (count) => {
    if (end + count > array.length) {
      array = int32(slotsAtATime);
      end = 0;
    }
    end += count;
    return { array, begin: end - count };
  };
}
