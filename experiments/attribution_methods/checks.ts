import { methodNamed, ruleNamed, type baselineKinds } from '../../src/attribution/index.ts';
import { UserError, within } from '../../src/errors.ts';
import { checkWhole, namesIn, type Part } from '../../src/experiment/index.ts';
import { lineGraph } from '../../src/line/index.ts';
import { unknownName } from '../../src/unknownName.ts';
import type { Setup } from './job.ts';
import { allMethods } from './variants.ts';

/** The options that methods and images are computed with, as yargs gives them. */
export interface Given {
  readonly data: string | undefined;
  readonly methods: string;
  readonly baseline: (typeof baselineKinds)[number];
  readonly layer: string | undefined;
  readonly rule: string;
  readonly n: string;
  readonly cell: number | undefined;
}

/** What all jobs have in common, checked. */
export function setupOf({ data, methods, baseline, layer, rule, n, cell }: Given, seed: number): Omit<Setup, 'network'> {
  const names = namesIn('methods', methods);
  if (!names.includes(allMethods)) names.forEach(methodNamed);
  else if (names.length > 1) throw new UserError(`--methods is '${methods}'; expected names of methods, or '${allMethods}' alone.`);
  ruleNamed(rule);
  const partitions = namesIn('n', n).map((given) => checkWhole('n', Number(given), 1)).sort((a, b) => a - b);
  if (cell !== undefined) checkWhole('cell', cell, 1);
  return {
    data,
    choice: { methods: names, rule, n: partitions },
    baseline,
    seed,
    ...(layer !== undefined && { layer }),
    ...(cell !== undefined && { cell }),
  };
}

/** @throws UserError that names the network if it is not piecewise linear or has no such layer */
export function checkPart({ network: { name, network } }: Part, layer: string | undefined): void {
  within(() => name, () => {
    lineGraph(network);
    const layers = network.nodes.map((node) => node.name);
    if (layer !== undefined && !layers.includes(layer)) throw unknownName('layer', layer, layers);
  });
}
