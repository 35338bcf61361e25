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
import { declaredShape, nodesOf, outputOf, outputsOf, placeOf, type NodeEntry, type Reference } from './graph.ts';
import { GraphNode } from './graphNode.ts';
import { neededNodes } from './needed.ts';
import { operators, takingBlocks } from './operators/index.ts';
import type { Computed, GraphValue } from './value.ts';

export { Attributes } from './attributes.ts';
export { GraphNode } from './graphNode.ts';
export { operators } from './operators/index.ts';
export type { GraphValue } from './value.ts';

/**
 * Reads a graph model: operators of TensorFlow, as its converter writes a saved model.
 *
 * @throws UserError that names the node and its operator: "node 'model/conv/Relu' (_FusedConv2D): ..."
 */
export function readGraph(model: Fields, weights: Weights, options: ReadOptions): { network: Network; input: string } {
  const all = nodesOf(model.object('modelTopology'));
  const output = outputOf(model, all, options.output);
  const needed = neededNodes(all, output.node);
  const nodes = new Definitions(options);
  const { input, inputShape, values } = inputsOf(needed, options, nodes);
  for (const entry of needed) {
    if (!values.has(entry.name))
      values.set(
        entry.name,
        within(
          () => placeOf(entry),
          () => valuesOf(entry, values, weights, nodes),
        ),
      );
  }
  const last = lastNode(output, values, nodes);
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

/** The tensors that nodes give. */
type Values = ReadonlyMap<string, readonly GraphValue[]>;

function valueOf({ node, tensor }: Reference, values: Values): GraphValue {
  const value = values.get(node)?.[tensor];
  if (value !== undefined) return value;
  throw new UserError(`node '${node}' gives no tensor ${tensor} here, which the model refers to.`);
}

/** @throws UserError if a value is in blocks */
function checkWhole(value: GraphValue): void {
  if (value.kind === 'computed' && value.block !== undefined)
    throw new UserError('it takes what SpaceToBatchND took apart; only convolutions of that are supported.');
}

function valuesOf(
  { name, op, inputs, attributes }: NodeEntry,
  values: Values,
  weights: Weights,
  nodes: Definitions,
): readonly GraphValue[] {
  if (op === 'Const') return [constantOf(name, weights)];
  const translate = operators.get(op);
  if (translate === undefined) throw new UserError('it is not supported.');
  const taken = inputs.map((input) => valueOf(input, values));
  if (!takingBlocks.has(op)) taken.forEach(checkWhole);
  const given = translate(new GraphNode(name, taken, attributes, nodes));
  return 'kind' in given ? [given] : given;
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
): { input: string; inputShape: Shape; values: Map<string, readonly GraphValue[]> } {
  const placeholders = needed.filter(({ op }) => op === 'Placeholder');
  if (placeholders.length === 0) throw new UserError('the output does not depend on any input.');
  const open = onlyOpenInput(
    placeholders.map(({ name }) => name),
    options,
  );
  const values = new Map<string, readonly GraphValue[]>();
  let inputShape: Shape = [];
  for (const entry of placeholders) {
    const own = entry.name === open;
    const shape = within(
      () => placeOf(entry),
      () => inputShapeOf(declaredShape(entry).slice(1), own ? options.inputShape : undefined),
    );
    if (own) inputShape = shape;
    const node = own ? inputName : constantNode(entry.name, shape, options.inputs?.[entry.name] ?? [], nodes);
    values.set(entry.name, [{ kind: 'computed', node, shape }]);
  }
  return { input: open, inputShape, values };
}

/** The node of the output; where that is the network's input, one that hands it on. */
function lastNode(output: Reference, values: Values, nodes: Definitions): string {
  const value = valueOf(output, values);
  checkWhole(value);
  if (value.kind === 'computed') return handedOn(output.node, value, nodes);
  throw new UserError(`the output '${output.node}' does not depend on the input.`);
}

function handedOn(name: string, { node, shape }: Computed, nodes: Definitions): string {
  return node === inputName ? nodes.append(name, new Reshape(shape), [inputName]) : node;
}
