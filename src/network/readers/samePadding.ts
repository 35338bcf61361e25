import type { Padding, VolumeWindow, Window } from '../layers/index.ts';

/**
 * As much padding as gives `ceil(cells / stride)` cells, which ONNX and TensorFlow call SAME.
 *
 * @param image rows, columns and channels that the window slides over
 * @param odd where the odd cell goes: at the end, or at the start (ONNX's SAME_LOWER)
 */
export function samePadding(
  { size, strides }: Pick<Window, 'size' | 'strides'>,
  image: readonly number[],
  odd: 'start' | 'end',
): Padding {
  const [[top, bottom], [left, right]] = [0, 1].map((axis) => sameAlong(image[axis], size[axis], strides[axis], odd));
  return { top, left, bottom, right };
}

/** The same along one axis: cells before and behind. */
function sameAlong(cells: number, size: number, stride: number, odd: 'start' | 'end'): [before: number, after: number] {
  const total = Math.max(0, (Math.ceil(cells / stride) - 1) * stride + size - cells);
  const before = odd === 'end' ? Math.floor(total / 2) : Math.ceil(total / 2);
  return [before, total - before];
}

/** The padding of a window over cells along each axis: none, or as much as that. */
export function sidesAlong(
  { size, strides, dilations }: Pick<VolumeWindow, 'size' | 'strides' | 'dilations'>,
  cells: readonly number[],
  odd: 'start' | 'end' | undefined,
): [before: number, after: number][] {
  return size.map((count, axis) =>
    odd === undefined ? [0, 0] : sameAlong(cells[axis], dilations[axis] * (count - 1) + 1, strides[axis], odd),
  );
}
