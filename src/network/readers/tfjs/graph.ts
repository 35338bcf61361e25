import { UserError, within } from '../../../base/index.ts';
import { inOrder } from '../inOrder.ts';
import { checkCalled, settingsOf, type LayerCall, type Reference } from './connections.ts';
import { KerasLayer, type Surroundings, type Value } from './kerasLayer.ts';
import { isOperation, translationOf } from './layers/index.ts';
import { checkSettings } from './settings.ts';
import { entryOf, placeOf, type LayerEntry, type LayerHead, type Topology } from './topology.ts';

/** Models within models, called often by others called often, are no networks that anybody uses. */
const mostCalls = 20_000;

/**
 * Adds the nodes that tensors of a model need.
 *
 * @param inputs values of the model's inputs
 * @returns values of the tensors
 */
export function addModel(
  model: Topology,
  inputs: readonly Value[],
  tensors: readonly Reference[],
  around: Surroundings,
): Value[] {
  if (inputs.length !== model.inputs.length)
    throw new UserError(`it takes ${inputs.length} inputs, expected ${model.inputs.length}.`);
  const values = new Map<string, readonly Value[]>(
    model.inputs.map(({ name }, i) => [keyOf({ layer: name, call: 0 }), [inputs[i]]]),
  );
  const valueOf = (reference: Reference): Value => {
    const value = values.get(keyOf(reference))?.[reference.tensor];
    if (value !== undefined) return value;
    throw new UserError(`layer '${reference.layer}' gives no tensor ${reference.tensor}, which the model refers to.`);
  };
  for (const { key, entry, takes, settings, args = [] } of callsInOrder(model, tensors)) {
    if (!values.has(key))
      values.set(
        key,
        within(
          () => placeOf(entry),
          () => addLayer({ ...entry, settings, args }, takes.map(valueOf), around),
        ),
      );
  }
  return tensors.map(valueOf);
}

/** A layer, with what it is called with beside tensors. */
type Called = LayerHead & Partial<Pick<LayerCall, 'settings' | 'args'>>;

/** Adds the nodes of a layer. @returns what it gives */
export function addLayer(
  { name, className, config, model, settings = settingsOf(), args = [] }: Called,
  inputs: readonly Value[],
  around: Surroundings,
): readonly Value[] {
  if (++around.calls.made > mostCalls) throw new UserError(`the model calls layers more than ${mostCalls} times.`);
  const values =
    model === undefined
      ? translationOf(className)(new KerasLayer({ name, config, settings, args }, inputs, around))
      : addModel(model, inputs, model.outputs, { ...around, scopes: [...around.scopes, name] });
  checkCalled(settings, isOperation(className) ? [] : args);
  if (model === undefined) checkSettings(config);
  return values;
}

/** One call of a layer of a model. */
interface Call extends LayerCall {
  readonly key: string;
  readonly entry: LayerEntry;
}

/** Calls of layers that tensors need, each behind those whose tensors it takes. */
export function callsInOrder(model: Topology, tensors: readonly Reference[]): Call[] {
  const calls = new Map<string, Call>();
  const callOf = (reference: Reference): Call => {
    const key = keyOf(reference);
    const call = calls.get(key) ?? { key, ...takenBy(model, reference) };
    calls.set(key, call);
    return call;
  };
  return inOrder(
    tensors.map(callOf),
    ({ takes }) => takes.map(callOf),
    ({ entry }) => placeOf(entry),
  );
}

function takenBy({ layers, inputs }: Topology, { layer, call }: Reference): Omit<Call, 'key'> {
  const entry = entryOf(layers, layer);
  if (inputs.includes(entry)) return { entry, takes: [], settings: settingsOf() };
  const made = entry.calls.at(call - entry.firstCall);
  if (made !== undefined && made.takes.length > 0) return { entry, ...made };
  const names = inputs.map(({ name }) => `'${name}'`).join(', ');
  throw new UserError(`${placeOf(entry)}: it takes no other layer, and the model's input is ${names}.`);
}

function keyOf({ layer, call }: Pick<Reference, 'layer' | 'call'>): string {
  return `${call}:${layer}`;
}
