import { UserError } from '../../../../base/index.ts';
import { selectAlong } from '../../../layers/index.ts';
import { formatShape, sizeOf, type Shape } from '../../../shape.ts';
import { identityOrder, transposedOrder } from '../../order.ts';
import type { Operator, Translate } from '../operator.ts';
import type { Value } from '../value.ts';
import { broadcastShape, orderTo } from './arithmetic.ts';

/** Identity, and Dropout at inference. */
export const identity: Translate = (operator) => operator.value(0);

/** Types of floating-point numbers in `to`. */
const floats = [1, 10, 11, 16];
/** INT and UINT of any size, and truth. */
const integers = [2, 3, 4, 5, 6, 7, 9, 12, 13];

/** Computed numbers are floats here, whatever their type; as whole ones they would have no gradient. */
export const cast: Translate = (operator) => {
  const value = operator.value(0);
  const to = operator.attributes.int('to', 1);
  const isInteger = integers.includes(to);
  if (!isInteger && !floats.includes(to)) throw new UserError(`it casts to type ${to}, which is no number.`);
  if (value.kind === 'constant') {
    const whole = (x: number): number => (to === 9 ? Number(x !== 0) : Math.trunc(x));
    return { ...value, isInteger, data: isInteger ? value.data.map(whole) : value.data };
  }
  if (isInteger) throw new UserError('it rounds computed numbers, through which no gradient passes.');
  return value;
};

export const flatten: Translate = (operator) => {
  const value = operator.value(0);
  const given = operator.attributes.int('axis', 1);
  const axis = given === value.shape.length ? given : operator.axis(given, value.shape.length);
  return asVector(operator, reshapedTo(value, [sizeOf(value.shape.slice(0, axis)), sizeOf(value.shape.slice(axis))]));
};

/** Before opset 5 the shape is an attribute. */
export const reshape: Translate = (operator) => {
  const value = operator.value(0);
  const target = operator.numbers(1, 'shape');
  if (target === undefined) throw new UserError('it does not say which shape.');
  const keepsZeros = operator.attributes.int('allowzero', 0) !== 0;
  const { batch } = operator.translation.model;
  const isBatch = (size: number, axis: number): boolean => axis === 0 && size === batch && value.shape[0] === 1;
  const sizes = target.map((size, axis) =>
    (size === 0 && !keepsZeros) || isBatch(size, axis) ? value.shape[axis] : size,
  );
  const rest = sizeOf(value.shape) / sizeOf(sizes.filter((size) => size !== -1));
  const shape = sizes.map((size) => (size === -1 ? rest : size));
  if (sizeOf(shape) !== sizeOf(value.shape) || !shape.every((size) => Number.isInteger(size) && size >= 0)) {
    throw new UserError(`its input ${formatShape(value.shape)} does not take the shape [${target.join(', ')}].`);
  }
  return asVector(operator, reshapedTo(value, shape));
};

/** A tensor that is a vector now is one in ours too, so that the layer has its name. */
function asVector(operator: Operator, value: Value): Value {
  const isVector = value.kind === 'tensor' && value.shape.length === 2 && value.shape[0] === 1;
  return isVector ? operator.reshaped(value, [value.order.length], operator.name) : value;
}

export const squeeze: Translate = (operator) => {
  const value = operator.value(0);
  const rank = value.shape.length;
  const axes =
    operator.numbers(1, 'axes')?.map((axis) => operator.axis(axis, rank)) ??
    value.shape.flatMap((size, axis) => (size === 1 ? [axis] : []));
  const wrong = axes.find((axis) => value.shape[axis] !== 1);
  if (wrong !== undefined)
    throw new UserError(`it removes axis ${wrong} of its input ${formatShape(value.shape)}, whose size is not 1.`);
  return reshapedTo(
    value,
    value.shape.filter((_, axis) => !axes.includes(axis)),
  );
};

export const unsqueeze: Translate = (operator) => {
  const value = operator.value(0);
  const given = operator.numbers(1, 'axes') ?? [];
  const rank = value.shape.length + given.length;
  const axes = given.map((axis) => operator.axis(axis, rank));
  const sizes = [...value.shape];
  if (new Set(axes).size !== axes.length) throw new UserError(`its axes [${given.join(', ')}] name one twice.`);
  return reshapedTo(
    value,
    Array.from({ length: rank }, (_, axis) => (axes.includes(axis) ? 1 : (sizes.shift() ?? 1))),
  );
};

/** The same elements in the same order. */
export function reshapedTo<V extends Value>(value: V, shape: Shape): V {
  return { ...value, shape };
}

