import { UserError } from '../errors.ts';
import { checkFinite, formatShape, type Network } from '../network/index.ts';
import { checkWhole } from './checkWhole.ts';
import { inputLayer, resolveLayer, withInputsOf } from './layer.ts';
import type { Layer, Method } from './method.ts';
import { methodNamed } from './methods/index.ts';
import type { ExplainRequest } from './request.ts';
import { resolveTarget, resolveUnit, type ResolvedTarget } from './target.ts';

/** A request with its names resolved and its numbers checked. */
export interface Plan {
  /** The network of the request, or one with the inputs of layers as layers of their own. */
  readonly network: Network;
  readonly method: Method;
  readonly inputs: readonly Float64Array[];
  readonly subjects: readonly Subject[];
}

/** What one answer for an input is about. */
export interface Subject {
  readonly layer: Layer;
  readonly target: ResolvedTarget;
  readonly neuron: ResolvedTarget;
}

/** @throws UserError that says what is wrong with the request */
export function planOf(given: Network, request: ExplainRequest): Plan {
  const method = methodNamed(request.method);
  checkOptions(method, request);
  const { network, layers } = layersOf(given, method, request);
  const subjects = layers.flatMap((layer) => subjectsOf(network, method, request, layer));
  return { network, method, inputs: inputsOf(network, request), subjects };
}

function checkOptions({ name, options }: Method, request: ExplainRequest): void {
  const { n, within } = request;
  const known: readonly string[] = ['method', 'input', 'target', 'gradients', ...options];
  for (const [option, value] of Object.entries(request)) {
    if (value === undefined || known.includes(option)) continue;
    throw new UserError(`Method '${name}' takes no '${option}'; it takes ${known.slice(1).join(', ')}.`);
  }
  if (n !== undefined) checkWhole(`number n of method '${name}'`, n, 1);
  if (n !== undefined && within !== undefined) throw new UserError('Both n and a tolerance (within) are given; n follows from a tolerance. Give one of them.');
  if (within !== undefined && !(within > 0 && within < Infinity)) throw new UserError(`The tolerance 'within' is ${within}; expected a number above 0, like 0.01.`);
  if (request.seed !== undefined) checkWhole('seed', request.seed, 0);
}

function inputsOf({ inputSize, inputShape }: Network, { input }: ExplainRequest): readonly Float64Array[] {
  const inputs = input instanceof Float64Array ? [input] : input;
  if (inputs.length === 0) throw new UserError('The batch of inputs is empty; expected at least one input.');
  inputs.forEach((x, i) => {
    const what = inputs.length === 1 ? 'input' : `input number ${i}`;
    if (x.length !== inputSize) throw new UserError(`The ${what} has ${x.length} numbers, the network takes ${inputSize} (${formatShape(inputShape)}).`);
    checkFinite(what, x);
  });
  return inputs;
}

function layersOf(network: Network, method: Method, { layer, attributeTo }: ExplainRequest): { network: Network; layers: Layer[] } {
  if (!method.options.includes('layer')) return { network, layers: [inputLayer(network)] };
  const layers = layer === undefined ? [resolveLayer(network)] : listOf<string>(layer).map((name) => resolveLayer(network, name));
  if (attributeTo !== 'input') return { network, layers };
  const changed = withInputsOf(network, layers.map(({ name }) => name));
  return { network: changed.network, layers: changed.layers.map((name) => resolveLayer(changed.network, name)) };
}

function subjectsOf(network: Network, method: Method, { target, neuron }: ExplainRequest, layer: Layer): Subject[] {
  const between = method.neuron && neuronOf(network, method, neuron, layer);
  if (method.neuron === 'explained' && between) {
    if (target !== undefined) throw new UserError(`Method '${method.name}' explains a neuron; leave out the target.`);
    return [{ layer, target: between, neuron: between }];
  }
  const targets = listOf(target ?? []);
  if (targets.length === 0) throw new UserError(`Method '${method.name}' needs a target: the index of an output, or a unit of a layer.`);
  return targets.map((one) => resolveTarget(network, one)).map((one) => ({ layer, target: one, neuron: between ?? one }));
}

function neuronOf(network: Network, { name }: Method, neuron: ExplainRequest['neuron'], layer: Layer): ResolvedTarget {
  if (neuron === undefined) throw new UserError(`Method '${name}' needs a neuron: a unit of layer '${layer.name}', by its index or its coordinates.`);
  return resolveUnit(network, layer.node, neuron);
}

/** One or several as several. */
export function listOf<T>(one: T | readonly T[]): readonly T[] {
  return Array.isArray(one) ? (one as readonly T[]) : [one as T];
}
