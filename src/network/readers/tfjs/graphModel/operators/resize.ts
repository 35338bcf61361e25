import { UserError } from '../../../../../base/index.ts';
import { linearAlong, rowsBetween } from '../../../../layers/index.ts';
import { checkShape, type Shape } from '../../../../shape.ts';
import type { GraphNode, TranslateNode } from '../graphNode.ts';
import { along, range } from './moving.ts';

/**
 * Where a place of a resized axis lies in the original, by the middles of cells, by the outermost cells, or by corners.
 */
function placeIn(node: GraphNode, from: number, to: number): (place: number) => number {
  if (node.attributes.flag('half_pixel_centers')) return (place) => ((place + 0.5) * from) / to - 0.5;
  if (node.attributes.flag('align_corners') && to > 1) return (place) => (place * (from - 1)) / (to - 1);
  return (place) => (place * from) / to;
}

/** Rows and columns of the new image. */
function sizesOf(node: GraphNode, [, , channels]: Shape): readonly number[] {
  const sizes = [...node.constant(1, 'size').data];
  if (sizes.length === 2) return checkShape([...sizes, channels]).slice(0, 2);
  throw new UserError(`its size is [${sizes.slice(0, 20).join(', ')}], expected rows and columns.`);
}

export const resizeBilinear: TranslateNode = (node) => {
  const image = node.image();
  const rows = sizesOf(node, image.shape).map((size, axis) => {
    const place = placeIn(node, image.shape[axis], size);
    return rowsBetween(image.shape[axis], Float64Array.from(range(0, size), place));
  });
  return node.append(linearAlong(image.shape, rows), [image]);
};

/** The nearest cell; of two as near the later one, and without halves of cells the one in which a corner lies. */
export const resizeNearest: TranslateNode = (node) => {
  const image = node.image();
  const { attributes } = node;
  const isRounded = attributes.flag('half_pixel_centers') || attributes.flag('align_corners');
  const lists = sizesOf(node, image.shape).map((size, axis) => {
    const place = placeIn(node, image.shape[axis], size);
    return range(0, size).map((i) => Math.min(image.shape[axis] - 1, Math.floor(place(i) + (isRounded ? 0.5 : 0))));
  });
  return along(node, image, [undefined, ...lists]);
};
