import type { NodeProto } from 'onnx-buf';
import { UserError } from '../../../errors.ts';
import { Flatten, Reshape, type Layer } from '../../layers/index.ts';
import { formatShape, sameShape, sizeOf, type Shape } from '../../shape.ts';
import { channelFirstOrder, sameOrder } from '../order.ts';
import { Attributes } from './attributes.ts';
import type { Translation } from './translation.ts';
import type { Constant, ImageTensor, Tensor, Value } from './value.ts';

/** Reads one kind of ONNX node: takes its inputs, adds nodes of ours, returns what its first output stands for. */
export type Translate = (operator: Operator) => Value;

/** One ONNX node with its inputs at hand. Messages of errors go on after the node's name. */
export class Operator {
  readonly attributes: Attributes;

  constructor(
    readonly node: NodeProto,
    readonly name: string,
    private readonly translation: Translation,
  ) {
    this.attributes = new Attributes(node);
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
    throw new UserError(`input ${index} ('${this.node.input[index]}') is constant, expected the output of another node.`);
  }

  /** An input that the model must hold as numbers. */
  constant(index: number): Constant {
    const value = this.value(index);
    if (value.kind === 'constant') return value;
    throw new UserError(`input ${index} ('${this.node.input[index]}') is computed, expected a constant.`);
  }

  /** An input as an image in our order; an error if anything but the usual channels x rows x columns arrives. */
  image(index = 0): ImageTensor {
    const tensor = this.tensor(index);
    const { shape, order } = tensor;
    if (shape.length !== 3) throw new UserError(`its input ${formatShape(shape)} is not channels x rows x columns.`);
    const ours = [shape[1], shape[2], shape[0]] as const;
    if (!sameOrder(order, channelFirstOrder(ours))) {
      throw new UserError('a Transpose or Reshape before it rearranges the image; only changes of its layout are supported.');
    }
    return { ...this.reshaped(tensor, ours), ours };
  }

  /** The same elements where our shape is another. */
  reshaped(tensor: Tensor, ours: Shape, name = `${this.name}/reshape`): Tensor {
    if (sameShape(tensor.ours, ours)) return tensor;
    const layer = ours.length === 1 ? new Flatten() : new Reshape(ours);
    return { ...this.append(layer, [tensor], name), ours };
  }

  /** The same elements as a vector, ours and ONNX's. */
  flattened(tensor: Tensor, name?: string): Tensor {
    const shape = [sizeOf(tensor.shape)];
    return { ...this.reshaped(tensor, shape, name), shape };
  }

  /** Adds a node of ours. Its output is like its first input, unless the caller says otherwise. */
  append(layer: Layer, inputs: readonly Tensor[], name = this.name): Tensor {
    return { ...inputs[0], node: this.translation.nodes.append(name, layer, inputs.map(({ node }) => node)) };
  }

  /** Adds a node of ours that gives an image. */
  appendImage(layer: Layer, input: Tensor, ours: readonly [number, number, number]): Tensor {
    const [rows, columns, channels] = ours;
    return { ...this.append(layer, [input]), shape: [channels, rows, columns], ours, order: channelFirstOrder(ours) };
  }
}
