import type { TiledMatrix } from '../../network/index.ts';
import {
  Progress,
  singleLanes,
  type Entries,
  type KinkGroups,
  type Kinks,
  type LiveColumns,
  type Numbers,
  type Runs,
  type UnitState,
  type WeighedChanges,
} from '../memory/index.ts';
import type { Kernels, Workspace } from './kernels.ts';
import { wasmModule } from './wasmModule.ts';

const pageSize = 65536;
/** Pages of an address space of 32 bits. */
const mostPages = 65536;
/** Arrays start at multiples of this, so that no float64 pair lies in two cache lines. */
const alignment = 64;

/** What `assembly/kernels.ts` exports, where the arguments are named; they are addresses, counts and numbers. */
type Exports = Readonly<Record<KernelName, (...of: number[]) => number>>;

type KernelName =
  | 'clear'
  | 'addColumns'
  | 'pickRows'
  | 'passKinks'
  | 'takeEntries'
  | 'touchUnits'
  | 'depart'
  | 'leap'
  | 'follow'
  | 'look'
  | 'gate'
  | 'subtractMoments'
  | 'pass'
  | 'pull'
  | 'weigh'
  | 'deviate';

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

function addressesOf({ units, changes, starts, masses }: WeighedChanges): number[] {
  return [units.byteOffset, changes.byteOffset, starts.byteOffset, masses.byteOffset];
}

function addressesIn({ pointers, starts, offsets, weights, tileRows, tileColumns }: TiledMatrix): number[] {
  return [pointers.byteOffset, starts.byteOffset, offsets.byteOffset, weights.byteOffset, tileRows, tileColumns];
}

/** The same, and between them the lengths of runs, of which a matrix with all rows has none. */
function addressesInEither(matrix: TiledMatrix | LiveColumns): number[] {
  const { pointers, starts, offsets, weights, tileColumns } = matrix;
  const [lengths, rows] = 'lengths' in matrix ? [matrix.lengths.byteOffset, 0] : [0, matrix.tileRows];
  return [pointers.byteOffset, starts.byteOffset, lengths, offsets.byteOffset, weights.byteOffset, rows, tileColumns];
}

function addressesAlong({ alphas, order, starts, units, changes }: Kinks): number[] {
  return [alphas.byteOffset, order.byteOffset, starts.byteOffset, units.byteOffset, changes.byteOffset];
}

class WasmKernels implements Kernels {
  readonly name = 'WebAssembly';
  readonly #memory: WebAssembly.Memory;
  readonly #exports: Exports;
  /** Copies of matrices in the memory. */
  readonly #held = new Map<TiledMatrix, TiledMatrix>();
  /** Counts that a call takes and returns, below everything else. */
  readonly #counts: Int32Array;
  /** Where the matrices end, and where all arrays do. */
  #floor = alignment;
  #top = alignment;
  /** The innermost workspace in use. */
  #current: Workspace | undefined;

  constructor(memory: WebAssembly.Memory, exports: Exports) {
    this.#memory = memory;
    this.#exports = exports;
    this.#counts = new Int32Array(memory.buffer, 0, 2);
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
      float64: current((length) => this.#cleared(this.#float64(length))),
      float32: current((length) => this.#cleared(this.#float32(length))),
      int32: current((length) => this.#cleared(this.#int32(length))),
      matrix: current((matrix) => this.#held.get(matrix) ?? this.#copy(matrix)),
    };
    return workspace;
  }

  // Called for each crossing, so that no array is made of its arguments; and so with takeEntries, touch and gate.
  addColumns(
    matrix: TiledMatrix | LiveColumns,
    units: Int32Array,
    changes: Float64Array,
    begin: number,
    end: number,
    sums: Runs,
  ): number {
    const { pointers, starts, offsets, weights, tileColumns } = matrix;
    const isLive = 'lengths' in matrix;
    const { values, width, marked, touched, count } = sums;
    return this.#exports.addColumns(
      pointers.byteOffset,
      starts.byteOffset,
      isLive ? matrix.lengths.byteOffset : 0,
      offsets.byteOffset,
      weights.byteOffset,
      isLive ? 0 : matrix.tileRows,
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

  pickRows(...[matrix, rows, columns, { offsets, weights }]: Parameters<Kernels['pickRows']>): void {
    const { units, ranks } = rows;
    this.#exports.pickRows(
      ...addressesIn(matrix),
      units.byteOffset,
      ranks.byteOffset,
      columns.byteOffset,
      columns.length,
      offsets.byteOffset,
      weights.byteOffset,
    );
  }

  passKinks(...[matrix, source, from, to, until, single, sums, out]: Parameters<Kernels['passKinks']>): number {
    const { values, width, marked, touched } = sums;
    const state = this.#counts;
    state.set([sums.count, out.groups]);
    const next = this.#exports.passKinks(
      ...addressesInEither(matrix),
      ...addressesAlong(source),
      source.width,
      to,
      from,
      until,
      single.units.byteOffset,
      single.changes.byteOffset,
      values.byteOffset,
      width,
      marked.byteOffset,
      touched.byteOffset,
      values.length / width,
      state.byteOffset,
      out.alphas.byteOffset,
      out.starts.byteOffset,
      out.units.byteOffset,
      out.changes.byteOffset,
      out.alphas.length,
      out.units.length,
    );
    [sums.count, out.groups] = state;
    return next;
  }

  takeEntries(
    { width, values, marked, touched, count }: Runs,
    numbers: Int32Array,
    out: Entries,
    at: number,
    first: number,
  ): number {
    const units = out.units.byteOffset + 4 * at;
    const changes = out.changes.byteOffset + 8 * at;
    return this.#exports.takeEntries(
      values.byteOffset,
      width,
      marked.byteOffset,
      touched.byteOffset,
      count,
      numbers.byteOffset,
      units,
      changes,
      first,
    );
  }

  touch(state: UnitState, source: KinkGroups, out: Kinks | undefined): number {
    const { numbers, touchedAt, width, names, list, before, progress, active, activeCounts } = state;
    progress[Progress.groups] = out?.groups ?? 0;
    const listed = this.#exports.touchUnits(
      numbers.byteOffset,
      touchedAt.byteOffset,
      width,
      names?.byteOffset ?? 0,
      list.byteOffset,
      before.byteOffset,
      progress.byteOffset,
      active.byteOffset,
      activeCounts.byteOffset,
      source.alphas.byteOffset,
      source.order.byteOffset,
      source.starts.byteOffset,
      source.units.byteOffset,
      source.changes.byteOffset,
      source.groups,
      out?.alphas.byteOffset ?? 0,
      out?.starts.byteOffset ?? 0,
      out?.units.byteOffset ?? 0,
      out?.changes.byteOffset ?? 0,
      out?.alphas.length ?? 0,
      out?.units.length ?? 0,
    );
    if (out !== undefined) out.groups = progress[Progress.groups];
    return listed;
  }

