import { shown, UserError } from '../../base/index.ts';
import { sparseMatrix, type TiledMatrix } from '../tiledMatrix.ts';

/** How a kernel connects cells of two images, and where its weights are. */
export interface Connections {
  /** Per connection the cell of the input, that of the output, and the place of the kernel. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly places: Int32Array;
  /** Cells and channels of the input and of the output. */
  readonly input: readonly [number, number];
  readonly output: readonly [number, number];
  readonly groups: number;
  /**
   * Each place of each group has a tile of weights, channels of the group x filters of the group; so far are they from
   * each other.
   */
  readonly steps: { readonly place: number; readonly group: number };
}

/**
 * The matrix of a convolution: at each connection the tiles of all groups. Connections are put in order by the cell
 * that they read, so that the many tiles of a depthwise convolution are written one after the other.
 */
export function convolutionMatrix(
  weights: Float64Array,
  { from, to, places, input, output, groups, steps }: Connections,
): TiledMatrix {
  const cells = sparseMatrix(output[0], input[0], weights, { groups: from, starts: to, offsets: places });
  const { starts: outputs, offsets: kernel } = cells;
  const count = from.length * groups;
  const [starts, offsets] = [new Int32Array(count), new Int32Array(count)];
  const pointers = new Int32Array(input[0] * groups + 1);
  const tileRows = output[1] / groups;
  for (let cell = 0, at = 0; cell < input[0]; cell++) {
    for (let group = 0; group < groups; group++) {
      const end = cells.pointers[cell + 1];
      for (let i = cells.pointers[cell]; i < end; i++, at++) {
        starts[at] = (outputs[i] * groups + group) * tileRows;
        offsets[at] = group * steps.group + kernel[i] * steps.place;
      }
      pointers[cell * groups + group + 1] = at;
    }
  }
  return {
    rows: output[0] * output[1],
    columns: input[0] * input[1],
    tileRows,
    tileColumns: input[1] / groups,
    weights,
    pointers,
    starts,
    offsets,
  };
}

/** @throws UserError unless channels and filters can be divided into so many groups */
export function checkGroups(groups: number, channels: number, filters: number): void {
  if (Number.isInteger(groups) && groups >= 1 && channels % groups === 0 && filters % groups === 0) return;
  throw new UserError(
    `it has ${shown(groups)} groups; expected a whole number that divides its ${channels} channels and ${filters} filters.`,
  );
}
