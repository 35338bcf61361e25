import type { VolumeWindow } from '../../../layers/index.ts';
import type { Shape } from '../../../shape.ts';
import type { Attributes } from '../attributes.ts';
import { autoPadOf } from './autoPad.ts';

/** A transposed convolution, along each axis. */
export interface Transposed {
  readonly moves: Pick<VolumeWindow, 'size' | 'strides' | 'dilations'>;
  /** Of the input. */
  readonly cells: Shape;
  /** Cells that are added behind in any case. */
  readonly added: Shape;
  /** Cells of the output that the node asks for. */
  readonly wanted: Shape | undefined;
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
  { moves: { size, strides, dilations }, cells, added, wanted }: Transposed,
  pads: () => readonly (readonly [before: number, after: number])[],
): Cut[] {
  const mode = autoPadOf(attributes);
  if (wanted === undefined && (mode === 'NOTSET' || mode === 'VALID')) {
    const sides = mode === 'VALID' ? size.map(() => [0, 0] as const) : pads();
    return sides.map(([before, after], axis) => ({ before, after, added: added[axis] }));
  }
  return size.map((count, axis) => {
    const reach = dilations[axis] * (count - 1) + 1;
    const most = (cells[axis] - 1) * strides[axis] + reach + added[axis];
    const total = most - (wanted?.[axis] ?? cells[axis] * strides[axis]);
    const [less, more] = [Math.floor(Math.max(0, total) / 2), Math.ceil(Math.max(0, total) / 2)];
    const [before, after] = mode === 'SAME_UPPER' ? [less, more] : [more, less];
    return { before, after, added: added[axis] + Math.max(0, -total) };
  });
}
