import { UserError } from '../../../base/index.ts';
import { Concat, constantUnits, Flatten, Reshape, Select, type Layer } from '../../layers/index.ts';
import { checkShape, formatShape, sameShape, sizeOf, type Shape } from '../../shape.ts';
import { channelFirstOrder, gather, sameOrder, scatter, type Order } from '../order.ts';
import { Attributes, type AttributeSource } from './attributes.ts';
import type { Translation } from './translation.ts';
import { layoutOf, type Constant, type ImageTensor, type Layout, type Tensor, type Value } from './value.ts';

/** Reads one kind of ONNX node: takes its inputs, adds nodes of ours, returns what its outputs stand for. */
export type Translate = (operator: Operator) => Value | readonly Value[];

/** A node as operators see it. What is not of ONNX, but has its operators, is read by them if it is described so. */
export interface NodeDescription extends AttributeSource {
  readonly opType: string;
  /** Default: ONNX's own. */
  readonly domain?: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
}

/** Items of a batch within a network each become layers of their own. */
const mostItems = 1000;

/** One ONNX node with its inputs at hand. Messages of errors go on after the node's name. */
export class Operator {
  readonly attributes: Attributes;

  constructor(
    readonly node: NodeDescription,
    readonly name: string,
    readonly translation: Translation,
  ) {
    this.attributes = new Attributes(node);
  }

  /** Version of the operators. */
  get opset(): number {
    return this.translation.model.opset;
  }

  /** Those that are there. */
  get values(): Value[] {
    return this.node.input.filter((name) => name !== '').map((name) => this.translation.get(name));
  }

  /** True if the input is there; ONNX leaves out optional ones. */
  has(index: number): boolean {
    return this.node.input.length > index && this.node.input[index] !== '';
  }

  value(index: number): Value {
    if (!this.has(index)) throw new UserError(`input ${index} is missing.`);
    return this.translation.get(this.node.input[index]);
  }

  /** An input that the node must take from an earlier one. */
  tensor(index = 0): Tensor {
    const value = this.value(index);
    if (value.kind === 'tensor') return value;
    throw new UserError(
      `input ${index} ('${this.node.input[index]}') is constant, expected the output of another node.`,
    );
  }

  /** An input that the model must hold as numbers, or from which they must follow. */
  constant(index: number): Constant {
    const value = this.value(index);
    if (value.kind === 'constant') return value;
    throw new UserError(`input ${index} ('${this.node.input[index]}') is computed, expected a constant.`);
  }

  /** Whole numbers that are an input since some opset, and an attribute before; undefined if they are neither. */
  numbers(index: number, attribute: string): readonly number[] | undefined {
    if (this.has(index)) return [...this.constant(index).data];
    return this.attributes.get(attribute)?.ints.map(Number);
  }

  /** An axis of an input, of which negative ones count from the end. */
  axis(axis: number, rank: number): number {
    if (Number.isInteger(axis) && axis >= -rank && axis < rank) return axis < 0 ? axis + rank : axis;
    throw new UserError(`axis is ${axis}, but its input has ${rank} axes.`);
  }

  /** An input as an image in our order; an error if anything but an item of channels x rows x columns arrives. */
  image(tensor = this.tensor()): ImageTensor {
    const { shape } = tensor;
    if (shape.length !== 4 || shape[0] !== 1)
      throw new UserError(`its input ${formatShape(shape)} is not one item of channels x rows x columns.`);
    const ours = [shape[2], shape[3], shape[1]] as const;
    return { ...this.arranged(tensor, { ours, order: channelFirstOrder(ours) }), ours };
  }

  /** The same elements, where they stand in another layout. */
  arranged(tensor: Tensor, { ours, order }: Layout): Tensor {
    if (sameOrder(tensor.order, order)) return this.reshaped(tensor, ours);
    const indices = new Int32Array(order.length);
    for (let i = 0; i < order.length; i++) indices[order[i]] = tensor.order[i];
    const make = (): string => this.append(new Select(ours, indices), [tensor], `${this.name}/arrange`).node;
    return { ...tensor, node: this.translation.rearranged(tensor.node, { ours, order: indices }, make), ours, order };
  }

  /** The same elements in the layout of their shape. */
  natural(tensor: Tensor): Tensor {
    return this.arranged(tensor, layoutOf(tensor.shape));
  }

