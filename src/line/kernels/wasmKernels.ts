import type { TiledMatrix } from '../../network/index.ts';
import { together, type Kernels, type Workspace } from './kernels.ts';
import { plainKernels } from './plainKernels.ts';
import { wasmModule } from './wasmModule.ts';

const pageSize = 65536;
/** Pages of an address space of 32 bits. */
const mostPages = 65536;
/** Arrays start at multiples of this, so that no float64 pair lies in two cache lines. */
const alignment = 64;
/** Products below which a call costs more than it saves. */
const worthwhile = 16;

/** What `assembly/kernels.ts` exports, where the arguments are named; they are addresses, counts and numbers. */
interface Exports {
  addTile(...of: number[]): void;
  scan(...of: number[]): number;
  apply(...of: number[]): number;
  gate(...of: number[]): void;
  drain(...of: number[]): number;
  subtractMoments(...of: number[]): void;
  addDots(...of: number[]): void;
}

/**
 * The kernels in WebAssembly with SIMD. The memory is shared, because only such a memory keeps its views when it grows;
 * at its bottom it holds the weights of the network that was used last.
 *
 * @returns undefined where there is no shared memory or no SIMD
 */
export function makeWasmKernels(): Kernels | undefined {
  try {
    const memory = new WebAssembly.Memory({ initial: 16, maximum: mostPages, shared: true });
    const bytes = Uint8Array.from(atob(wasmModule), (character) => character.charCodeAt(0));
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
    return new WasmKernels(memory, exports as unknown as Exports);
  } catch {
    return undefined;
  }
}

class WasmKernels implements Kernels {
  readonly name = 'WebAssembly';
  readonly #memory: WebAssembly.Memory;
  readonly #exports: Exports;
  /** Views of weights in the memory, by where they come from. */
  readonly #held = new Map<Float64Array, Float64Array>();
  /** Where the weights end, and where all arrays do. */
  #floor = 0;
  #top = 0;

  constructor(memory: WebAssembly.Memory, exports: Exports) {
    this.#memory = memory;
    this.#exports = exports;
  }

  open(matrices: Iterable<TiledMatrix>): Workspace {
    const needed = new Set(Array.from(matrices, ({ weights }) => weights));
    if ([...needed].some((weights) => !this.#held.has(weights))) this.#hold(needed);
    this.#top = this.#floor;
    return {
      float64: (length) => this.#float64(length).fill(0),
      int32: (length) => this.#int32(length).fill(0),
      weights: ({ weights }) => this.#held.get(weights) ?? this.#copy(weights),
    };
  }

  addTile(...[values, at, weights, offset, rows, units, changes, begin, end]: Parameters<Kernels['addTile']>): void {
    if (rows * (end - begin) < worthwhile) {
      plainKernels.addTile(values, at, weights, offset, rows, units, changes, begin, end);
      return;
    }
    this.#exports.addTile(
      values.byteOffset + 8 * at,
      weights.byteOffset + 8 * offset,
      rows,
      units.byteOffset + 4 * begin,
      changes.byteOffset + 8 * begin,
      end - begin,
    );
  }

  scan(...[state, { alphas, starts, units }, group]: Parameters<Kernels['scan']>): number {
    const { width, values, touchedAt, list } = state;
    const begin = starts[group];
    const count = starts[group + 1] - begin;
    const runs = units.byteOffset + 4 * begin;
    return this.#exports.scan(values.byteOffset, values.length, touchedAt.byteOffset, width, alphas[group], runs, count, list.byteOffset);
  }

  apply(...[state, source, group, out, at]: Parameters<Kernels['apply']>): number {
    const { width, values, touchedAt, list } = state;
    const { alphas, starts, units, changes } = source;
    const begin = starts[group];
    const passed = this.#exports.apply(
      values.byteOffset,
      values.length,
      touchedAt.byteOffset,
      width,
      alphas[group],
      units.byteOffset + 4 * begin,
      starts[group + 1] - begin,
      changes.byteOffset + 8 * begin * width,
      out.units.byteOffset + 4 * at,
      out.changes.byteOffset + 8 * at,
      list.byteOffset,
    );
    return at + passed;
  }

  gate(...[{ width, values, touched, count }, adjoint, gains, input]: Parameters<Kernels['gate']>): void {
    const { byteOffset } = values;
    this.#exports.gate(byteOffset, adjoint.byteOffset, gains.byteOffset, input.byteOffset, width, touched.byteOffset, count);
  }

  drain(...[{ width, values, touched, count }, units, into]: Parameters<Kernels['drain']>): number {
    return this.#exports.drain(values.byteOffset, width, touched.byteOffset, count, units.byteOffset, into.byteOffset);
  }

  subtractMoments(...[units, changes, count, masses, moments]: Parameters<Kernels['subtractMoments']>): void {
    this.#exports.subtractMoments(units.byteOffset, changes.byteOffset, count, masses.byteOffset, moments.byteOffset);
  }

  addDots(...[into, unit, weights, offset, rows, columns, vectors, row]: Parameters<Kernels['addDots']>): void {
    const tile = weights.byteOffset + 8 * offset;
    const side = 8 * together;
    this.#exports.addDots(into.byteOffset + side * unit, tile, rows, columns, vectors.byteOffset + side * row);
  }

  /** Puts weights in the place of those that are held. */
  #hold(weights: ReadonlySet<Float64Array>): void {
    this.#held.clear();
    this.#top = 0;
    for (const of of weights) {
      this.#held.set(of, this.#copy(of));
    }
    this.#floor = this.#top;
  }

  #copy(array: Float64Array): Float64Array {
    const copy = this.#float64(array.length);
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

  /** The address of so many bytes. */
  #take(bytes: number): number {
    const at = this.#top;
    this.#top = Math.ceil((at + bytes) / alignment) * alignment;
    const missing = this.#top - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / pageSize));
    return at;
  }
}
