/** The side of a thread: attributes parts of lines. */
import { attributePart, type Part, type PartAttributions } from '../attribution/index.ts';
import { loadNetwork } from '../catalogue/index.ts';
import type { Performer } from '../threads/index.ts';

/** @param name of the network, or its file */
export async function prepare(name: string): Promise<Performer<Part, PartAttributions>> {
  const { network } = await loadNetwork(name);
  return { perform: (part) => attributePart(network, part), close: () => undefined };
}