/** Transpose moves no element: what follows finds it where it stands. */
export const transpose: Translate = (operator) => {
  const value = operator.value(0);
  const rank = value.shape.length;
  const axes = operator.attributes.ints(
    'perm',
    Array.from({ length: rank }, (_, axis) => rank - 1 - axis),
  );
  if (axes.length !== rank || axes.some((axis, i) => !(axis in value.shape) || axes.indexOf(axis) !== i)) {
    throw new UserError(`perm is [${axes.join(', ')}], expected each of the ${rank} axes of its input once.`);
  }
  return operator.moved(
    value,
    axes.map((axis) => value.shape[axis]),
    transposedOrder(value.shape, axes),
  );
};

/** Before opset 10 all is said by attributes. */
export const slice: Translate = (operator) => {
  const value = operator.value(0);
  const rank = value.shape.length;
  const [starts, ends] = [operator.numbers(1, 'starts') ?? [], operator.numbers(2, 'ends') ?? []];
  const axes = (operator.numbers(3, 'axes') ?? starts.map((_, axis) => axis)).map((axis) => operator.axis(axis, rank));
  const steps = operator.numbers(4, 'steps') ?? starts.map(() => 1);
  if ([ends, axes, steps].some(({ length }) => length !== starts.length))
    throw new UserError('its starts, ends, axes and steps differ in number.');
  const lists: (Int32Array | undefined)[] = value.shape.map(() => undefined);
  axes.forEach((axis, i) => (lists[axis] = places(value.shape[axis], starts[i], ends[i], steps[i])));
  return along(operator, value, lists);
};

/** The places from a start before an end; negative ones count from the back. */
function places(size: number, start: number, end: number, step: number): Int32Array {
  if (!Number.isInteger(step) || step === 0)
    throw new UserError(`its step is ${step}, expected a whole number other than 0.`);
  const at = (place: number): number => (place < 0 ? place + size : place);
  const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
  const clamp = (place: number): number => Math.min(high, Math.max(low, place));
  const [from, to] = [clamp(at(start)), end < -size && step < 0 ? -1 : clamp(at(end))];
  return Int32Array.from({ length: Math.max(0, Math.ceil((to - from) / step)) }, (_, i) => from + i * step);
}

/** In equal parts, or in parts of the sizes that are given. */
export const split: Translate = (operator) => {
  const value = operator.value(0);
  const axis = operator.axis(operator.attributes.int('axis', 0), value.shape.length);
  const outputs = operator.node.output.length;
  const equal = Math.ceil(value.shape[axis] / outputs);
  const rest = value.shape[axis] - equal * (outputs - 1);
  const sizes =
    operator.numbers(1, 'split') ?? Array.from({ length: outputs }, (_, i) => (i < outputs - 1 ? equal : rest));
  if (
    sizes.length !== outputs ||
    sizes.reduce((sum, size) => sum + size, 0) !== value.shape[axis] ||
    sizes.some((size) => size < 0)
  ) {
    throw new UserError(
      `it splits ${value.shape[axis]} places of axis ${axis} into ${outputs} parts of [${sizes.join(', ')}].`,
    );
  }
  let begin = 0;
  return sizes.map((size) => {
    const lists = value.shape.map((_, of) =>
      of === axis ? Int32Array.from({ length: size }, (__, i) => begin + i) : undefined,
    );
    begin += size;
    return along(operator, value, lists);
  });
};

/** With constant indices, of any shape. */
export const gatherPlaces: Translate = (operator) => {
  const value = operator.value(0);
  const axis = operator.axis(operator.attributes.int('axis', 0), value.shape.length);
  const { shape: of, data } = operator.constant(1);
  const size = value.shape[axis];
  const list = Int32Array.from(data, (index) => (index < 0 ? index + size : index));
  const wrong = list.findIndex((index) => index < 0 || index >= size);
  if (wrong >= 0) throw new UserError(`it takes place ${data[wrong]} of axis ${axis}, which has ${size}.`);
  const moved = along(
    operator,
    value,
    value.shape.map((_, other) => (other === axis ? list : undefined)),
  );
  return reshapedTo(moved, [...value.shape.slice(0, axis), ...of, ...value.shape.slice(axis + 1)]);
};

export const expand: Translate = (operator) => {
  const value = operator.value(0);
  const wanted = [...operator.constant(1).data];
  const shape = broadcastShape(value.shape, wanted);
  return operator.moved(value, shape, orderTo(value.shape, shape));
};

export const tile: Translate = (operator) => {
  const value = operator.value(0);
  const { data } = operator.constant(1);
  if (data.length !== value.shape.length)
    throw new UserError(`it has ${data.length} repeats for the ${value.shape.length} axes of its input.`);
  const wrong = value.shape.findIndex((size, axis) => !(data[axis] >= 1 && size * data[axis] <= 2 ** 26));
  if (wrong >= 0)
    throw new UserError(`it repeats its input ${formatShape(value.shape)} ${data[wrong]} times along axis ${wrong}.`);
  return along(
    operator,
    value,
    value.shape.map((size, axis) =>
      data[axis] === 1 ? undefined : Int32Array.from({ length: size * data[axis] }, (_, i) => i % size),
    ),
  );
};

