import { isObject, UserError } from '../../../base/index.ts';
import { Fields, isText } from './fields.ts';

/** A tensor of a model's graph: which one a layer gives when it is called for the first, second, ... time. */
export interface Reference {
  readonly layer: string;
  readonly call: number;
  readonly tensor: number;
}

/** One call of a layer: the tensors that it takes, and what it is called with beside them. */
export interface LayerCall {
  readonly takes: readonly Reference[];
  readonly settings: Fields;
}

/** A layer's calls, in the order in which they were made. */
export function callsOf(layer: Fields): LayerCall[] {
  return layer
    .list('inbound_nodes', [])
    .map((call) => (isObject(call) ? keras3Call(new Fields(call, 'a call')) : keras2Call(call)));
}

/** What a layer is called with beside tensors: nothing, if nothing is given. */
export function settingsOf(values: unknown = {}): Fields {
  return new Fields(values, 'what it is called with');
}

/** Settings stand behind each tensor; some of them name further ones. */
function keras2Call(call: unknown): LayerCall {
  const triples: readonly unknown[] = Array.isArray(call) && !isText(call[0]) ? call : [call];
  const all = Object.fromEntries(
    triples.flatMap((triple) => (Array.isArray(triple) ? Object.entries(settingsOf(triple[3] ?? {}).all) : [])),
  );
  const { tensors, settings } = apart(all);
  return { takes: [...referencesIn(call), ...tensors.flatMap(referencesIn)], settings: settingsOf(settings) };
}

/** References in a list of [layer, call, tensor], in one such triple alone, or named by an object. */
export function referencesIn(connections: unknown): Reference[] {
  if (isObject(connections)) return Object.values(connections).flatMap(referencesIn);
  if (!Array.isArray(connections)) throw notConnections();
  return isText(connections[0]) ? [referenceOf(connections)] : connections.map(referenceOf);
}

function referenceOf(triple: unknown): Reference {
  if (!Array.isArray(triple)) throw notConnections();
  const [layer, call, tensor] = triple as readonly unknown[];
  if (!isText(layer) || !isIndex(call) || !isIndex(tensor)) throw notConnections();
  return { layer, call, tensor };
}

/** Settings that are tensors, in the order in which layers take them: of attention, and of recurrent layers. */
const roles = ['query', 'value', 'key', 'initial_state'];

function apart(all: Readonly<Record<string, unknown>>): { tensors: unknown[]; settings: object } {
  return {
    tensors: roles.map((role) => all[role] ?? []),
    settings: Object.fromEntries(Object.entries(all).filter(([name]) => !roles.includes(name))),
  };
}

/**
 * Keras 3 writes a call's arguments, in which a tensor says where it comes from. Whether a layer was called to learn is
 * that of the whole model's call there.
 */
function keras3Call(call: Fields): LayerCall {
  const { tensors, settings } = apart(new Fields(call.value('kwargs') ?? {}, 'its kwargs').all);
  return {
    takes: [...call.list('args'), ...tensors].flatMap((argument) =>
      Array.isArray(argument) ? argument.map(kerasTensor) : [kerasTensor(argument)],
    ),
    settings: settingsOf({ ...settings, training: false }),
  };
}

function kerasTensor(argument: unknown): Reference {
  const tensor = new Fields(argument, 'an argument of its call');
  if (!tensor.has('class_name') || tensor.text('class_name') !== '__keras_tensor__') throw notConnections();
  return referenceOf(tensor.object('config').list('keras_history'));
}

/**
 * Checks that nothing a layer was called with passed in silence, as `training: true` for a Dropout that goes on at
 * inference, after it was read.
 *
 * @throws UserError that names the first
 */
export function checkCalled(settings: Fields): void {
  const meant = settings.unread.find((name) => settings.value(name) !== false);
  if (meant !== undefined)
    throw new UserError(`it is called with '${meant}' = ${settings.print(meant)}, which is not supported.`);
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function notConnections(): UserError {
  return new UserError(
    'its connections are not lists of [layer, call, tensor], as Keras and TensorFlow.js write them.',
  );
}
