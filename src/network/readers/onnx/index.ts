import { attempt, checkBytes, checkMap, UserError } from '../../../base/index.ts';
import type { Network } from '../../network.ts';
import type { Companions } from '../companions.ts';
import { checkReadOptions } from '../options.ts';
import type { Ports } from '../ports.ts';
import { isItemwise } from './batch.ts';
import { portsOf } from './declared.ts';
import { companionsOf } from './external.ts';
import { translate, type OnnxFunction, type OnnxOptions } from './function.ts';
import { inputsOf, isOfItems } from './input.ts';
import { decodeModel, type Model } from './model.ts';
import { checkSupported } from './unsupported.ts';

export { forOnnxRuntime, otherFloats } from './forRuntime.ts';
export { onnxLogits, withLogits } from './logitsOutputs.ts';
export { writeOnnx } from './writer.ts';
export type { External } from './constant.ts';
export type { OnnxFunction, OnnxOptions, Placed } from './function.ts';

/** The names of the files beside a model that hold its weights. */
export function externalFilesOf(bytes: Uint8Array): readonly Companions[] {
  return companionsOf(bytes);
}

/** The inputs of a model that are no weights, and its outputs. */
export function onnxPorts(bytes: Uint8Array): Ports {
  return portsOf(decodeModel(bytes, undefined));
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
  return ofOneItem(model, options);
}

/**
 * A first axis of a size other than 1 is a batch, of which one item is taken, if the model computes its items apart;
 * else it is one of the input's own.
 */
function ofOneItem(model: Model, options: OnnxOptions): OnnxFunction {
  const inputs = inputsOf(model, options, true);
  if (inputs.batch === 1) return translate(model, inputs, options);
  const one = attempt(() => translate(model, inputs, options));
  if (!(one instanceof UserError) && isOfItems(model, inputs.name)) return one;
  const whole = attempt(() => translate(model, inputsOf(model, options, false), options));
  if (whole instanceof UserError) return orThrow(one);
  return one instanceof UserError || !isItemwise(one, whole, inputs.batch) ? whole : one;
}

function orThrow<T>(result: T | UserError): T {
  if (result instanceof UserError) throw result;
  return result;
}
