import type { TiledMatrix } from '../../network/index.ts';
import type { Kernels, WeighedChanges, Workspace } from './kernels.ts';
import { wasmModule } from './wasmModule.ts';

const pageSize = 65536;
/** Pages of an address space of 32 bits. */
const mostPages = 65536;
/** Arrays start at multiples of this, so that no float64 pair lies in two cache lines. */
const alignment = 64;

/** What `assembly/kernels.ts` exports, where the arguments are named; they are addresses, counts and numbers. */
interface Exports {
  readonly addColumns: (...of: number[]) => number;
  readonly takeRuns: (...of: number[]) => void;
  readonly takeEntries: (...of: number[]) => number;
  readonly apply: (...of: number[]) => number;
  readonly touchUnits: (...of: number[]) => number;
  readonly gate: (...of: number[]) => void;
  readonly subtractMoments: (...of: number[]) => void;
  readonly pass: (...of: number[]) => number;
  readonly pull: (...of: number[]) => void;
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

/** Calls what takes units and a group of kinks that touches them. */
function callOnUnits(
  kernel: Exports['apply'],
  ...[{ width, values, touchedAt, list }, { alphas, starts, units, changes }, group, out, at]: Parameters<Kernels['apply']>
): number {
  const begin = starts[group];
  return kernel(
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
}

function addressesOf({ units, changes, starts, masses }: WeighedChanges): number[] {
  return [units.byteOffset, changes.byteOffset, starts.byteOffset, masses.byteOffset];
}

function addressesIn({ pointers, starts, offsets, weights, tileRows, tileColumns }: TiledMatrix): number[] {
  return [pointers.byteOffset, starts.byteOffset, offsets.byteOffset, weights.byteOffset, tileRows, tileColumns];
}

class WasmKernels implements Kernels {
  readonly name = 'WebAssembly';
  readonly #memory: WebAssembly.Memory;
  readonly #exports: Exports;
  /** Copies of matrices in the memory. */
  readonly #held = new Map<TiledMatrix, TiledMatrix>();
  /** Where the matrices end, and where all arrays do. */
  #floor = 0;
  #top = 0;

  constructor(memory: WebAssembly.Memory, exports: Exports) {
    this.#memory = memory;
    this.#exports = exports;
  }

  open(matrices: Iterable<TiledMatrix>): Workspace {
    const needed = new Set(matrices);
    if ([...needed].some((matrix) => !this.#held.has(matrix))) this.#hold(needed);
    this.#top = this.#floor;
    return {
      float64: (length) => this.#float64(length).fill(0),
      int32: (length) => this.#int32(length).fill(0),
      matrix: (matrix) => this.#held.get(matrix) ?? this.#copy(matrix),
    };
  }

  addColumns(...[matrix, units, changes, begin, end, sums]: Parameters<Kernels['addColumns']>): number {
    const { pointers, starts, offsets, weights, tileRows, tileColumns } = matrix;
    const { values, width, marked, touched, count } = sums;
    return this.#exports.addColumns(
      pointers.byteOffset,
      starts.byteOffset,
      offsets.byteOffset,
      weights.byteOffset,
      tileRows,
      tileColumns,
      units.byteOffset + 4 * begin,
      changes.byteOffset + 8 * begin,
      end - begin,
      values.byteOffset,
      width,
      marked.byteOffset,
      touched.byteOffset,
      count,
    );
  }

  takeRuns(...[{ width, values, marked, touched, count }, out, at]: Parameters<Kernels['takeRuns']>): void {
    const units = out.units.byteOffset + 4 * at;
    const changes = out.changes.byteOffset + 8 * at * width;
    this.#exports.takeRuns(values.byteOffset, width, marked.byteOffset, touched.byteOffset, count, units, changes);
  }

  takeEntries(...[{ width, values, marked, touched, count }, out, at, first]: Parameters<Kernels['takeEntries']>): number {
    const units = out.units.byteOffset + 4 * at;
    const changes = out.changes.byteOffset + 8 * at;
    return this.#exports.takeEntries(values.byteOffset, width, marked.byteOffset, touched.byteOffset, count, units, changes, first);
  }

  apply(...of: Parameters<Kernels['apply']>): number {
    return callOnUnits(this.#exports.apply, ...of);
  }

  touch(...of: Parameters<Kernels['touch']>): number {
    return callOnUnits(this.#exports.touchUnits, ...of);
  }

  gate(...[{ width, values, marked, touched, count }, adjoint, gains, input]: Parameters<Kernels['gate']>): void {
    this.#exports.gate(
      values.byteOffset,
      adjoint.byteOffset,
      gains.byteOffset,
      input.byteOffset,
      width,
      marked.byteOffset,
      touched.byteOffset,
      count,
    );
  }

  subtractMoments(...[changes, begin, end, { lanes, numbers }]: Parameters<Kernels['subtractMoments']>): void {
    this.#exports.subtractMoments(...addressesOf(changes), begin, end, lanes, numbers.byteOffset);
  }

  pass(...[matrix, passages, changes, group, { lanes, numbers, first }, into]: Parameters<Kernels['pass']>): number {
    const { begin, end, columns, targets, factors, groups, masses, adjoints } = passages;
    return this.#exports.pass(
      ...addressesIn(matrix),
      end - begin,
      columns.byteOffset + 4 * begin,
      targets.byteOffset + 4 * begin,
      factors.byteOffset + 8 * begin,
      groups.byteOffset + 4 * begin,
      masses.byteOffset,
      adjoints.byteOffset + 8 * begin,
      ...addressesOf(changes),
      group,
      lanes,
      numbers.byteOffset,
      first,
      into.byteOffset,
    );
  }

  pull(...[matrix, { columns, targets, factors }, count, { lanes, numbers, first }, into]: Parameters<Kernels['pull']>): void {
    this.#exports.pull(
      ...addressesIn(matrix),
      count,
      columns.byteOffset,
      targets.byteOffset,
      factors.byteOffset,
      lanes,
      numbers.byteOffset + 8 * lanes * first,
      into.byteOffset,
    );
  }

  /** Puts matrices in the place of those that are held. */
  #hold(matrices: ReadonlySet<TiledMatrix>): void {
    this.#held.clear();
    this.#top = 0;
    // Layers of one kind may share weights.
    const weights = new Map<Float64Array, Float64Array>();
    for (const matrix of matrices) this.#held.set(matrix, this.#copy(matrix, weights));
    this.#floor = this.#top;
  }

  #copy(matrix: TiledMatrix, known = new Map<Float64Array, Float64Array>()): TiledMatrix {
    const weights = known.get(matrix.weights) ?? this.#float64(matrix.weights.length);
    if (!known.has(matrix.weights)) weights.set(matrix.weights);
    known.set(matrix.weights, weights);
    return { ...matrix, weights, pointers: this.#copied(matrix.pointers), starts: this.#copied(matrix.starts), offsets: this.#copied(matrix.offsets) };
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

  /** The address of so many bytes. */
  #take(bytes: number): number {
    const at = this.#top;
    this.#top = Math.ceil((at + bytes) / alignment) * alignment;
    const missing = this.#top - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / pageSize));
    return at;
  }
}
