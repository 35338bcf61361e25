import { isObject, UserError } from '../../../base/index.ts';
import { Fields, isText, print } from './fields.ts';

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
  /** Arguments in order, where the file has them so: tensors by their number, numbers and lists as they stand. */
  readonly args?: readonly unknown[];
}

/** One of the tensors that a call takes. */
export class Taken {
  constructor(readonly index: number) {}
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
  const takes: Reference[] = [];
  const read = (argument: unknown): unknown => {
    if (Array.isArray(argument)) return argument.map(read);
    return isTensor(argument) ? new Taken(takes.push(kerasTensor(argument)) - 1) : argument;
  };
  const args = call.list('args').map(read);
  const { tensors, settings } = apart(new Fields(call.value('kwargs') ?? {}, 'its kwargs').all);
  tensors.forEach(read);
  return { takes, args, settings: settingsOf({ ...settings, training: false }) };
}

function isTensor(argument: unknown): boolean {
  return isObject(argument) && argument.class_name === '__keras_tensor__';
}

function kerasTensor(argument: unknown): Reference {
  return referenceOf(new Fields(argument, 'an argument of its call').object('config').list('keras_history'));
}

/**
 * Checks, after a layer was read, that nothing it was called with passed in silence: no setting, as `training: true`
 * for a Dropout that goes on at inference, and no argument that is no tensor.
 *
 * @throws UserError that names the first
 */
export function checkCalled(settings: Fields, args: readonly unknown[]): void {
  const other = args.flat().find((argument) => argument !== null && !(argument instanceof Taken));
  if (other !== undefined) throw new UserError(`it is called with ${print(other)}, expected tensors alone.`);
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
