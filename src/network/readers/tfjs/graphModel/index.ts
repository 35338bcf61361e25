import { UserError, within } from '../../../../base/index.ts';
import { Reshape } from '../../../layers/index.ts';
import { inputName, Network } from '../../../network.ts';
import type { Shape } from '../../../shape.ts';
import { constantNode } from '../../constantNode.ts';
import { Definitions } from '../../definitions.ts';
import { inputShapeOf, onlyOpenInput, type ReadOptions } from '../../options.ts';
import type { Ports } from '../../ports.ts';
import type { Fields } from '../fields.ts';
import type { Weights } from '../weights.ts';
import {
  checkSupported,
  declaredShape,
  neededNodes,
  nodesOf,
  outputNode,
  outputsOf,
  placeOf,
  type NodeEntry,
} from './graph.ts';
import { GraphNode } from './graphNode.ts';
import { operators } from './operators/index.ts';
import type { Computed, GraphValue } from './value.ts';

/**
 * Reads a graph model: operators of TensorFlow, as its converter writes a saved model.
 *
 * @throws UserError that names the node and its operator: "node 'model/conv/Relu' (_FusedConv2D): ..."
 */
export function readGraph(model: Fields, weights: Weights, options: ReadOptions): { network: Network; input: string } {
  const all = nodesOf(model.object('modelTopology'));
  const needed = neededNodes(all, outputNode(model, all, options.output));
  checkSupported(needed);
  const nodes = new Definitions(options);
  const { input, inputShape, values } = inputsOf(needed, options, nodes);
  for (const entry of needed) {
    if (!values.has(entry.name))
      values.set(
        entry.name,
        within(
          () => placeOf(entry),
          () => valueOf(entry, values, weights, nodes),
        ),
      );
  }
  const last = lastNode(needed[needed.length - 1], values, nodes);
  return { network: new Network(inputShape, nodes.upTo(last), options.memory), input };
}

/** Placeholders, and outputs by their names in the signature. */
export function graphPorts(model: Fields): Ports {
  const all = nodesOf(model.object('modelTopology'));
  return {
    inputs: [...all.values()]
      .filter(({ op }) => op === 'Placeholder')
      .map((entry) => ({ name: entry.name, sizes: declaredShape(entry) })),
    outputs: [...outputsOf(model, all).keys()].map((name) => ({ name })),
  };
}

function valueOf(
  { name, op, inputs, attributes }: NodeEntry,
  values: ReadonlyMap<string, GraphValue>,
  weights: Weights,
  nodes: Definitions,
): GraphValue {
  if (op === 'Const') return constantOf(name, weights);
  const translate = operators.get(op);
  if (translate === undefined) throw new UserError('it is not supported.');
  return translate(
    new GraphNode(
      name,
      inputs.flatMap((input) => values.get(input) ?? []),
      attributes,
      nodes,
    ),
  );
}

function constantOf(name: string, weights: Weights): GraphValue {
  const weight = weights.get(name);
  if (weight !== undefined) return { kind: 'constant', ...weight };
  throw new UserError(`weightsManifest has no tensor '${name}'.`);
}

/** The network's input, and values of all placeholders: all but one are constants. */
function inputsOf(
  needed: readonly NodeEntry[],
  options: ReadOptions,
  nodes: Definitions,
): { input: string; inputShape: Shape; values: Map<string, GraphValue> } {
  const placeholders = needed.filter(({ op }) => op === 'Placeholder');
  if (placeholders.length === 0) throw new UserError('the output does not depend on any input.');
  const open = onlyOpenInput(
    placeholders.map(({ name }) => name),
    options,
  );
  const values = new Map<string, GraphValue>();
  let inputShape: Shape = [];
  for (const entry of placeholders) {
    const own = entry.name === open;
    const shape = within(
      () => placeOf(entry),
      () => inputShapeOf(declaredShape(entry).slice(1), own ? options.inputShape : undefined),
    );
    if (own) inputShape = shape;
    const node = own ? inputName : constantNode(entry.name, shape, options.inputs?.[entry.name] ?? [], nodes);
    values.set(entry.name, { kind: 'computed', node, shape });
  }
  return { input: open, inputShape, values };
}

/** The node of the output; where that is the network's input, one that hands it on. */
function lastNode({ name }: NodeEntry, values: ReadonlyMap<string, GraphValue>, nodes: Definitions): string {
  const value = values.get(name);
  if (value?.kind !== 'computed') throw new UserError(`the output '${name}' does not depend on the input.`);
  return handedOn(name, value, nodes);
}

function handedOn(name: string, { node, shape }: Computed, nodes: Definitions): string {
  return node === inputName ? nodes.append(name, new Reshape(shape), [inputName]) : node;
}
