import type { TiledMatrix } from '../../network/index.ts';
import type { HeldMatrix } from '../memory/index.ts';
import type { Kernels, Workspace } from './kernels.ts';
import { slotsOf, type WasmArrays } from './wasmArrays.ts';

/** Workspaces in the memory of WebAssembly, at whose bottom are the weights of the network that was used last. */
export class WasmWorkspaces {
  readonly #arrays: WasmArrays;
  /** Copies of matrices in the memory, and where they end. */
  readonly #held = new Map<TiledMatrix, HeldMatrix>();
  #floor: number;
  /** The innermost workspace in use. */
  #current: Workspace | undefined;

  constructor(arrays: WasmArrays) {
    this.#arrays = arrays;
    this.#floor = arrays.top;
  }

  /** As `Kernels.use`. */
  use<T>(kernels: Kernels, matrices: Iterable<TiledMatrix>, compute: (workspace: Workspace) => T): T {
    const [outer, { top }] = [this.#current, this.#arrays];
    const needed = new Set(matrices);
    if (outer === undefined && [...needed].some((matrix) => !this.#held.has(matrix))) this.#hold(needed);
    const workspace = this.#workspace(kernels);
    this.#current = workspace;
    try {
      return compute(workspace);
    } finally {
      this.#current = outer;
      this.#arrays.top = outer === undefined ? this.#floor : top;
    }
  }

  /** Makes arrays on top of all others, as long as it is the current one. */
  #workspace(kernels: Kernels): Workspace {
    const arrays = this.#arrays;
    const current =
      <A extends unknown[], T>(make: (...of: A) => T) =>
      (...of: A): T => {
        if (this.#current === workspace) return make(...of);
        throw new Error('a workspace makes no arrays once it is given back, nor while another one is used within it');
      };
    const workspace: Workspace = {
      kernels,
      float64: current(arrays.float64),
      float32: current(arrays.float32),
      int32: current(arrays.int32),
      slots: current(slotsOf(arrays)),
      matrix: current((matrix) => this.#held.get(matrix) ?? arrays.copy(matrix)),
    };
    return workspace;
  }

  /** Puts matrices in the place of those that are held. */
  #hold(matrices: ReadonlySet<TiledMatrix>): void {
    this.#held.clear();
    this.#arrays.reset();
    // Layers of one kind may share weights.
    const weights = new Map<Float64Array, Float64Array>();
    for (const matrix of matrices) this.#held.set(matrix, this.#arrays.copy(matrix, weights));
    this.#floor = this.#arrays.top;
  }
}
