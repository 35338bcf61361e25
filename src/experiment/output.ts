import { loadNetwork, type LoadedNetwork } from '../catalogue/index.ts';
import { logitsOf } from '../network/index.ts';
import type { ReadOptions } from '../network/readers/index.ts';
import { readingOptions } from './reading.ts';

/** `--output` of every experiment. */
export const outputOption = {
  ...readingOptions.output,
  describe: readingOptions.output.describe.replace('[default: probability, the first]', '[default: logits, the first]'),
} as const;

/**
 * A network as experiments explain it: unless an output is asked for, one that ends in a softmax or sigmoid up to its
 * logits.
 *
 * @throws UserError if it cannot be loaded, or has no such output
 */
export async function loadExplained(given: string, options: ReadOptions): Promise<LoadedNetwork> {
  const loaded = await loadNetwork(given, options);
  if (options.output !== undefined || loaded.ending === undefined) return loaded;
  const { fullNetwork } = loaded.ending;
  return { ...loaded, network: logitsOf(fullNetwork) ?? fullNetwork, ending: { fullNetwork, output: 'logits' } };
}

/** What there is to say of a network that ends in a softmax or sigmoid; of others nothing. */
export function noteOnOutput({ name, ending }: LoadedNetwork): string[] {
  if (ending === undefined) return [];
  const explained =
    ending.output === 'logits'
      ? 'its logits are explained, which go into it; --output probability explains what it gives'
      : 'what it gives is explained; --output logits explains what goes into it';
  return [`${name} ends in a softmax or sigmoid: ${explained}.`];
}
