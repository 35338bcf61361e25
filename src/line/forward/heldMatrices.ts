import type { Linear, TiledMatrix } from '../../network/index.ts';
import type { Workspace } from '../kernels/index.ts';
import { counted, type HeldMatrix } from '../memory/index.ts';
import { Product } from './product.ts';

/** Linear operations on arrays of a workspace, by the kernels: those of some matrices. */
export class HeldMatrices {
  readonly #held: ReadonlyMap<TiledMatrix, HeldMatrix>;
  readonly #columns: Int32Array;
  readonly #product: Product;
  readonly #workspace: Workspace;

  constructor(matrices: readonly TiledMatrix[], workspace: Workspace) {
    const longest = matrices.reduce((most, { columns }) => Math.max(most, columns), 0);
    this.#held = new Map(matrices.map((matrix) => [matrix, workspace.matrix(matrix)]));
    this.#columns = counted(longest, workspace);
    this.#product = new Product(longest, workspace);
    this.#workspace = workspace;
  }

  /** Writes what an operation makes of its inputs. */
  evaluate({ matrices, bias }: Linear, inputs: readonly Float64Array[], value: Float64Array): void {
    if (bias === undefined) value.fill(0);
    else value.set(bias);
    for (let i = 0; i < inputs.length; i++) this.#product.addHeld(this.#matrix(matrices[i]), inputs[i], value);
  }

  /** Writes the adjoint of each input. */
  pull({ matrices }: Linear, adjoint: Float64Array, rooms: readonly Float64Array[]): void {
    const { kernels } = this.#workspace;
    for (let i = 0; i < rooms.length; i++) {
      rooms[i].fill(0);
      kernels.dotColumns(this.#matrix(matrices[i]), this.#columns, matrices[i].columns, adjoint, rooms[i]);
    }
  }

  #matrix(matrix: TiledMatrix): HeldMatrix {
    const held = this.#held.get(matrix);
    if (held === undefined) throw new Error('the matrix is none of those that are held');
    return held;
  }
}
