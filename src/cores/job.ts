/** The side of a thread: attributes parts of lines. */
import { attributePart, type ExactOptions, type OutputOnLine, type PartAttributions } from '../attribution/index.ts';
import { loadNetwork } from '../catalogue/index.ts';
import type { ReadOptions } from '../network/readers/index.ts';
import type { Performer } from '../threads/index.ts';

/** What all parts have in common. */
export interface Setup extends Pick<ExactOptions, 'memory'> {
  /** Name of the network, or its file. */
  readonly name: string;
  /** What the file leaves open. */
  readonly reading: ReadOptions;
}

export async function prepare({
  name,
  reading,
  ...options
}: Setup): Promise<Performer<OutputOnLine, PartAttributions>> {
  const { network } = await loadNetwork(name, reading);
  return { perform: (part) => attributePart(network, part, options), close: () => undefined };
}
