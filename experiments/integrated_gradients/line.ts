import type { Cells } from '../../src/experiment/index.ts';
import { endpoints, type Restriction } from '../../src/line/index.ts';
import type { Shape } from '../../src/network/index.ts';

/** The cells of `ig_line.csv`, without network and image. */
export function lineCells(shape: Shape, pixels: Float64Array, label: number, restriction: Restriction): Cells {
  const [rows, columns, channels] = imageShape(shape, pixels.length);
  const breakpoints = endpoints(restriction).slice(1, -1);
  return { label, rows, columns, channels, pixels: pixels.join(' '), breakpoints: breakpoints.join(' ') };
}

/** A vector is the square image of one channel that it may be, or else one row. */
function imageShape(shape: Shape, size: number): readonly [number, number, number] {
  const [rows, columns, channels] = shape;
  if (shape.length === 3 && [1, 3].includes(channels)) return [rows, columns, channels];
  const side = Math.sqrt(size);
  return Number.isInteger(side) ? [side, side, 1] : [1, size, 1];
}
