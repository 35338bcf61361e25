import { UserError } from '../../base/index.ts';
import type { Linear } from '../operation.ts';
import { checkShape, formatShape, sizeOf, type Shape } from '../shape.ts';
import { sparseMatrix } from '../tiledMatrix.ts';
import type { LayerDefinition } from './layer.ts';

/**
 * Every unit is a copy of a unit of the input, or a constant: what slices, gathers, transposes, pads, crops, repeats
 * and enlarges by the nearest cell do.
 */
export class Select implements LayerDefinition {
  readonly type = 'Select';

  /**
   * @param shape of the output
   * @param indices for each of its units that of the input; -1 where it is `fill`
   */
  constructor(
    readonly shape: Shape,
    readonly indices: Int32Array,
    readonly fill = 0,
  ) {}

  connect([input]: readonly Shape[]): Linear {
    const { indices, fill } = this;
    const shape = checkShape(this.shape);
    const [rows, columns] = [sizeOf(shape), sizeOf(input)];
    if (indices.length !== rows)
      throw new UserError(`it has ${indices.length} indices for the ${rows} units of ${formatShape(shape)}.`);
    const wrong = indices.find((index) => index < -1 || index >= columns);
    if (wrong !== undefined)
      throw new UserError(`it takes unit ${wrong} of its input, which has ${columns} (${formatShape(input)}).`);
    const copies = copiesIn(indices);
    const matrix = sparseMatrix(rows, columns, Float64Array.of(1), copies);
    if (fill === 0 || copies.starts.length === rows) return { family: 'linear', shape, matrices: [matrix] };
    return {
      family: 'linear',
      shape,
      matrices: [matrix],
      bias: Float64Array.from(indices, (index) => (index < 0 ? fill : 0)),
    };
  }
}

/** The units that are copies, and what they are copies of; in loops, for there may be millions. */
function copiesIn(indices: Int32Array): { groups: Int32Array; starts: Int32Array } {
  const [groups, starts] = [new Int32Array(indices.length), new Int32Array(indices.length)];
  let count = 0;
  for (let unit = 0; unit < indices.length; unit++) {
    if (indices[unit] < 0) continue;
    groups[count] = indices[unit];
    starts[count++] = unit;
  }
  return { groups: groups.subarray(0, count), starts: starts.subarray(0, count) };
}

/** For `selectAlong`: the places of an axis, with so many of none before and behind. */
export function paddedPlaces(size: number, before: number, after: number): Int32Array {
  return Int32Array.from({ length: before + size + after }, (_, i) =>
    i >= before && i < before + size ? i - before : -1,
  );
}

/**
 * Along each axis the input's places in the order in which the output has them, of which -1 is none and undefined
 * stands for all as they are: a slice, a gather with constant indices, padding, a crop, repetition, the nearest cells
 * of a larger image.
 *
 * @param lists one for each axis
 * @example selectAlong([2, 3], [undefined, [2, 2, -1]]) // of (1 2 3 / 4 5 6): (3 3 0 / 6 6 0)
 */
export function selectAlong(input: Shape, lists: readonly (ArrayLike<number> | undefined)[], fill = 0): Select {
  const places = input.map((size, axis) => lists[axis] ?? Int32Array.from({ length: size }, (_, i) => i));
  const shape = checkShape(places.map(({ length }) => length));
  places.forEach((list, axis) => {
    for (let i = 0; i < list.length; i++) {
      if (list[i] >= -1 && list[i] < input[axis]) continue;
      throw new UserError(`it takes place ${list[i]} along axis ${axis} of its input ${formatShape(input)}.`);
    }
  });
  let indices = Int32Array.of(0);
  places.forEach((list, axis) => {
    const before = indices;
    indices = new Int32Array(before.length * list.length);
    for (let i = 0; i < indices.length; i++) {
      const [outer, inner] = [before[Math.floor(i / list.length)], list[i % list.length]];
      indices[i] = outer < 0 || inner < 0 ? -1 : outer * input[axis] + inner;
    }
  });
  return new Select(shape, indices, fill);
}
