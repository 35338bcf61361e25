import type { NodeProto, ValueInfoProto } from 'onnx-buf';
import { UserError } from '../../../base/index.ts';
import { inputName } from '../../network.ts';
import { formatShape, sizeOf, type Shape } from '../../shape.ts';
import { inputShapeOf, type ReadOptions } from '../options.ts';
import { identityOrder } from '../order.ts';
import { formatSizes } from '../ports.ts';
import { Attributes } from './attributes.ts';
import { axesOf, isOfWhole, sizesOf, type Axes } from './declared.ts';
import { takenBy, type Model, type NamedNode } from './model.ts';
import { constantOf, isImage, layoutOf, type Constant, type Tensor } from './value.ts';

/** Operators that take images channel-first. */
const channelFirst = new Set(
  (
    'AveragePool BatchNormalization Conv ConvTranspose DepthToSpace GlobalAveragePool GlobalLpPool GlobalMaxPool ' +
    'GroupNormalization InstanceNormalization LRN LpPool MaxPool SpaceToDepth'
  ).split(' '),
);
const recurrent = new Set(['GRU', 'LSTM', 'RNN']);
/** Operators that say nothing of the layout and leave it as it is. */
const transparent = new Set(
  (
    'Abs Add Cast Clip Div Dropout Exp Identity LeakyRelu Log Max Min Mul Neg Pad Pow Relu Resize Sigmoid Slice Sqrt ' +
    'Sub Tanh'
  ).split(' '),
);

/** The input to explain, by its name, and what the others are held at. */
export interface Inputs {
  readonly name: string;
  /** Is it of whole numbers? */
  readonly isWhole: boolean;
  readonly tensor: Tensor;
  /** Items of the batch that the file is made for, of which one is taken; 1 where there is none. */
  readonly batch: number;
  /** Of one item. */
  readonly constants: ReadonlyMap<string, Constant>;
  /** The same as the file takes them: repeated where it is made for a batch of several. */
  readonly held: ReadonlyMap<string, Constant>;
}

/**
 * The input that is explained is the one for which no values are given.
 *
 * @param hasBatch false takes the first axis as one of the item's
 * @throws UserError that asks for what the model leaves open
 */
export function inputsOf(model: Model, { inputShape, inputs = {} }: ReadOptions, hasBatch: boolean): Inputs {
  const used = new Set(model.nodes.flatMap(({ node }) => takenBy(node)));
  const all = model.graph.input.filter(({ name }) => !model.initializers.has(name));
  const needed = all.filter(({ name }) => used.has(name));
  const unknown = Object.keys(inputs).find((name) => !all.some((input) => input.name === name));
  if (unknown !== undefined)
    throw new UserError(`the model has no input '${unknown}' to hold at given values. Its inputs: ${listed(all)}.`);
  const open = needed.filter(({ name }) => !(name in inputs));
  if (open.length !== 1) throw new UserError(wrongCount(all, needed, open));
  const [input] = open;
  const { sizes, isBatch: mayBe } = axesOf(input, inputShape);
  const isBatch = hasBatch && mayBe && !(sizes[0] === undefined && isOfSteps(model, input.name));
  const batch = isBatch ? (sizes[0] ?? 1) : 1;
  const others = needed.filter(({ name }) => name in inputs);
  const constants = others.map((of) => heldAt(of, inputs[of.name], batch));
  return {
    name: input.name,
    isWhole: isOfWhole(input),
    tensor: tensorOf(model, input.name, inputShape, { sizes, isBatch }),
    batch,
    constants: new Map(others.map((of, i) => [of.name, constants[i]])),
    held: new Map(others.map((of, i) => [of.name, repeated(constants[i], sizesOf(of)[0])])),
  };
}

