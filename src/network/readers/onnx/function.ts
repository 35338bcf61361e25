import { UserError } from '../../../base/index.ts';
import { usualAllowance } from '../../bytes.ts';
import { inputName, Network } from '../../network.ts';
import type { Shape } from '../../shape.ts';
import type { ReadOptions } from '../options.ts';
import type { Order } from '../order.ts';
import type { External } from './constant.ts';
import { fuse } from './fuse.ts';
import type { Inputs } from './input.ts';
import type { Model } from './model.ts';
import { Operator } from './operator.ts';
import { translateNode } from './translateNode.ts';
import { Translation } from './translation.ts';
import type { Constant, Tensor } from './value.ts';

/** What reading ONNX may be told beside `ReadOptions`. */
export interface OnnxOptions extends ReadOptions {
  /** Contents of the files that hold the model's weights, by the names that it gives them. */
  readonly external?: External;
}

/** Where the elements of an input or output stand: element `i`, row-major in ONNX's axes, is `order[i]` of ours. */
export interface Placed {
  readonly name: string;
  /** In ONNX's axes, of one item. */
  readonly shape: Shape;
  readonly order: Order;
}

/** One output of a model as a function of one input, and how both stand in the file. */
export interface OnnxFunction {
  readonly network: Network;
  readonly input: Placed;
  readonly output: Placed;
  /** Items of the batch that the file is made for, of which one is taken. */
  readonly batch: number;
  /** What the other inputs are held at, in the file's shapes. */
  readonly held: ReadonlyMap<string, Constant>;
}

/** @throws UserError that names the node that is not supported */
export function translate(
  model: Model,
  { name, isWhole, tensor, batch, constants, held }: Inputs,
  { external = new Map(), memory = usualAllowance }: OnnxOptions,
): OnnxFunction {
  const translation = new Translation({
    opset: model.opset,
    takesWhole: isWhole,
    batch,
    initializers: model.initializers,
    external,
    memory,
  });
  for (const [other, constant] of constants) translation.set(other, constant);
  translation.set(name, tensor);
  for (const node of model.nodes) translateNode(node, translation);
  const output = translation.get(model.output);
  if (output.kind === 'constant')
    throw new UserError(`the output '${model.output}' does not depend on the input '${name}'.`);
  const last = inLayout(output, model.output, translation);
  if (last.node === inputName)
    throw new UserError(`the output '${model.output}' is the input; there is nothing to explain.`);
  return {
    network: new Network(tensor.ours, fuse(translation.nodes.upTo(last.node)), memory),
    input: { name, shape: tensor.shape, order: tensor.order },
    output: { name: model.output, shape: last.shape, order: last.order },
    batch,
    held,
  };
}

/** The units of an output count as in ONNX, but for images, which are by rows, columns and channels here. */
function inLayout(output: Tensor, name: string, translation: Translation): Tensor {
  const operator = new Operator({ opType: 'output', input: [], output: [], attribute: [] }, name, translation);
  return operator.natural(output);
}
