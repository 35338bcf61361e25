import { checkBytes, checkMap, UserError } from '../../../base/index.ts';
import { usualAllowance } from '../../bytes.ts';
import { inputName, Network } from '../../network.ts';
import type { Shape } from '../../shape.ts';
import type { Companions } from '../companions.ts';
import { checkReadOptions, type ReadOptions } from '../options.ts';
import type { Order } from '../order.ts';
import type { Ports } from '../ports.ts';
import type { External } from './constant.ts';
import { portsOf } from './declared.ts';
import { fuse } from './fuse.ts';
import { inputsOf, type Inputs } from './input.ts';
import { companionsOf } from './external.ts';
import { decodeModel, type Model } from './model.ts';
import { Operator } from './operator.ts';
import { checkSupported } from './unsupported.ts';
import { translateNode } from './translateNode.ts';
import { Translation } from './translation.ts';
import type { Constant, Tensor } from './value.ts';

export { forOnnxRuntime, otherFloats } from './forRuntime.ts';
export { onnxLogits, withLogits } from './logitsOutputs.ts';
export { writeOnnx } from './writer.ts';
export type { External } from './constant.ts';

/** What reading ONNX may be told beside `ReadOptions`. */
export interface OnnxOptions extends ReadOptions {
  /** Contents of the files that hold the model's weights, by the names that it gives them. */
  readonly external?: External;
}

/** The names of the files beside a model that hold its weights. */
export function externalFilesOf(bytes: Uint8Array): readonly Companions[] {
  return companionsOf(bytes);
}

/** The inputs of a model that are no weights, and its outputs. */
export function onnxPorts(bytes: Uint8Array): Ports {
  return portsOf(decodeModel(bytes, undefined));
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

/**
 * Reads one output of an ONNX model as a function of one input. Images are channel-first in ONNX and row, column,
 * channel here, and a network takes no batch: this is where they change. What depends on shapes and constants alone is
 * computed here.
 *
 * @throws UserError that names the node and operator: "node 'Conv_4' (Conv): ...", or asks for what the model leaves
 *   open
 */
export function readOnnx(bytes: Uint8Array, options: OnnxOptions = {}): Network {
  return readOnnxFunction(bytes, options).network;
}

/** As `readOnnx`, with where the elements of input and output stand in the file. */
export function readOnnxFunction(bytes: Uint8Array, options: OnnxOptions): OnnxFunction {
  checkBytes('content of an ONNX file', bytes);
  checkReadOptions(options);
  if (options.external !== undefined) checkMap('option external', options.external);
  const model = decodeModel(bytes, options.output);
  checkSupported(model);
  const inputs = inputsOf(model, options, true);
  try {
    return translate(model, inputs, options);
  } catch (error) {
    // A first axis of a size other than 1 is a batch, unless the nodes take it otherwise.
    if (!(error instanceof UserError) || inputs.batch === 1 || options.inputShape !== undefined) throw error;
    return orElse(() => translate(model, inputsOf(model, options, false), options), error);
  }
}

function orElse<T>(attempt: () => T, otherwise: UserError): T {
  try {
    return attempt();
  } catch (error) {
    throw error instanceof UserError ? otherwise : error;
  }
}

function translate(
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