  /** The same elements where our shape is another. */
  reshaped(tensor: Tensor, ours: Shape, name = `${this.name}/reshape`): Tensor {
    if (sameShape(tensor.ours, ours)) return tensor;
    const layer = ours.length === 1 ? new Flatten() : new Reshape(ours);
    return { ...this.append(layer, [tensor], name), ours };
  }

  /**
   * A value of another shape whose elements are some of a value's, or constant.
   *
   * @param indices for each element that of the value, row-major in ONNX's axes; -1 where it is `fill`
   */
  moved(value: Value, shape: Shape, indices: Order, fill = 0): Value {
    if (value.kind === 'constant')
      return {
        ...value,
        shape,
        data: indices.some((index) => index < 0) ? filled(value.data, indices, fill) : gather(value.data, indices),
      };
    checkShape(shape);
    if (isPermutation(indices, value.order.length)) return { ...value, shape, order: composed(value.order, indices) };
    const layout = layoutOf(shape);
    const selected = new Int32Array(indices.length);
    for (let i = 0; i < indices.length; i++) selected[layout.order[i]] = indices[i] < 0 ? -1 : value.order[indices[i]];
    return { ...this.append(new Select(layout.ours, selected, fill), [value]), shape, ...layout };
  }

  /** A value as a tensor: a constant becomes a node that is the same for every input. @param beside any tensor */
  asTensor(value: Value, beside: Tensor): Tensor {
    if (value.kind === 'tensor') return value;
    const layout = layoutOf(value.shape);
    return {
      ...this.append(constantUnits(layout.ours, scatter(value.data, layout.order)), [beside], `${this.name}/constant`),
      shape: value.shape,
      ...layout,
    };
  }

  /** What is computed of each item of a batch within the network, items one after the other. */
  perItem(x: Tensor, compute: (item: Tensor) => Tensor): Tensor {
    const [items, ...rest] = x.shape;
    if (items === 1) return compute(x);
    if (items > mostItems)
      throw new UserError(
        `it computes ${items} items of a batch within the network; more than ${mostItems} are not supported.`,
      );
    const size = x.order.length / items;
    const outputs = Array.from({ length: items }, (_, item) => {
      const moved = this.moved(
        x,
        [1, ...rest],
        Int32Array.from({ length: size }, (__, i) => item * size + i),
      );
      return compute(this.asTensor(moved, x));
    });
    return joinedEndToEnd(this, outputs, [items, ...outputs[0].shape.slice(1)]);
  }

  /** Adds a node of ours. Its output is like its first input, unless the caller says otherwise. */
  append(layer: Layer, inputs: readonly Tensor[], name = this.name): Tensor {
    return {
      ...inputs[0],
      node: this.translation.nodes.append(
        name,
        layer,
        inputs.map(({ node }) => node),
      ),
    };
  }

  /** Adds a node of ours whose output is in the layout of a shape. */
  appendNatural(layer: Layer, inputs: readonly Tensor[], shape: Shape): Tensor {
    return { ...this.append(layer, inputs), shape, ...layoutOf(shape) };
  }

  /** Adds a node of ours that gives an image. */
  appendImage(layer: Layer, input: Tensor, ours: readonly [number, number, number]): Tensor {
    const [rows, columns, channels] = ours;
    return this.appendNatural(layer, [input], [1, channels, rows, columns]);
  }
}

/** Tensors one after the other, wherever the elements of each stand. */
export function joinedEndToEnd(operator: Operator, tensors: readonly Tensor[], shape: Shape): Tensor {
  const flat = tensors.map((tensor) => operator.reshaped(tensor, [sizeOf(tensor.ours)]));
  const order = new Int32Array(sizeOf(shape));
  let [at, begin] = [0, 0];
  for (const tensor of flat) {
    for (const position of tensor.order) order[at++] = begin + position;
    begin += tensor.ours[0];
  }
  return { ...operator.append(new Concat(0), flat), shape, ours: [begin], order };
}

function filled(data: Float64Array, indices: Order, fill: number): Float64Array {
  return Float64Array.from(indices, (index) => (index < 0 ? fill : data[index]));
}

function isPermutation(indices: Order, size: number): boolean {
  if (indices.length !== size) return false;
  const seen = new Uint8Array(size);
  for (const index of indices) if (index < 0 || seen[index]++ > 0) return false;
  return true;
}

function composed(order: Order, indices: Order): Order {
  const result = new Int32Array(indices.length);
  for (let i = 0; i < result.length; i++) result[i] = order[indices[i]];
  return result;
}
