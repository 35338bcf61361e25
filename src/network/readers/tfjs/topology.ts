import { isObject, UserError, within } from '../../../base/index.ts';
import { unknownName } from '../../../names/index.ts';
import { callsOf, referencesIn, settingsOf, type LayerCall, type Reference } from './connections.ts';
import { Fields, isText } from './fields.ts';

/** A layer of a class. */
export interface LayerHead extends Wrapped {
  readonly name: string;
  /** The graph of a layer that is a model of its own. */
  readonly model?: Topology;
}

/** A layer of the model, and its calls. */
export interface LayerEntry extends LayerHead {
  readonly calls: readonly LayerCall[];
  /** Which number references give the first call: 1 where a model counts its own making as one. */
  readonly firstCall: number;
}

/** The graph of a model, whichever way it was written. */
export interface Topology {
  readonly name: string;
  readonly layers: ReadonlyMap<string, LayerEntry>;
  /** Layers whose values are given. */
  readonly inputs: readonly LayerEntry[];
  readonly outputs: readonly Reference[];
}

const modelKinds = ['Sequential', 'Functional', 'Model'];

/** Is a class one of models, which may stand for layers? */
export function isModel(className: string): boolean {
  return modelKinds.includes(className);
}

/** Of a model in a model in a model. */
const deepest = 50;

/**
 * @param depth how many models it is within
 * @throws UserError if it is a model of another kind, or two of its layers have one name
 */
export function topologyOf(kind: string, config: Fields, depth = 0): Topology {
  if (!modelKinds.includes(kind)) throw unknownName('kind of model', kind, modelKinds);
  if (depth > deepest) throw new UserError(`models stand within models, more than ${deepest} deep.`);
  return kind === 'Sequential' ? sequential(config, depth) : functional(config, depth);
}

/** How messages name a layer. */
export function placeOf({ name, className }: Pick<LayerEntry, 'name' | 'className'>): string {
  return `layer '${name}' (${className})`;
}

/** A chain; its first layer is an InputLayer, or has the shape of the input in its own configuration. */
function sequential(config: Fields, depth: number): Topology {
  const heads = config.list('layers').map((layer) => headOf(new Fields(layer, 'a layer'), depth));
  if (heads.length === 0) throw new UserError('the model has no layers.');
  const [first, ...rest] = heads;
  const explicit = first.className === 'InputLayer';
  const chain = explicit
    ? heads
    : [
        { name: `${first.name}_input`, className: 'InputLayer', config: declaring(first.config, config) },
        first,
        ...rest,
      ];
  const after = (i: number): Reference => ({ layer: chain[i].name, call: 0, tensor: 0 });
  const entries = chain.map((head, i) => ({
    ...head,
    calls: i === 0 ? [] : [{ takes: [after(i - 1)], settings: settingsOf() }],
    firstCall: 0,
  }));
  return {
    name: config.text('name', ''),
    layers: byName(entries),
    inputs: [entries[0]],
    outputs: [after(chain.length - 1)],
  };
}

/** What says the shape of a chain's input: its first layer, or the chain if it got its input when it was built. */
function declaring(first: Fields, chain: Fields): Fields {
  const isOpen = !['batch_input_shape', 'batch_shape', 'layers'].some((name) => first.has(name));
  return isOpen && chain.has('build_input_shape') ? chain : first;
}

/** A graph. */
function functional(config: Fields, depth: number): Topology {
  const entries = config.list('layers').map((value) => {
    const layer = new Fields(value, 'a layer');
    const head = headOf(layer, depth);
    return {
      ...head,
      calls: within(
        () => placeOf(head),
        () => callsOf(layer),
      ),
    };
  });
  const [given, outputs] = [referencesIn(config.value('input_layers')), referencesIn(config.value('output_layers'))];
  if (given.length === 0 || outputs.length === 0) throw new UserError('the model has no inputs or no outputs.');
  const first = firstCalls([...entries.flatMap(({ calls }) => calls.flatMap(({ takes }) => takes)), ...outputs]);
  const layers = byName(
    entries.map((entry) => ({ ...entry, firstCall: entry.model ? (first.get(entry.name) ?? 0) : 0 })),
  );
  return { name: config.text('name', ''), layers, inputs: given.map(({ layer }) => entryOf(layers, layer)), outputs };
}

/** The lowest number of a call that references to each layer have; every call of a saved model is referred to. */
function firstCalls(references: readonly Reference[]): Map<string, number> {
  const first = new Map<string, number>();
  for (const { layer, call } of references) first.set(layer, Math.min(call, first.get(layer) ?? call));
  return first;
}

/** @throws UserError if there is no such layer */
export function entryOf(layers: Topology['layers'], name: string): LayerEntry {
  const entry = layers.get(name);
  if (entry === undefined) throw new UserError(`no layer is called '${name}', which the model refers to.`);
  return entry;
}

function headOf(layer: Fields, depth: number): LayerHead {
  const { className, config } = wrappedIn(layer);
  return withModel({ name: config.text('name'), className, config }, depth);
}

/** A layer, with its graph if it is a model. */
export function withModel(head: LayerHead, depth = 0): LayerHead {
  const { className, config } = head;
  if (!isModel(className)) return head;
  return {
    ...head,
    model: within(
      () => placeOf(head),
      () => topologyOf(className, config, depth + 1),
    ),
  };
}

/** A layer or cell that the configuration of another one holds. */
export interface Wrapped {
  readonly className: string;
  readonly config: Fields;
}

export function wrappedIn(layer: Fields): Wrapped {
  return { className: classOf(layer), config: layer.object('config') };
}

/**
 * A class that somebody registered, as 'Custom>Dense', is not the one of Keras that it may be named like, nor is a
 * function of Keras that stands between layers: 'ops.Add'.
 */
function classOf(layer: Fields): string {
  const registered = layer.value('registered_name');
  if (isText(registered) && registered.includes('>')) return registered;
  return `${isFunction(layer) ? 'ops.' : ''}${layer.text('class_name')}`;
}

/** Keras 3 says so in `.keras`; in `.h5` it is known as what is called by arguments, and cannot be trained or not. */
function isFunction(layer: Fields): boolean {
  const module = layer.value('module');
  if (isText(module)) return module.startsWith('keras.src.ops');
  const [call] = layer.list('inbound_nodes', []);
  return isObject(call) && 'args' in call && !layer.object('config').names.includes('trainable');
}

function byName(layers: readonly LayerEntry[]): Map<string, LayerEntry> {
  const map = new Map<string, LayerEntry>();
  for (const layer of layers) {
    if (map.has(layer.name))
      throw new UserError(`two layers of the model are called '${layer.name}'; names must differ.`);
    map.set(layer.name, layer);
  }
  return map;
}
