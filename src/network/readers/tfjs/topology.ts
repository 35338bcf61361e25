import { UserError, within } from '../../../errors.ts';
import { unknownName } from '../../../unknownName.ts';
import type { Shape } from '../../shape.ts';
import { Fields } from './fields.ts';

/** A layer of the model with the names of the layers that it takes. */
export interface LayerEntry {
  readonly name: string;
  readonly className: string;
  readonly config: Fields;
  readonly inputs: readonly string[];
}

/** The graph of a model, whichever way it was written. */
export interface Topology {
  readonly input: { readonly name: string; readonly shape: Shape };
  readonly layers: ReadonlyMap<string, LayerEntry>;
  readonly output: string;
}

const modelKinds = ['Sequential', 'Functional', 'Model'];

/** @throws UserError if it is a model of several inputs or outputs, or one of another kind */
export function topologyOf(model: Fields): Topology {
  const kind = model.text('class_name');
  if (!modelKinds.includes(kind)) throw unknownName('kind of model', kind, modelKinds);
  return kind === 'Sequential' ? sequential(model) : functional(model.object('config'));
}

/** True if a layer is a model of its own. */
export function isModel(className: string): boolean {
  return modelKinds.includes(className);
}

/** How messages name a layer. */
export function placeOf({ name, className }: Head): string {
  return `layer '${name}' (${className})`;
}

/** A chain; its first layer is an InputLayer or has the shape of the input in its own configuration. */
function sequential(model: Fields): Topology {
  const list = model.isList('config') ? model.list('config') : model.object('config').list('layers');
  const entries = list.map((layer) => headOf(new Fields(layer, 'a layer')));
  const first = entries.at(0);
  if (first === undefined) throw new UserError('the model has no layers.');
  const explicit = first.className === 'InputLayer';
  const input = { name: explicit ? first.name : '', shape: inputShape(first) };
  const chain = entries.slice(explicit ? 1 : 0);
  const layers = chain.map((entry, i) => ({ ...entry, inputs: [i === 0 ? input.name : chain[i - 1].name] }));
  return { input, layers: byName(layers), output: layers.at(-1)?.name ?? input.name };
}

/** A graph. */
function functional(config: Fields): Topology {
  const layers = config.list('layers').map((value) => {
    const layer = new Fields(value, 'a layer');
    const head = headOf(layer);
    return { ...head, inputs: within(() => placeOf(head), () => inputsOf(layer)) };
  });
  const [first, output] = [only(config, 'input'), only(config, 'output')];
  const input = layers.find(({ name }) => name === first);
  if (input === undefined) throw new UserError(`no layer is called '${first}', which is the model's input.`);
  return { input: { name: first, shape: inputShape(input) }, layers: byName(layers), output };
}

type Head = Omit<LayerEntry, 'inputs'>;

function headOf(layer: Fields): Head {
  const config = layer.object('config');
  return { name: config.text('name'), className: layer.text('class_name'), config };
}

function byName(layers: readonly LayerEntry[]): Map<string, LayerEntry> {
  return new Map(layers.map((layer) => [layer.name, layer]));
}

function inputShape(layer: Head): Shape {
  return within(() => placeOf(layer), () => {
    const [, ...shape] = layer.config.list('batch_input_shape');
    if (shape.length > 0 && shape.every(isSize)) return shape;
    const printed = shape.map((size) => (isSize(size) ? size : '?')).join('x');
    throw new UserError(`its input has shape '${printed}', expected axes of known size behind the batch.`);
  });
}

function isSize(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) > 0;
}

/** Layers that a layer takes. */
function inputsOf(layer: Fields): string[] {
  const nodes = layer.list('inbound_nodes');
  if (nodes.length > 1) {
    throw new UserError(`it is used ${nodes.length} times; only layers that are used once are supported. Give each use a layer of its own.`);
  }
  return nodes.flatMap(namesIn);
}

function only(config: Fields, what: 'input' | 'output'): string {
  const names = namesIn(config.list(`${what}_layers`));
  if (names.length === 1) return names[0];
  throw new UserError(`the model has ${names.length} ${what}s (${names.join(', ')}), expected one ${what}.`);
}

/** The names in a list of [layer, node, tensor], or in one such triple alone. */
function namesIn(connections: unknown): string[] {
  const list = Array.isArray(connections) ? connections : [connections];
  return (typeof list[0] === 'string' ? [list] : list).map((connection: unknown) => {
    const name: unknown = Array.isArray(connection) ? connection[0] : undefined;
    if (typeof name === 'string') return name;
    throw new UserError('its connections are not lists of [layer, node, tensor], as Keras 2 and TensorFlow.js write them.');
  });
}