function wrongCount(
  all: readonly ValueInfoProto[],
  needed: readonly ValueInfoProto[],
  open: readonly ValueInfoProto[],
): string {
  if (all.length === 0) return 'the model has no input.';
  if (needed.length === 0) return `the output does not depend on an input (${listed(all)}).`;
  if (open.length === 0) return `values are given for all inputs (${listed(needed)}); leave out the one to explain.`;
  return `the output depends on ${open.length} inputs (${listed(open)}); give values for all but the one to explain with the option inputs (--inputs NAME=FILE.npy).`;
}

function listed(inputs: readonly ValueInfoProto[]): string {
  return inputs.map((input) => `'${input.name}' of ${formatSizes(sizesOf(input))}`).join(', ');
}

function tensorOf(model: Model, name: string, given: Shape | undefined, { sizes, isBatch }: Axes): Tensor {
  const item = isBatch
    ? inputShapeOf(sizes.slice(1), given?.length === sizes.length ? given.slice(1) : given)
    : inputShapeOf(sizes, given);
  const shape = isBatch ? [1, ...item] : item;
  const tensor = { kind: 'tensor', node: inputName, shape } as const;
  if (isImage(shape) && isChannelLast(model, name, item))
    return { ...tensor, ours: item, order: identityOrder(sizeOf(item)) };
  return { ...tensor, ...layoutOf(shape) };
}

/** Values of an input that is not explained, of one item where the batch has several and they are of one. */
function heldAt(input: ValueInfoProto, values: ArrayLike<number>, batch: number): Constant {
  const declared = sizesOf(input);
  const whole = declared.reduce<number>((product, size) => product * (size ?? 1), 1);
  const isOne = batch > 1 && declared[0] === batch && values.length * batch === whole;
  const sizes = declared.map((size, axis) => (axis === 0 ? (isOne ? 1 : (size ?? 1)) : size));
  const known = sizes.reduce<number>((product, size) => product * (size ?? 1), 1);
  const shape = sizes.map((size) => size ?? values.length / known);
  if (sizeOf(shape) === values.length && shape.every(Number.isInteger))
    return constantOf(shape, values, isOfWhole(input));
  throw new UserError(
    `the input '${input.name}' is given ${values.length} values, expected ${formatShape(sizes.map((size) => size ?? NaN)).replaceAll('NaN', '?')}.`,
  );
}

/** As many items as the file takes. */
function repeated(constant: Constant, items: number | undefined): Constant {
  const [first = 1, ...rest] = constant.shape;
  if (items === undefined || items === first) return constant;
  const data = Float64Array.from(
    { length: items * constant.data.length },
    (_, i) => constant.data[i % constant.data.length],
  );
  return constantOf([items, ...rest], data, constant.isInteger);
}

/** Is an input taken by an operator whose first axis is always that of a batch? */
export function isOfItems(model: Model, name: string): boolean {
  return channelFirst.has(firstConsumer(model.nodes, name)?.opType ?? '');
}

/** Is an input taken by a recurrent operator whose first axis is that of the steps? */
function isOfSteps({ nodes }: Model, name: string): boolean {
  return nodes.some(
    ({ node }) => recurrent.has(node.opType) && node.input[0] === name && new Attributes(node).int('layout', 0) === 0,
  );
}

/**
 * Convolutions are channel-first in ONNX, so an image that is first transposed arrives channel-last. Where neither
 * comes first nothing tells, and the shorter one of its outer axes is that of the channels.
 */
function isChannelLast(model: Model, name: string, item: Shape): boolean {
  const consumer = firstConsumer(model.nodes, name);
  if (consumer?.opType === 'Transpose') return new Attributes(consumer).ints('perm', [])[1] === 3;
  return !channelFirst.has(consumer?.opType ?? '') && item[2] < item[0];
}

function firstConsumer(nodes: readonly NamedNode[], name: string): NodeProto | undefined {
  for (let value = name; ;) {
    const consumer = nodes.find(({ node }) => node.input.includes(value))?.node;
    if (consumer === undefined || !transparent.has(consumer.opType)) return consumer;
    [value] = consumer.output;
  }
}
