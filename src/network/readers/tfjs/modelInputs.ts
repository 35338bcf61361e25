import { UserError, within } from '../../../base/index.ts';
import { inputName } from '../../network.ts';
import type { Shape } from '../../shape.ts';
import { constantNode } from '../constantNode.ts';
import type { Definitions } from '../definitions.ts';
import { inputShapeOf, onlyOpenInput, type ReadOptions } from '../options.ts';
import type { Ports } from '../ports.ts';
import { Fields } from './fields.ts';
import type { Value } from './kerasLayer.ts';
import { placeOf, type LayerEntry, type Topology } from './topology.ts';

/** Inputs and outputs of a layers model; it does not say of which shapes the latter are. */
export function portsOf({ inputs, outputs }: Topology): Ports {
  return {
    inputs: inputs.map(({ name, config }) => ({ name, sizes: declaredBy(config).map(sizeOf) })),
    outputs: outputs.map(({ layer }) => ({ name: layer })),
  };
}

/** The network's input, and values of the model's: all but one are constants. */
export function inputsOf(
  { inputs }: Topology,
  options: ReadOptions,
  nodes: Definitions,
): { input: string; inputShape: Shape; values: Value[] } {
  const open = onlyOpenInput(
    inputs.map(({ name }) => name),
    options,
  );
  const shapes = inputs.map((entry) => shapeOfInput(entry, entry.name === open ? options.inputShape : undefined));
  const values = inputs.map(({ name }, i): Value => {
    const given = name === open ? undefined : options.inputs?.[name];
    return { node: given === undefined ? inputName : constantNode(name, shapes[i], given, nodes), shape: shapes[i] };
  });
  return { input: open, inputShape: shapes[inputs.findIndex(({ name }) => name === open)], values };
}

/** The shape of an input, from its layer or from that which it leads into. */
function shapeOfInput(entry: LayerEntry, given: Shape | undefined): Shape {
  return within(
    () => placeOf(entry),
    () => inputShapeOf(declaredBy(entry.config).slice(1).map(sizeOf), given),
  );
}

/** The names under which versions of Keras write the shape, batch included. */
const names = ['batch_input_shape', 'batch_shape', 'build_input_shape'];

/** Of a model within the model, what its first layer declares. */
function declaredBy(config: Fields): readonly unknown[] {
  for (let fields = config; ;) {
    const name = names.find((candidate) => fields.has(candidate));
    if (name !== undefined) return fields.list(name);
    const [first] = fields.list('layers', []);
    if (first === undefined)
      throw new UserError(`its '${names[0]}' is missing, which says the shape of the model's input.`);
    fields = new Fields(first, 'a layer').object('config');
  }
}

function sizeOf(size: unknown): number | undefined {
  if (size === null || size === -1) return undefined;
  if (typeof size === 'number') return size;
  throw new UserError('its shape is not a list of numbers.');
}
