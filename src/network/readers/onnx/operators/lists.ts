import { UserError } from '../../../../base/index.ts';
import type { Operator, Translate } from '../operator.ts';
import { constantOf, type Value } from '../value.ts';
import { joined, stacked } from './concat.ts';
import { splitAlong, unstacked } from './slice.ts';

/** Lists of tensors are known when a file is read: what makes them and takes from them moves no element. */
function listing(make: (operator: Operator) => readonly Value[]): Translate {
  return (operator) => {
    operator.translation.set(operator.node.output[0], make(operator));
    return [];
  };
}

/** A place in a list, of which negative ones count from the end; the last one where none is given. */
function placeIn(operator: Operator, index: number, length: number): number {
  const given = operator.has(index) ? operator.constant(index).data[0] : -1;
  const place = given < 0 ? given + length : given;
  if (Number.isInteger(place) && place >= 0 && place < length) return place;
  throw new UserError(`it takes place ${given} of a list of ${length}.`);
}

function listOf({ node, translation }: Operator): readonly Value[] {
  return translation.list(node.input[0]);
}

const sequenceInsert = listing((operator) => {
  const list = listOf(operator);
  const place = operator.has(2) ? operator.constant(2).data[0] : list.length;
  if (Number.isInteger(place) && Math.abs(place) <= list.length) return list.toSpliced(place, 0, operator.value(1));
  throw new UserError(`it inserts at place ${place} of a list of ${list.length}.`);
});

const sequenceErase = listing((operator) => {
  const list = listOf(operator);
  return list.toSpliced(placeIn(operator, 1, list.length), 1);
});

/** In parts of one place each, or of sizes that are given; the axis stays if it is kept. */
const splitToSequence = listing((operator) => {
  const value = operator.value(0);
  const axis = operator.axis(operator.attributes.int('axis', 0), value.shape.length);
  const size = value.shape[axis];
  if (!operator.has(1) && operator.attributes.int('keepdims', 1) === 0) return unstacked(operator, value, axis);
  const { shape, data } = operator.has(1) ? operator.constant(1) : constantOf([], [1]);
  if (shape.length > 0) return splitAlong(operator, value, axis, [...data]);
  const [each] = data;
  if (!(Number.isInteger(each) && each >= 1))
    throw new UserError(`it splits into parts of ${each} places, expected a whole number of at least 1.`);
  const full = Math.floor(size / each);
  const sizes = [...new Array<number>(full).fill(each), ...(size % each === 0 ? [] : [size % each])];
  return splitAlong(operator, value, axis, sizes);
});

/** Joined along an axis, which is a new one if the node says so. */
const concatFromSequence: Translate = (operator) => {
  const list = listOf(operator);
  const axis = operator.attributes.int('axis', 0);
  return operator.attributes.int('new_axis', 0) === 0 ? joined(operator, list, axis) : stacked(operator, list, axis);
};

/** Operators of lists of tensors. */
export const lists: Readonly<Record<string, Translate>> = {
  ConcatFromSequence: concatFromSequence,
  SequenceAt: (operator) => {
    const list = listOf(operator);
    return list[placeIn(operator, 1, list.length)];
  },
  SequenceConstruct: listing((operator) => operator.values),
  SequenceEmpty: listing(() => []),
  SequenceErase: sequenceErase,
  SequenceInsert: sequenceInsert,
  SequenceLength: (operator) => constantOf([], [listOf(operator).length], true),
  SplitToSequence: splitToSequence,
};
