import { UserError } from '../../../base/index.ts';
import type { Reference } from './connections.ts';
import { callsInOrder } from './graph.ts';
import { missingIn } from './layers/index.ts';
import { placeOf, type Topology } from './topology.ts';

const mostNamed = 50;

/**
 * @throws UserError that names all layers, among those that tensors of a model need, of which a class or an activation
 * is not read
 */
export function checkSupported(model: Topology, tensors: readonly Reference[]): void {
  const missing = [...new Set(missingFor(model, tensors))];
  if (missing.length === 0) return;
  const more = missing.length > mostNamed ? `; and ${missing.length - mostNamed} more` : '';
  throw new UserError(
    `not supported: ${missing.slice(0, mostNamed).join('; ')}${more}. The layers and activations that are read stand in docs/networks.md.`,
  );
}

function missingFor(model: Topology, tensors: readonly Reference[]): string[] {
  return callsInOrder(model, tensors).flatMap(({ entry }) => {
    if (entry.model !== undefined)
      return missingFor(entry.model, entry.model.outputs).map((missing) => `${placeOf(entry)}: ${missing}`);
    if (model.inputs.includes(entry)) return [];
    return missingIn(entry).map((what) => `${placeOf(entry)}${what}`);
  });
}