  depart(...[source, from, to, since, departures]: Parameters<Kernels['depart']>): void {
    const { kinks } = departures;
    departures.count = this.#exports.depart(
      ...addressesAlong(source),
      from,
      to,
      since,
      kinks.alphas.byteOffset,
      kinks.starts.byteOffset,
      kinks.units.byteOffset,
      kinks.changes.byteOffset,
      departures.values.byteOffset,
      departures.units.byteOffset,
      departures.numbers.byteOffset,
      departures.places.byteOffset,
    );
    kinks.groups = to - from;
  }

  leap(...[matrix, departures, { numbers, touchedAt }, active]: Parameters<Kernels['leap']>): number {
    const { kinks } = departures;
    return this.#exports.leap(
      ...addressesIn(matrix),
      matrix.rows,
      departures.count,
      departures.units.byteOffset,
      departures.numbers.byteOffset,
      departures.sums.byteOffset,
      departures.listed.byteOffset,
      numbers.byteOffset,
      kinks.alphas[kinks.groups - 1] - touchedAt[0],
      Number(active),
    );
  }

  follow(...[{ rows, weights, offsets }, departures, count, state, passed]: Parameters<Kernels['follow']>): number {
    const { kinks, units, listed, few } = departures;
    return this.#exports.follow(
      weights.byteOffset + 8 * offsets[0],
      rows,
      units.byteOffset,
      departures.count,
      kinks.alphas.byteOffset,
      kinks.starts.byteOffset,
      kinks.units.byteOffset,
      kinks.changes.byteOffset,
      kinks.groups,
      listed.byteOffset,
      count,
      few.byteOffset,
      state.numbers.byteOffset,
      state.touchedAt[0],
      state.list.byteOffset,
      state.before.byteOffset,
      state.progress.byteOffset,
      passed?.byteOffset ?? 0,
    );
  }

  look(...[{ numbers, touchedAt, width, list, before, progress }, alpha]: Parameters<Kernels['look']>): number {
    return this.#exports.look(
      numbers.byteOffset,
      touchedAt.byteOffset,
      width,
      list.byteOffset,
      before.byteOffset,
      progress.byteOffset,
      touchedAt.length,
      alpha,
    );
  }

  gate(
    { width, values, marked, touched, count }: Runs,
    adjoint: Float64Array,
    gains: Float64Array,
    input: Float64Array,
  ): void {
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

  pull(
    ...[matrix, { columns, targets, factors }, count, { lanes, numbers, first }, into]: Parameters<Kernels['pull']>
  ): void {
    this.#exports.pull(
      ...addressesIn(matrix),
      count,
      columns.byteOffset,
      targets.byteOffset,
      factors.byteOffset,
      lanes,
      numbers.byteOffset + numbers.BYTES_PER_ELEMENT * lanes * first,
      into.byteOffset,
    );
  }

  weigh(
    ...[{ nodes, weights, next, passed }, alphas, begin, end, near, lanes, into]: Parameters<Kernels['weigh']>
  ): void {
    this.#exports.weigh(
      nodes.byteOffset,
      weights.byteOffset,
      next.byteOffset,
      passed.byteOffset,
      passed.length,
      alphas.byteOffset + 8 * begin,
      end - begin,
      near,
      lanes,
      into.byteOffset,
    );
  }

  deviate(...[integrals, { reference, others, weights }, shares, sums]: Parameters<Kernels['deviate']>): void {
    this.#exports.deviate(
      integrals.byteOffset,
      reference.length,
      reference.byteOffset,
      others.byteOffset,
      weights.byteOffset,
      shares.byteOffset,
      shares.length / singleLanes,
      sums.byteOffset,
    );
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

  #copy(matrix: TiledMatrix, known = new Map<Float64Array, Float64Array>()): TiledMatrix {
    const weights = known.get(matrix.weights) ?? this.#float64(matrix.weights.length);
    if (!known.has(matrix.weights)) weights.set(matrix.weights);
    known.set(matrix.weights, weights);
    return {
      ...matrix,
      weights,
      pointers: this.#copied(matrix.pointers),
      starts: this.#copied(matrix.starts),
      offsets: this.#copied(matrix.offsets),
    };
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
