import type { TiledMatrix } from '../../network/index.ts';
import {
  recorded,
  type Entries,
  type HeldMatrix,
  type KinkGroups,
  type Kinks,
  type CompactedColumns,
  type Memory,
  type Numbers,
  type Runs,
  type UnitState,
} from '../memory/index.ts';
import type { Kernels, Workspace } from './kernels.ts';
import { wasmModule } from './wasmModule.ts';

const pageSize = 65536;
/** Pages of an address space of 32 bits. */
const mostPages = 65536;
/** Slots that are taken at a time, for many records. */
const slotsAtATime = 1024;
/** Arrays start at multiples of this, so that no float64 pair lies in two cache lines. */
const alignment = 64;

/** A kernel as WebAssembly has it: of an array or a record it takes the address, and 0 where there is none. */
type Raw<Kernel> = Kernel extends (...of: infer A) => unknown ? (...of: { [I in keyof A]: number }) => number : never;

/** What `assembly/kernels.ts` exports. */
type Exports = { readonly [Name in Exclude<keyof Kernels, 'name' | 'use'>]: Raw<Kernels[Name]> } & {
  readonly clear: (at: number, bytes: number) => void;
};

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
  /** Copies of matrices in the memory. */
  readonly #held = new Map<TiledMatrix, HeldMatrix>();
  /** Where the matrices end, and where all arrays do. */
  #floor = alignment;
  #top = alignment;
  readonly #zeros: Memory = {
    float64: (length) => this.#cleared(this.#float64(length)),
    float32: (length) => this.#cleared(this.#float32(length)),
    int32: (length) => this.#cleared(this.#int32(length)),
    slots: (count) => ({ array: this.#cleared(this.#int32(count)), begin: 0 }),
  };
  /** The innermost workspace in use. */
  #current: Workspace | undefined;

  constructor(memory: WebAssembly.Memory, exports: Exports) {
    this.#memory = memory;
    this.#exports = exports;
  }

  use<T>(matrices: Iterable<TiledMatrix>, compute: (workspace: Workspace) => T): T {
    const [outer, top] = [this.#current, this.#top];
    const needed = new Set(matrices);
    if (outer === undefined && [...needed].some((matrix) => !this.#held.has(matrix))) this.#hold(needed);
    const workspace = this.#workspace();
    this.#current = workspace;
    try {
      return compute(workspace);
    } finally {
      this.#current = outer;
      this.#top = outer === undefined ? this.#floor : top;
    }
  }

  /** Makes arrays on top of all others, as long as it is the current one. */
  #workspace(): Workspace {
    const current =
      <A extends unknown[], T>(make: (...of: A) => T) =>
      (...of: A): T => {
        if (this.#current === workspace) return make(...of);
        throw new Error('a workspace makes no arrays once it is given back, nor while another one is used within it');
      };
    const workspace: Workspace = {
      kernels: this,
      float64: current(this.#zeros.float64),
      float32: current(this.#zeros.float32),
      int32: current(this.#zeros.int32),
      slots: current(slotsOf(this.#zeros)),
      matrix: current((matrix) => this.#held.get(matrix) ?? this.#copy(matrix)),
    };
    return workspace;
  }

  // Called for each crossing, so that no array is made of its arguments; and so with takeEntries, applyKinks and
  // backpropActivation.
  addColumns(matrix: HeldMatrix | CompactedColumns, entries: Entries, begin: number, end: number, sums: Runs): void {
    this.#exports.addColumns(matrix.address, entries.address, begin, end, sums.address);
  }

  pickRows(...[matrix, rows, columns, count, to]: Parameters<Kernels['pickRows']>): void {
    this.#exports.pickRows(matrix.address, rows.address, columns.byteOffset, count, to.address);
  }

  passKinks(...[passing, source, from, to, until]: Parameters<Kernels['passKinks']>): number {
    return this.#exports.passKinks(passing.address, source.address, from, to, until);
  }

  takeEntries(sums: Runs, numbers: Int32Array, out: Entries, at: number, first: number): number {
    return this.#exports.takeEntries(sums.address, numbers.byteOffset, out.address, at, first);
  }

  applyKinks(state: UnitState, source: KinkGroups, out: Kinks | undefined): number {
    return this.#exports.applyKinks(state.address, source.address, out?.address ?? 0);
  }

  boundDeviations(...[source, from, to, since, deviations]: Parameters<Kernels['boundDeviations']>): void {
    this.#exports.boundDeviations(source.address, from, to, since, deviations.address);
  }

  skipStable(...[matrix, deviations, state, active]: Parameters<Kernels['skipStable']>): number {
    return this.#exports.skipStable(matrix.address, deviations.address, state.address, Number(active));
  }

  stepThroughKinks(...[matrix, deviations, count, state, passes]: Parameters<Kernels['stepThroughKinks']>): number {
    return this.#exports.stepThroughKinks(matrix.address, deviations.address, count, state.address, Number(passes));
  }

  findCrossings(...[state, alpha]: Parameters<Kernels['findCrossings']>): number {
    return this.#exports.findCrossings(state.address, alpha);
  }

  backpropActivation(changes: Runs, adjoint: Float64Array, pieceSlopes: Float64Array, input: Float64Array): void {
    this.#exports.backpropActivation(changes.address, adjoint.byteOffset, pieceSlopes.byteOffset, input.byteOffset);
  }

  subtractMoments(...[changes, begin, end, moments]: Parameters<Kernels['subtractMoments']>): void {
    this.#exports.subtractMoments(changes.address, begin, end, moments.address);
  }

  integrateSlopeChanges(
    ...[matrix, slopeChanges, changes, group, moments, into]: Parameters<Kernels['integrateSlopeChanges']>
  ): number {
    const { byteOffset } = into;
    return this.#exports.integrateSlopeChanges(
      matrix.address,
      slopeChanges.address,
      changes.address,
      group,
      moments.address,
      byteOffset,
    );
  }

  pull(...[matrix, slopeChanges, count, vectors, into]: Parameters<Kernels['pull']>): void {
    this.#exports.pull(matrix.address, slopeChanges.address, count, vectors.address, into.byteOffset);
  }

  weigh(...[points, alphas, begin, end, near, into]: Parameters<Kernels['weigh']>): void {
    this.#exports.weigh(points.address, alphas.byteOffset, begin, end, near, into.byteOffset);
  }

  deviate(...[integrals, references, shares, rows, sums]: Parameters<Kernels['deviate']>): void {
    const { byteOffset } = sums;
    this.#exports.deviate(integrals.byteOffset, references.address, shares.byteOffset, rows, byteOffset);
  }

  /** Puts matrices in the place of those that are held. */
  #hold(matrices: ReadonlySet<TiledMatrix>): void {
    this.#held.clear();
    this.#top = alignment;
    // Layers of one kind may share weights.
    const weights = new Map<Float64Array, Float64Array>();
    for (const matrix of matrices) this.#held.set(matrix, this.#copy(matrix, weights));
    this.#floor = this.#top;
  }

  #copy(matrix: TiledMatrix, known = new Map<Float64Array, Float64Array>()): HeldMatrix {
    const weights = known.get(matrix.weights) ?? this.#float64(matrix.weights.length);
    if (!known.has(matrix.weights)) weights.set(matrix.weights);
    known.set(matrix.weights, weights);
    return recorded(this.#zeros, 'Matrix', {
      ...matrix,
      weights,
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

  #float32(length: number): Float32Array {
    const at = this.#take(4 * length);
    return new Float32Array(this.#memory.buffer, at, length);
  }

  #int32(length: number): Int32Array {
    const at = this.#take(4 * length);
    return new Int32Array(this.#memory.buffer, at, length);
  }

  /** Much faster than `fill` on shared memory. */
  #cleared<T extends Numbers | Int32Array>(array: T): T {
    this.#exports.clear(array.byteOffset, array.byteLength);
    return array;
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

/** Takes slots out of larger arrays. */
function slotsOf({ int32 }: Memory): Memory['slots'] {
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
