import type { NodeProto } from 'onnx-buf';
import { UserError, within } from '../../../errors.ts';
import { inputName } from '../../network.ts';
import { checkShape, sizeOf } from '../../shape.ts';
import { channelFirst, channelFirstOrder, identityOrder, untransposedShape } from '../order.ts';
import { Attributes } from './attributes.ts';
import type { Model } from './model.ts';
import type { Tensor } from './value.ts';

/** Operators after which the elements still stand where they stood. */
const transparent = new Set(['Add', 'Sub', 'Mul', 'Div', 'Identity', 'Dropout']);

/** The network's input: an image if ONNX has three axes beside the batch, otherwise in ONNX's own order. */
export function inputTensor(model: Model): Tensor {
  const shape = inputShape(model);
  const tensor = { kind: 'tensor', node: inputName, shape } as const;
  if (shape.length !== 3 || isChannelLast(model, shape)) {
    return { ...tensor, ours: shape, order: identityOrder(sizeOf(shape)) };
  }
  const ours = untransposedShape(shape, channelFirst);
  return { ...tensor, ours, order: channelFirstOrder(ours) };
}

function inputShape({ input }: Model): number[] {
  const type = input.type?.value;
  const dims = type?.case === 'tensorType' ? (type.value.shape?.dim ?? []) : [];
  const sizes = dims.map(({ value }) => (value.case === 'dimValue' ? Number(value.value) : NaN));
  const [, ...shape] = sizes;
  if (shape.length === 0 || !shape.every((size) => size > 0)) {
    const printed = sizes.map((size) => (size > 0 ? size : '?')).join('x');
    throw new UserError(`the input '${input.name}' has shape '${printed}', expected a batch and then axes of known size.`);
  }
  return within(() => `the input '${input.name}'`, () => [...checkShape(shape)]);
}

/**
 * Convolutions are channel-first in ONNX, so an image that is first transposed arrives channel-last. Where it is
 * flattened first nothing tells, and the shorter one of its outer axes is that of the channels.
 */
function isChannelLast(model: Model, shape: readonly number[]): boolean {
  const consumer = firstConsumer(model.nodes, model.input.name);
  if (consumer?.opType === 'Transpose') return new Attributes(consumer).ints('perm', [])[1] === 3;
  return (consumer?.opType === 'Flatten' || consumer?.opType === 'Reshape') && shape[2] < shape[0];
}

function firstConsumer(nodes: readonly NodeProto[], name: string): NodeProto | undefined {
  const consumer = nodes.find((node) => node.input.includes(name));
  return consumer !== undefined && transparent.has(consumer.opType) ? firstConsumer(nodes, consumer.output[0]) : consumer;
}
