import { UserError } from '../../../../base/index.ts';
import { cellsBetween } from '../../../layers/index.ts';
import { formatShape } from '../../../shape.ts';
import type { Operator, Translate } from '../operator.ts';
import { productOf, sampledCells, type Cells } from './sampledCells.ts';

/** Means over places within constant rectangles of an image (He et al., Mask R-CNN, 2017): linear. */
export const roiAlign: Translate = (operator) => {
  const x = operator.tensor();
  const rois = operator.constant(1);
  const mode = operator.attributes.text('mode', 'avg');
  if (mode !== 'avg') throw new UserError(`its mode is '${mode}'; only avg is supported.`);
  if (x.shape.length !== 4 || x.shape[0] !== 1 || rois.shape.length !== 2 || rois.shape[1] !== 4)
    throw new UserError(`its rectangles ${formatShape(rois.shape)} are none in its input ${formatShape(x.shape)}.`);
  const sizes = [operator.attributes.int('output_height', 1), operator.attributes.int('output_width', 1)];
  const places = Array.from({ length: rois.shape[0] }, (_, roi) => {
    const [left, top, right, bottom] = rois.data.subarray(4 * roi, 4 * roi + 4);
    const rows = meansAlong(operator, [top, bottom], sizes[0], x.shape[2]);
    const columns = meansAlong(operator, [left, right], sizes[1], x.shape[3]);
    return rows.flatMap((row) => columns.map((column) => productOf([row, column], x.shape.slice(2))));
  });
  return sampledCells(operator, x, places.flat(), [rois.shape[0], x.shape[1], ...sizes]);
};

/** For each part of a stretch the cells of which it is the mean. */
function meansAlong(
  { attributes, opset }: Operator,
  [from, to]: readonly number[],
  parts: number,
  size: number,
): Cells[] {
  const usual = opset < 16 ? 'output_half_pixel' : 'half_pixel';
  const isHalf = attributes.text('coordinate_transformation_mode', usual) === 'half_pixel';
  const scale = attributes.float('spatial_scale', 1);
  // In float32, so that parts are as many as ONNX Runtime has.
  const [begin, end] = [from, to].map((of) => Math.fround(Math.fround(of * scale) - Number(isHalf) / 2));
  const length = isHalf ? end - begin : Math.max(1, end - begin);
  const count = attributes.int('sampling_ratio', 0) || Math.ceil(Math.fround(length / parts));
  return Array.from({ length: parts }, (_, part) => {
    const points = Array.from({ length: count }, (__, i) => begin + ((part + (i + 0.5) / count) * length) / parts);
    return points.flatMap((point) => between(point, size)).map(([cell, weight]) => [cell, weight / count] as const);
  });
}

/** Linear between cells; up to one cell beyond the outermost its value, and nothing further out. */
function between(point: number, size: number): Cells {
  return point < -1 || point > size ? [] : cellsBetween(size, point);
}
