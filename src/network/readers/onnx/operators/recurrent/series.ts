import { UserError } from '../../../../../base/index.ts';
import { connected } from '../../../../connected.ts';
import { formatShape, sameShape, sizeOf, type Shape } from '../../../../shape.ts';
import { countUp } from '../../../../tiledMatrix.ts';
import type { Value as Node } from '../../../definitions.ts';
import { identityOrder } from '../../../order.ts';
import type { Append } from '../../../recurrent/index.ts';
import { Operator } from '../../operator.ts';
import type { Tensor, Value } from '../../value.ts';
import type { Sizes } from './weights.ts';

/** The series that a recurrent node takes, and where its items stand. */
export interface Series {
  readonly operator: Operator;
  readonly sizes: Sizes;
  readonly steps: number;
  /** Of the batch within the network. */
  readonly items: number;
  /** Steps of each item that count. */
  readonly lengths: readonly number[];
  /** Does the axis of items stand first, or behind those of steps and directions? */
  readonly isItemFirst: boolean;
}

export function seriesIn(operator: Operator, sizes: Sizes): Series {
  const { shape } = operator.value(0);
  const isItemFirst = operator.attributes.int('layout', 0) !== 0;
  const [items, steps] = isItemFirst ? shape : [shape[1], shape[0]];
  if (shape.length === 3 && shape[2] === sizes.inputs)
    return { operator, sizes, steps, items, isItemFirst, lengths: lengthsOf(operator, items, steps) };
  const axes = isItemFirst ? 'items x steps' : 'steps x items';
  throw new UserError(
    `its input is ${formatShape(shape)}, expected ${axes} x ${sizes.inputs}, as its weights are for.`,
  );
}

function lengthsOf(operator: Operator, items: number, steps: number): number[] {
  if (!operator.has(4)) return new Array<number>(items).fill(steps);
  const given = operator.constant(4).data;
  const lengths = Array.from({ length: items }, (_, item) => given[given.length === items ? item : 0]);
  const fits = (given.length === items || given.every((length) => length === given[0])) && given.length > 0;
  if (fits && lengths.every((length) => length >= 1 && length <= steps)) return lengths;
  throw new UserError(
    `its sequence_lens are [${given.join(', ')}], expected a number from 1 to its ${steps} steps for each of ${items} items.`,
  );
}

/** The steps of an item: steps x inputs. */
export function itemOf({ operator, sizes: { inputs }, steps, items, isItemFirst }: Series, item: number): Node {
  const indices = countUp(steps * inputs).map((i) => {
    const step = Math.floor(i / inputs);
    return (isItemFirst ? item * steps + step : step * items + item) * inputs + (i % inputs);
  });
  return nodeOf(operator, operator.value(0), [steps, inputs], indices);
}

/** A state of an item before the first step: an input of the node, or undefined for zeros. */
export function stateOf(series: Series, index: number, direction: number, item: number): Node | undefined {
  const { operator, sizes, items, isItemFirst } = series;
  if (!operator.has(index)) return undefined;
  const value = operator.value(index);
  const given = value.shape[isItemFirst ? 0 : 1];
  const [directions, units] = [sizes.directions, sizes.units];
  const axes = isItemFirst ? [given, directions, units] : [directions, given, units];
  const start = (of: number): number => (isItemFirst ? of * directions + direction : direction * given + of) * units;
  const of = given === items ? item : 0;
  if (!sameShape(value.shape, axes) || (given !== items && !isSameForAll(value, given, start, units)))
    throw new UserError(
      `its initial state is ${formatShape(value.shape)}, expected ${directions} directions, ${items} items and ${units} units.`,
    );
  if (value.kind === 'constant' && value.data.every((x) => x === 0)) return undefined;
  return nodeOf(
    operator,
    value,
    [units],
    countUp(units).map((unit) => start(of) + unit),
  );
}

/** Of a file that is made for a batch of several items: are they alike? */
function isSameForAll(value: Value, items: number, start: (item: number) => number, units: number): boolean {
  if (value.kind === 'tensor') return false;
  return countUp(items).every((item) =>
    countUp(units).every((unit) => value.data[start(item) + unit] === value.data[start(0) + unit]),
  );
}

/** Elements of a value as a node of ours of a shape. */
function nodeOf({ node, name, translation }: Operator, value: Value, shape: Shape, indices: Int32Array): Node {
  const operator = new Operator(node, `${name}/input`, translation);
  const moved = operator.moved(value, shape, indices);
  const tensor = operator.asTensor(moved, besides(operator));
  return {
    node: operator.arranged(tensor, { ours: shape, order: identityOrder(sizeOf(shape)) }).node,
    shape,
  };
}

/** Any tensor that the node takes: one of its inputs is. */
function besides({ values }: Operator): Tensor {
  const beside = values.find((value) => value.kind === 'tensor');
  if (beside === undefined) throw new UserError('all of its inputs are constant.');
  return beside;
}

/** Adds nodes of ours that are called as the operator, with a part behind. */
export function appendTo({ name, translation }: Operator): Append {
  return (layer, inputs, part) => {
    const operation = connected(
      layer,
      inputs.map(({ shape }) => shape),
    );
    const nodes = inputs.map(({ node }) => node);
    const called = part === '' ? name : `${name}/${part}`;
    return { node: translation.nodes.append(called, layer, nodes, operation), shape: operation.shape };
  };
}
