import { UserError } from '../../errors.ts';
import { formatShape } from '../shape.ts';

/** Cells added around an image, of value 0 (of no value for pooling). */
export interface Padding {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

export const noPadding: Padding = { top: 0, left: 0, bottom: 0, right: 0 };

/** The window that a convolution or pooling slides over an image. */
export interface Window {
  /** Rows, columns. */
  readonly size: readonly [number, number];
  /** Rows, columns. */
  readonly strides: readonly [number, number];
  readonly padding: Padding;
}

/** Rows and columns of the output. */
export function slideOver(window: Window, [rows, columns]: readonly [number, number, number]): [number, number] {
  const { size, strides, padding } = window;
  const along = (cells: number, before: number, after: number, axis: 0 | 1): number =>
    Math.floor((cells + before + after - size[axis]) / strides[axis]) + 1;
  const output: [number, number] = [
    along(rows, padding.top, padding.bottom, 0),
    along(columns, padding.left, padding.right, 1),
  ];
  if (!(output[0] >= 1 && output[1] >= 1)) {
    throw new UserError(`its window of ${formatShape(size)} is larger than its input of ${rows}x${columns} and padding.`);
  }
  return output;
}

/** The input cells that the window covers at one output cell, padding left out, with their place in the window. */
export function* cellsUnder(
  window: Window,
  [rows, columns]: readonly number[],
  outputRow: number,
  outputColumn: number,
): Generator<{ row: number; column: number; place: number }> {
  const { size, strides, padding } = window;
  for (let i = 0; i < size[0]; i++) {
    const row = outputRow * strides[0] - padding.top + i;
    if (row < 0 || row >= rows) continue;
    for (let j = 0; j < size[1]; j++) {
      const column = outputColumn * strides[1] - padding.left + j;
      if (column >= 0 && column < columns) yield { row, column, place: i * size[1] + j };
    }
  }
}
