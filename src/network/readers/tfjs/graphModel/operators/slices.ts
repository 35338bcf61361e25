import { UserError } from '../../../../../base/index.ts';
import { formatShape } from '../../../../shape.ts';
import type { GraphNode, TranslateNode } from '../graphNode.ts';
import { fullShape, type GraphValue } from '../value.ts';
import { along, alongOne, axisOf, range, reshaped } from './moving.ts';

/** From a first place on, so many; -1 is all that are left. */
export const slice: TranslateNode = (node) => {
  const value = node.value(0);
  const shape = fullShape(value);
  const [begin, sizes] = [node.constant(1, 'begin').data, node.constant(2, 'size').data];
  const lists = shape.map((size, axis) => {
    const [first, count] = [begin[axis], sizes[axis] === -1 ? size - begin[axis] : sizes[axis]];
    if (Number.isInteger(first) && first >= 0 && count >= 1 && first + count <= size) return range(first, count);
    throw new UserError(
      `it takes ${sizes[axis]} places from ${begin[axis]} on of axis ${axis} of ${formatShape(shape)}.`,
    );
  });
  return along(node, value, lists);
};

/** What an entry of a strided slice says of an axis. */
interface Cut {
  readonly places: Int32Array | undefined;
  /** True if the axis goes. */
  readonly goes: boolean;
}

/** Pieces along axes by begin, end and step; axes may go, and new ones of size 1 come in. */
export const stridedSlice: TranslateNode = (node) => {
  const value = node.value(0);
  const shape = fullShape(value);
  const [begins, ends, steps] = [1, 2, 3].map((index) => node.constant(index, 'bounds').data);
  const bit = (name: string, entry: number): boolean => ((node.attributes.whole(name, 0) >> entry) & 1) === 1;
  const entries = [...begins.keys()];
  const named = entries.filter((i) => !bit('new_axis_mask', i) && !bit('ellipsis_mask', i)).length;
  if (named > shape.length) throw new UserError(`it cuts ${named} axes of ${formatShape(shape)}.`);
  const cuts: Cut[] = [];
  /** Where new axes come in: in front of this one of the cuts. */
  const incoming: number[] = [];
  const whole: Cut = { places: undefined, goes: false };
  for (const i of entries) {
    if (bit('ellipsis_mask', i)) cuts.push(...new Array<Cut>(shape.length - named).fill(whole));
    else if (bit('new_axis_mask', i)) incoming.push(cuts.length);
    else {
      const size = shape[cuts.length];
      const begin = bit('begin_mask', i) ? undefined : begins[i];
      const end = bit('end_mask', i) ? undefined : ends[i];
      const goes = bit('shrink_axis_mask', i);
      cuts.push({ places: goes ? onePlace(begins[i], size) : placesOf(begin, end, steps[i], size), goes });
    }
  }
  const piece = along(
    node,
    value,
    cuts.map(({ places }) => places),
  );
  const left = fullShape(piece).flatMap((size, axis) => [
    ...incoming.filter((at) => at === axis).map(() => 1),
    ...(cuts.at(axis)?.goes === true && axis < cuts.length ? [] : [size]),
  ]);
  const behind = incoming.filter((at) => at >= shape.length).map(() => 1);
  if (incoming.length === 0 && !cuts.some(({ goes }) => goes)) return piece;
  return reshaped(node, piece, [...left, ...behind], '/axes');
};

function onePlace(begin: number, size: number): Int32Array {
  const place = begin < 0 ? begin + size : begin;
  if (Number.isInteger(place) && place >= 0 && place < size) return Int32Array.of(place);
  throw new UserError(`it takes place ${begin} of an axis of ${size}.`);
}

/** From begin before end, both counted from the back if negative; undefined is as far as it goes. */
function placesOf(begin: number | undefined, end: number | undefined, step: number, size: number): Int32Array {
  if (!Number.isInteger(step) || step === 0)
    throw new UserError(`its step is ${step}, expected a whole number other than 0.`);
  const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
  const clamp = (place: number): number => Math.min(high, Math.max(low, place < 0 ? place + size : place));
  const from = begin === undefined ? (step > 0 ? low : high) : clamp(begin);
  const to = end === undefined ? (step > 0 ? high : low) : clamp(end);
  return range(from, Math.ceil((to - from) / step), step);
}

/** In equal parts along an axis, which is the first input. */
export const split: TranslateNode = (node) => {
  const value = node.value(1);
  const axis = axisOf(node.whole(0, 'axis'), fullShape(value));
  const [size, parts] = [fullShape(value)[axis], node.attributes.whole('num_split', 1)];
  if (!(parts >= 1 && size % parts === 0)) throw new UserError(`it splits ${size} places into ${parts} equal parts.`);
  return partsOf(node, value, axis, new Array<number>(parts).fill(size / parts));
};

/** In parts of the sizes that are given, of which one may be -1. */
export const splitV: TranslateNode = (node) => {
  const value = node.value(0);
  const axis = axisOf(node.whole(2, 'axis'), fullShape(value));
  const given = [...node.constant(1, 'sizes').data];
  const size = fullShape(value)[axis];
  const rest = size - given.reduce((sum, of) => sum + Math.max(0, of), 0);
  const sizes = given.map((of) => (of === -1 ? rest : of));
  if (sizes.every((of) => Number.isInteger(of) && of >= 1) && sizes.reduce((a, b) => a + b, 0) === size)
    return partsOf(node, value, axis, sizes);
  throw new UserError(`it splits ${size} places into parts of [${given.slice(0, 20).join(', ')}].`);
};

function partsOf(node: GraphNode, value: GraphValue, axis: number, sizes: readonly number[]): GraphValue[] {
  let first = 0;
  return sizes.map((size) => {
    first += size;
    return alongOne(node, value, axis, range(first - size, size));
  });
}

/** Each place of an axis, which goes. */
export const unpack: TranslateNode = (node) => {
  const value = node.value(0);
  const shape = fullShape(value);
  const axis = axisOf(node.attributes.whole('axis', 0), shape);
  const left = shape.filter((_, other) => other !== axis);
  return [...range(0, shape[axis])].map((place) =>
    reshaped(node, alongOne(node, value, axis, Int32Array.of(place)), left, '/item'),
  );
};

/** Axes back to front. */
export const reverse: TranslateNode = (node) => {
  const value = node.value(0);
  const shape = fullShape(value);
  const axes = [...node.constant(1, 'axes').data].map((axis) => axisOf(axis, shape));
  return along(
    node,
    value,
    shape.map((size, axis) => (axes.includes(axis) ? range(size - 1, size, -1) : undefined)),
  );
};

/** The same by a flag for each axis. */
export const reverseByFlags: TranslateNode = (node) => {
  const value = node.value(0);
  const flags = node.constant(1, 'flags').data;
  return along(
    node,
    value,
    fullShape(value).map((size, axis) => (flags[axis] === 0 ? undefined : range(size - 1, size, -1))),
  );
};
