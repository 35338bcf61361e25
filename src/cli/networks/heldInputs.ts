import { normal, randomOf } from '../../attribution/index.ts';
import { UserError } from '../../base/index.ts';
import { loadNetwork, locate, networks, type LoadedNetwork } from '../../catalogue/index.ts';
import { readPorts, type Port, type ReadOptions } from '../../network/readers/index.ts';

/** A network as it was read, with the names of inputs that were held at random numbers. */
export interface HeldNetwork {
  readonly loaded: LoadedNetwork;
  readonly options: ReadOptions;
  readonly drawn: readonly string[];
}

/**
 * A network to compare with its runtime: of several inputs those that no values are given for are held at random
 * numbers, all but the first one that the output depends on.
 *
 * @throws UserError if it cannot be read
 */
export async function loadHolding(given: string, options: ReadOptions, seed: number): Promise<HeldNetwork> {
  const { inputs } = await readPorts(locate('networks', given, networks).file);
  const open = inputs.filter(({ name }) => options.inputs?.[name] === undefined);
  const asItIs = loadNetwork(given, options).then((loaded) => ({ loaded, options, drawn: [] }));
  if (open.length < 2) return asItIs;
  return asItIs.catch(async (error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    let reason = error;
    for (const explained of open) {
      const drawn = open.filter((port) => port !== explained);
      const held = Object.fromEntries(drawn.map((port, i) => [port.name, drawnFor(port, randomOf(seed, i + 1))]));
      const all = { ...options, inputs: { ...options.inputs, ...held } };
      try {
        return { loaded: await loadNetwork(given, all), options: all, drawn: drawn.map(({ name }) => name) };
      } catch (other) {
        if (!(other instanceof UserError)) throw other;
        if (reason === error) reason = other;
      }
    }
    throw reason;
  });
}

/** Normally distributed numbers, of an input of whole ones 0 and 1, which are indices and flags everywhere. */
function drawnFor({ sizes = [], isWhole = false }: Port, random: () => number): Float64Array {
  const length = sizes.reduce<number>((product, size) => product * (size ?? 1), 1);
  return Float64Array.from({ length }, () => (isWhole ? Math.round(random()) : normal(random)));
}
