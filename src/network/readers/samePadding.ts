import type { Padding, Window } from '../layers/index.ts';

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
  const along = (axis: 0 | 1): readonly [number, number] => {
    const total = Math.max(0, (Math.ceil(image[axis] / strides[axis]) - 1) * strides[axis] + size[axis] - image[axis]);
    const before = odd === 'end' ? Math.floor(total / 2) : Math.ceil(total / 2);
    return [before, total - before];
  };
  const [[top, bottom], [left, right]] = [along(0), along(1)];
  return { top, left, bottom, right };
}
