import { asFloat64, isRecord, type Numbers, shown, UserError } from '../../base/index.ts';
import { checkNetwork, logitsOf, Network } from '../../network/index.ts';
import { checkInputs, checkOptions } from './checkRequest.ts';
import { type Output, withOutput } from '../head/index.ts';
import {
  inputLayer,
  type Layer,
  type ResolvedTarget,
  resolveLayer,
  resolveLayers,
  resolveTarget,
  resolveUnit,
  withInputsOf,
} from '../target/index.ts';
import { type Method, methodNamed } from '../methods/index.ts';
import type { ExplainRequest } from './request.ts';

/** A request with its names resolved and its numbers checked. */
export interface Plan {
  /** The network of the request, or one with the inputs of layers as layers of their own. */
  readonly network: Network;
  readonly method: Method;
  /** Of networks that end in a softmax or sigmoid. */
  readonly output: Output | undefined;
  readonly inputs: readonly Float64Array[];
  readonly subjects: readonly Subject[];
}

/** What one answer for an input is about. */
export interface Subject {
  readonly layer: Layer;
  /** It alone, or all that move together. */
  readonly layers: readonly Layer[];
  readonly target: ResolvedTarget;
  readonly neuron: ResolvedTarget;
}

/** @throws UserError that says what is wrong with the request */
export function planOf(given: Network, request: ExplainRequest): Plan {
  checkNetwork(given);
  checkRequest(request);
  const method = methodNamed(request.method);
  checkOptions(method, request);
  const { output = 'probability' } = request;
  const { network, layers } = layersOf(withOutput(given, output), method, request);
  const inputs = inputsOf(request.input);
  checkInputs(inputs, network);
  const groups = request.layersTogether === true ? [layers] : layers.map((layer) => [layer]);
  return {
    network,
    method,
    output: logitsOf(given) && output,
    inputs,
    subjects: groups.flatMap((group) => subjectsOf(network, method, request, group)),
  };
}

function layersOf(
  network: Network,
  method: Method,
  { layer, attributeTo }: ExplainRequest,
): { network: Network; layers: Layer[] } {
  if (!method.options.includes('layer')) return { network, layers: [inputLayer(network)] };
  const layers = layer === undefined ? [resolveLayer(network)] : resolveLayers(network, listOf<string>(layer));
  if (attributeTo !== 'input') return { network, layers };
  const changed = withInputsOf(
    network,
    layers.map(({ name }) => name),
  );
  return { network: changed.network, layers: changed.layers.map((name) => resolveLayer(changed.network, name)) };
}

function subjectsOf(
  network: Network,
  method: Method,
  { target, neuron }: ExplainRequest,
  layers: readonly Layer[],
): Subject[] {
  const [layer] = layers;
  const between = method.neuron && neuronOf(network, method, neuron, layer);
  if (method.neuron === 'explained' && between) {
    if (target !== undefined) throw new UserError(`Method '${method.name}' explains a neuron; leave out the target.`);
    return [{ layer, layers, target: between, neuron: between }];
  }
  const targets = listOf(target ?? []);
  if (targets.length === 0)
    throw new UserError(`Method '${method.name}' needs a target: the index of an output, or a unit of a layer.`);
  return targets
    .map((one) => resolveTarget(network, one))
    .map((one) => ({ layer, layers, target: one, neuron: between ?? one }));
}

function neuronOf(network: Network, { name }: Method, neuron: ExplainRequest['neuron'], layer: Layer): ResolvedTarget {
  if (neuron === undefined)
    throw new UserError(
      `Method '${name}' needs a neuron: a unit of layer '${layer.name}', by its index or its coordinates.`,
    );
  return resolveUnit(network, layer.node, neuron);
}

function checkRequest(request: unknown): void {
  if (!isRecord(request))
    throw new UserError(`The request is ${shown(request)}; expected an object like { method, input, target }.`);
  if (request.method === undefined)
    throw new UserError("The request names no method; give one, like method: 'integrated_gradients'.");
}

/** A batch of inputs as float64. */
function inputsOf(input: ExplainRequest['input']): readonly Float64Array[] {
  const inputs = pointsOf(input);
  return inputs.map((one, i) => {
    const numbers = asFloat64(one);
    if (numbers !== undefined) return numbers;
    const what = inputs.length === 1 ? 'input' : `input number ${i}`;
    throw new UserError(`The ${what} is ${shown(one)}; expected a Float64Array, a Float32Array or a list of numbers.`);
  });
}

/** One or several points, or what stands for points; a list of numbers is one. */
export function pointsOf<T>(one: T | Numbers | readonly (T | Numbers)[]): readonly (T | Numbers)[] {
  return Array.isArray(one) && typeof one[0] !== 'number' ? (one as readonly (T | Numbers)[]) : [one as T | Numbers];
}

/** One or several as several. */
export function listOf<T>(one: T | readonly T[]): readonly T[] {
  return Array.isArray(one) ? (one as readonly T[]) : [one as T];
}
