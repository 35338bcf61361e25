import { UserError } from '../../../../../base/index.ts';
import {
  AveragePool,
  linearAlong,
  maximumAlong,
  MaxPool,
  Reshape,
  type Layer,
  type Window,
} from '../../../../layers/index.ts';
import type { Shape } from '../../../../shape.ts';
import type { TranslateNode } from '../graphNode.ts';
import { pairOf, windowOf } from './products.ts';

function pool(create: (window: Window) => Layer): TranslateNode {
  return (node) => {
    const image = node.image();
    const sizes = node.attributes.wholes('ksize');
    if (sizes.length === 0) throw new UserError('its ksize is missing.');
    return node.append(create(windowOf(node, pairOf(sizes, 'ksize'), image.shape)), [image]);
  };
}

export const maxPool = pool((window) => new MaxPool(window));
export const averagePool = pool((window) => new AveragePool(window, false));

/** Over axes that a constant names; they go, or stay with size 1. */
function reduction(create: (shape: Shape, axes: readonly number[]) => Layer): TranslateNode {
  return (node) => {
    const input = node.computed();
    const axes = [...node.constant(1, 'axes').data].map((axis) => node.itemAxis(axis, input.shape));
    const kept = node.append(create(input.shape, axes));
    if (node.attributes.flag('keep_dims')) return kept;
    const left = kept.shape.filter((_, axis) => !axes.includes(axis));
    return node.append(new Reshape(left.length === 0 ? [1] : left), [kept], '/reshape');
  };
}

/** A row that gives each place the same weight, along each of the axes. */
function rows(
  shape: Shape,
  axes: readonly number[],
  weightOf: (size: number) => number,
): (Float64Array[] | undefined)[] {
  return shape.map((size, axis) => (axes.includes(axis) ? [new Float64Array(size).fill(weightOf(size))] : undefined));
}

export const mean = reduction((shape, axes) =>
  linearAlong(
    shape,
    rows(shape, axes, (size) => 1 / size),
  ),
);
export const sum = reduction((shape, axes) =>
  linearAlong(
    shape,
    rows(shape, axes, () => 1),
  ),
);
export const max = reduction((shape, axes) => maximumAlong(shape, axes));
