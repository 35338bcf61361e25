import type { Attributes } from '../attributes.ts';
import { autoPadOf } from './autoPad.ts';

/** One axis of a transposed convolution: cells of the input, and how its kernel moves and reaches. */
export interface TransposedAxis {
  readonly cells: number;
  readonly stride: number;
  readonly reach: number;
  /** Cells that are added behind in any case. */
  readonly added: number;
  /** Cells of the output that the node asks for. */
  readonly wanted: number | undefined;
}

/** What is cut off the output along an axis, before and behind, and what is added behind. */
export interface Cut {
  readonly before: number;
  readonly after: number;
  readonly added: number;
}

/**
 * Along each axis what is cut off the output of a transposed convolution, and what is added at its end, so that it gets
 * the size that the node asks for.
 *
 * @param pads what its pads say: along each axis the cells before and behind
 */
export function cutsOf(
  attributes: Attributes,
  axes: readonly TransposedAxis[],
  pads: () => readonly (readonly [before: number, after: number])[],
): Cut[] {
  const mode = autoPadOf(attributes);
  if (axes.every(({ wanted }) => wanted === undefined) && (mode === 'NOTSET' || mode === 'VALID')) {
    const sides = mode === 'VALID' ? axes.map(() => [0, 0] as const) : pads();
    return axes.map(({ added }, axis) => ({ before: sides[axis][0], after: sides[axis][1], added }));
  }
  return axes.map(({ cells, stride, reach, added, wanted = cells * stride }) => {
    const total = (cells - 1) * stride + reach + added - wanted;
    const [less, more] = [Math.floor(Math.max(0, total) / 2), Math.ceil(Math.max(0, total) / 2)];
    const [before, after] = mode === 'SAME_UPPER' ? [less, more] : [more, less];
    return { before, after, added: added + Math.max(0, -total) };
  });
}
