import { UserError, within } from '../../../errors.ts';
import type { Shape } from '../../shape.ts';
import { inputShapeOf } from '../options.ts';
import { Fields } from './fields.ts';
import { placeOf, type LayerEntry } from './topology.ts';

/** The shape of an input, from its layer or from that which it leads into. */
export function shapeOfInput(entry: LayerEntry, given: Shape | undefined): Shape {
  return within(() => placeOf(entry), () => inputShapeOf(declaredBy(entry.config).slice(1).map(sizeOf), given));
}

/** The names under which versions of Keras write the shape, batch included. */
const names = ['batch_input_shape', 'batch_shape', 'build_input_shape'];

/** Of a model within the model, what its first layer declares. */
function declaredBy(config: Fields): readonly unknown[] {
  for (let fields = config; ; ) {
    const name = names.find((candidate) => fields.has(candidate));
    if (name !== undefined) return fields.list(name);
    const [first] = fields.list('layers', []);
    if (first === undefined) throw new UserError(`its '${names[0]}' is missing, which says the shape of the model's input.`);
    fields = new Fields(first, 'a layer').object('config');
  }
}

function sizeOf(size: unknown): number | undefined {
  if (size === null || size === -1) return undefined;
  if (typeof size === 'number') return size;
  throw new UserError('its shape is not a list of numbers.');
}