/**
 * Cells are added by a constant, the nearest cell, or by reflection; negative numbers of them are cut off. Before opset
 * 11 by attributes.
 */
export const pad: Translate = (operator) => {
  const value = operator.value(0);
  const rank = value.shape.length;
  const pads = operator.numbers(1, 'pads') ?? operator.attributes.ints('paddings', []);
  const axes = operator.has(3)
    ? [...operator.constant(3).data].map((axis) => operator.axis(axis, rank))
    : value.shape.map((_, axis) => axis);
  const mode = operator.attributes.text('mode', 'constant');
  const fill = operator.has(2) ? operator.constant(2).data[0] : operator.attributes.float('value', 0);
  if (pads.length !== 2 * axes.length)
    throw new UserError(`it has ${pads.length} pads for ${axes.length} axes, expected two for each.`);
  const lists: (Int32Array | undefined)[] = value.shape.map(() => undefined);
  axes.forEach((axis, i) => {
    const [before, after] = [pads[i], pads[i + axes.length]];
    const length = value.shape[axis] + before + after;
    if (!(length >= 0 && length < 2 ** 26))
      throw new UserError(`it pads axis ${axis} of its input ${formatShape(value.shape)} to ${length} places.`);
    lists[axis] = Int32Array.from({ length }, (_, place) => padded(mode, place - before, value.shape[axis]));
  });
  return along(operator, value, lists, fill);
};

/** The place whose value stands at a place that may lie outside; -1 for the constant. */
function padded(mode: string, place: number, size: number): number {
  if (place >= 0 && place < size) return place;
  if (mode === 'constant') return -1;
  if (mode === 'edge') return place < 0 ? 0 : size - 1;
  if (mode === 'wrap') return ((place % size) + size) % size;
  const mirrored = place < 0 ? -place : 2 * (size - 1) - place;
  if (mode === 'reflect' && mirrored >= 0 && mirrored < size) return mirrored;
  throw new UserError(
    mode === 'reflect'
      ? `it reflects more cells than an axis of ${size} has.`
      : `its mode is '${mode}'; supported: constant, edge, reflect, wrap.`,
  );
}

/** Channels become cells of a block: in depth-column-row order, or with the channels outermost. */
export const depthToSpace: Translate = (operator) => {
  const { value, block, channels, rows, columns } = blocked(operator);
  const depth = channels / block ** 2;
  if (!Number.isInteger(depth))
    throw new UserError(`its ${channels} channels do not make blocks of ${block}x${block}.`);
  const columnFirst = operator.attributes.text('mode', 'DCR') === 'CRD';
  const [parts, perm] = columnFirst
    ? [
        [depth, block, block],
        [0, 1, 4, 2, 5, 3],
      ]
    : [
        [block, block, depth],
        [0, 3, 4, 1, 5, 2],
      ];
  return rearranged(operator, value, [1, ...parts, rows, columns], perm, [1, depth, rows * block, columns * block]);
};

export const spaceToDepth: Translate = (operator) => {
  const { value, block, channels, rows, columns } = blocked(operator);
  if (rows % block !== 0 || columns % block !== 0)
    throw new UserError(`its ${rows}x${columns} cells do not make blocks of ${block}x${block}.`);
  const [height, width] = [rows / block, columns / block];
  return rearranged(
    operator,
    value,
    [1, channels, height, block, width, block],
    [0, 3, 5, 1, 2, 4],
    [1, channels * block ** 2, height, width],
  );
};

function blocked(operator: Operator): { value: Value; block: number; channels: number; rows: number; columns: number } {
  const value = operator.value(0);
  const block = operator.attributes.int('blocksize', 0);
  if (value.shape.length !== 4 || value.shape[0] !== 1 || block < 1) {
    throw new UserError(
      `its input ${formatShape(value.shape)} is not one item of channels x rows x columns, or its blocksize ${block} none.`,
    );
  }
  const [, channels, rows, columns] = value.shape;
  return { value, block, channels, rows, columns };
}

function rearranged(operator: Operator, value: Value, parts: Shape, perm: readonly number[], shape: Shape): Value {
  return operator.moved(value, shape, transposedOrder(parts, perm));
}

/** Along each axis some of its places. */
function along(operator: Operator, value: Value, lists: readonly (Int32Array | undefined)[], fill = 0): Value {
  if (lists.every((list) => list === undefined)) return value;
  const shape = value.shape.map((size, axis) => lists[axis]?.length ?? size);
  if (sizeOf(shape) === 0) return operator.moved(value, shape, identityOrder(0));
  return operator.moved(value, shape, selectAlong(value.shape, lists, fill).indices, fill);
}
