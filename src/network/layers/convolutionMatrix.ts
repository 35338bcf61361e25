import { shown, UserError } from '../../base/index.ts';
import { tiledMatrix, type TiledMatrix } from '../tiledMatrix.ts';

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

/** The matrix of a convolution: at each connection the tiles of all groups. */
export function convolutionMatrix(
  weights: Float64Array,
  { from, to, places, input, output, groups, steps }: Connections,
): TiledMatrix {
  const size = {
    rows: output[0] * output[1],
    columns: input[0] * input[1],
    tileRows: output[1] / groups,
    tileColumns: input[1] / groups,
  };
  const count = from.length * groups;
  const tiles = { groups: new Int32Array(count), starts: new Int32Array(count), offsets: new Int32Array(count) };
  for (let i = 0, at = 0; i < from.length; i++) {
    for (let group = 0; group < groups; group++, at++) {
      tiles.groups[at] = from[i] * groups + group;
      tiles.starts[at] = (to[i] * groups + group) * size.tileRows;
      tiles.offsets[at] = group * steps.group + places[i] * steps.place;
    }
  }
  return tiledMatrix(size, weights, tiles);
}

/** @throws UserError unless channels and filters can be divided into so many groups */
export function checkGroups(groups: number, channels: number, filters: number): void {
  if (Number.isInteger(groups) && groups >= 1 && channels % groups === 0 && filters % groups === 0) return;
  throw new UserError(
    `it has ${shown(groups)} groups; expected a whole number that divides its ${channels} channels and ${filters} filters.`,
  );
}
