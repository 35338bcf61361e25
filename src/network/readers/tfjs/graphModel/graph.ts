import { UserError } from '../../../../base/index.ts';
import { unknownName } from '../../../../names/index.ts';
import { Fields, isText } from '../fields.ts';
import { Attributes } from './attributes.ts';

/** One of the tensors that a node gives. */
export interface Reference {
  readonly node: string;
  readonly tensor: number;
}

/** A node of a graph with the tensors that it takes. */
export interface NodeEntry {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly Reference[];
  readonly attributes: Attributes;
  readonly fields: Fields;
}

/** How messages name a node. */
export function placeOf({ name, op }: NodeEntry): string {
  return `node '${name}' (${op})`;
}

/** @throws UserError if two nodes have one name */
export function nodesOf(topology: Fields): Map<string, NodeEntry> {
  const nodes = new Map<string, NodeEntry>();
  for (const value of topology.list('node')) {
    const fields = new Fields(value, 'a node');
    const name = fields.text('name');
    if (nodes.has(name)) throw new UserError(`two nodes of the model are called '${name}'; names must differ.`);
    const inputs = fields.has('input')
      ? fields
          .texts('input')
          .filter((input) => !input.startsWith('^'))
          .map(referenceTo)
      : [];
    nodes.set(name, { name, op: fields.text('op'), inputs, attributes: new Attributes(fields), fields });
  }
  return nodes;
}

/** An output: by its name in the signature or that of its node; the first output if there is no name. */
export function outputOf(model: Fields, nodes: ReadonlyMap<string, NodeEntry>, name: string | undefined): Reference {
  const outputs = outputsOf(model, nodes);
  const found =
    name === undefined
      ? [...outputs.values()].at(0)
      : (outputs.get(name) ?? (nodes.has(name) ? first(name) : undefined));
  if (found !== undefined) return found;
  if (name === undefined) throw new UserError('the model has no outputs.');
  throw unknownName('output', name, [...outputs.keys()]);
}

const first = (node: string): Reference => ({ node, tensor: 0 });

/** Outputs by name: those of the signature, or of all nodes that no other takes. */
export function outputsOf(model: Fields, nodes: ReadonlyMap<string, NodeEntry>): ReadonlyMap<string, Reference> {
  const signed = signatureOutputs(model);
  if (signed.size > 0) return signed;
  const used = new Set([...nodes.values()].flatMap(({ inputs }) => inputs.map(({ node }) => node)));
  const last = [...nodes.values()].filter(({ name, op }) => !used.has(name) && op !== 'NoOp');
  return new Map(last.map(({ name }) => [name, first(name)]));
}

/** Names of outputs in the signature. */
function signatureOutputs(model: Fields): Map<string, Reference> {
  if (!model.has('signature') || !model.object('signature').has('outputs')) return new Map();
  const outputs = model.object('signature').object('outputs');
  return new Map(outputs.names.map((name) => [name, referenceTo(outputs.object(name).text('name'))]));
}

/** What stands behind the colon is which of the node's tensors is meant. */
function referenceTo(reference: string): Reference {
  const [node, tensor = '0'] = reference.split(':');
  return { node, tensor: Number(tensor) };
}

/** Sizes of a placeholder, batch included; undefined where they are open. */
export function declaredShape({ fields }: NodeEntry): (number | undefined)[] {
  const attributes = fields.has('attr') ? fields.object('attr') : new Fields({}, 'attributes');
  if (!attributes.has('shape')) return [];
  const shape = attributes.object('shape').object('shape');
  return shape.list('dim', []).map((dimension) => {
    const size = new Fields(dimension, 'an axis').value('size');
    const number = isText(size) || typeof size === 'number' ? Number(size) : NaN;
    return number >= 0 ? number : undefined;
  });
}
