import type { TiledMatrix } from '../../network/index.ts';
import type { HeldMatrix, Memory } from '../memory/index.ts';
import type { KernelList } from './kernelList.ts';

/** Arrays for one computation, and the kernels that work on them. */
export interface Workspace extends Memory {
  readonly kernels: Kernels;
  /** A matrix where the kernels can read it; those that the workspace was made for are there already. */
  matrix(matrix: TiledMatrix): HeldMatrix;
}

/**
 * The inner loops of the sweeps. There are two of them that give the same results to the bit, in float32 to rounding:
 * plain TypeScript on any arrays, and WebAssembly on its own memory, so that all arrays come from a workspace.
 */
export interface Kernels extends KernelList {
  readonly name: string;

  /**
   * Computes something in a workspace, which is given back then: nothing of it may be read any more. One may be used
   * within another, which makes no arrays until the inner one is given back.
   *
   * @param matrices that are used
   */
  use<T>(matrices: Iterable<TiledMatrix>, compute: (workspace: Workspace) => T): T;
}
