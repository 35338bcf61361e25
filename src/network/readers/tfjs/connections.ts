import { isObject, UserError } from '../../../base/index.ts';
import { Fields, isText } from './fields.ts';

/** A tensor of a model's graph: which one a layer gives when it is called for the first, second, ... time. */
export interface Reference {
  readonly layer: string;
  readonly call: number;
  readonly tensor: number;
}

/** The tensors that a layer takes, for each time that it is called. */
export function callsOf(layer: Fields): Reference[][] {
  return layer
    .list('inbound_nodes', [])
    .map((call) => (isObject(call) ? keras3Call(new Fields(call, 'a call')) : referencesIn(call)));
}

/** References in a list of [layer, call, tensor], in one such triple alone, or named by an object. */
export function referencesIn(connections: unknown): Reference[] {
  if (isObject(connections)) return Object.values(connections).flatMap(referencesIn);
  if (!Array.isArray(connections)) throw notConnections();
  return isText(connections[0]) ? [referenceOf(connections)] : connections.map(referenceOf);
}

function referenceOf(triple: unknown): Reference {
  if (!Array.isArray(triple)) throw notConnections();
  const [layer, call, tensor, settings] = triple as readonly unknown[];
  if (!isText(layer) || !isIndex(call) || !isIndex(tensor)) throw notConnections();
  checkSettings(settings ?? {});
  return { layer, call, tensor };
}

/**
 * Keras 3 writes a call's arguments, in which a tensor says where it comes from. States of a recurrent layer stand
 * behind what it takes, as in Keras 2. Whether a layer was called to learn is that of the whole model's call there.
 */
function keras3Call(call: Fields): Reference[] {
  const { initial_state: states = [], ...settings } = new Fields(call.value('kwargs') ?? {}, 'its kwargs').all;
  checkSettings({ ...settings, training: false });
  return [...call.list('args'), states ?? []].flatMap((argument) =>
    Array.isArray(argument) ? argument.map(kerasTensor) : [kerasTensor(argument)],
  );
}

function kerasTensor(argument: unknown): Reference {
  const tensor = new Fields(argument, 'an argument of its call');
  if (!tensor.has('class_name') || tensor.text('class_name') !== '__keras_tensor__') throw notConnections();
  return referenceOf(tensor.object('config').list('keras_history'));
}

/** What a layer is called with beside tensors, as `training: true` for a Dropout that goes on at inference. */
function checkSettings(settings: unknown): void {
  const fields = new Fields(settings, 'what it is called with');
  const meant = fields.names.find((name) => fields.has(name) && fields.value(name) !== false);
  if (meant !== undefined)
    throw new UserError(`it is called with '${meant}' = ${fields.print(meant)}, which is not supported.`);
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function notConnections(): UserError {
  return new UserError(
    'its connections are not lists of [layer, call, tensor], as Keras and TensorFlow.js write them.',
  );
}
