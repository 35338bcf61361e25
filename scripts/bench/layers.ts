import { explain, methods } from '../../src/attribution/index.ts';
import { lineGraph } from '../../src/line/index.ts';
import { lineOf } from './lines.ts';
import { timeInTurn, type Times } from './timing.ts';

export interface Setup {
  readonly network: string;
  readonly runs: number;
}

/** Milliseconds that the runs of one contender may take together. */
const patience = 20_000;

/**
 * Times of exact integrated gradients, which come first, and of every exact layer method at every layer that is not
 * a mere reshape; names are `method` and `method layer`.
 */
export async function measure({ network: name, runs }: Setup): Promise<Times[]> {
  const { network, baseline, input, target } = await lineOf({ kind: 'image', network: name, stretch: 1 });
  const request = { input, target, baseline, rule: 'exact' } as const;
  const layers = lineGraph(network).nodes.map((node) => node.name);
  const ofLayers = methods.filter((method) => 'integrand' in method && method.attributes === 'layer');
  const contenders = [
    { name: 'integrated_gradients', run: () => explain(network, { ...request, method: 'integrated_gradients' }) },
    ...ofLayers.flatMap((method) =>
      layers.map((layer) => ({
        name: `${method.name} ${layer}`,
        run: () => explain(network, { ...request, method: method.name, layer }),
      })),
    ),
  ];
  return timeInTurn(contenders, runs, patience);
}
