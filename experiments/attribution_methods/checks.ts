import { checkStraight, insideHead, methodNamed, ruleNamed, type baselineKinds } from '../../src/attribution/index.ts';
import { checkInteger, UserError, within as inside } from '../../src/base/index.ts';
import { namesIn, type Workload, type WorkloadSetup } from '../../src/experiment/index.ts';
import type { Network } from '../../src/network/index.ts';
import { unknownName } from '../../src/names/index.ts';
import type { Setup } from './job.ts';
import { allMethods, type Amount } from './variants.ts';

/** The options that methods and images are computed with, as yargs gives them. */
export interface Given {
  readonly methods: string;
  readonly baseline: (typeof baselineKinds)[number];
  readonly layer: string | undefined;
  readonly rule: string;
  readonly n: string | undefined;
  readonly within: string | undefined;
  readonly cell: number | undefined;
}

/** What the jobs of all networks have in common. */
export type SetupOfRun = Omit<Setup, 'example' | keyof WorkloadSetup>;

/** What all jobs have in common, checked. */
export function setupOf({ methods, baseline, layer, rule, cell, ...given }: Given, seed: number): SetupOfRun {
  const names = namesIn('methods', methods);
  if (!names.includes(allMethods)) names.forEach(methodNamed);
  else if (names.length > 1)
    throw new UserError(`--methods is '${methods}'; expected names of methods, or '${allMethods}' alone.`);
  if (cell !== undefined) checkInteger('--cell', cell, 1);
  return {
    choice: { methods: names, rule: ruleNamed(rule).name, amounts: amountsIn(given) },
    baseline,
    seed,
    ...(layer !== undefined && { layer }),
    ...(cell !== undefined && { cell }),
  };
}

/** Partitions or samples unless the user says otherwise. */
const usualAmounts = '32,128,512';

function amountsIn({ n, within }: Pick<Given, 'n' | 'within'>): Amount[] {
  const counts = n ?? (within === undefined ? usualAmounts : undefined);
  const amounts: Amount[] =
    counts === undefined ? [] : namesIn('n', counts).map((count) => ({ n: checkInteger('--n', Number(count), 1) }));
  amounts.sort((a, b) => (a.n ?? 0) - (b.n ?? 0));
  return within === undefined ? amounts : [...amounts, { within: toleranceIn(within) }];
}

function toleranceIn(given: string): number {
  const tolerance = given.endsWith('%') ? Number(given.slice(0, -1)) / 100 : Number(given);
  if (tolerance > 0 && tolerance < Infinity) return tolerance;
  throw new UserError(`--within is '${given}'; expected a number above 0, like 0.01 or 1%.`);
}

/** @throws UserError that names the network if it or the layer has no exact attributions, or there is no such layer */
export function checkWorkload({ network: { name, network } }: Workload, layer: string | undefined): void {
  inside(
    () => name,
    () => {
      checkStraight(network);
      if (layer !== undefined) checkLayer(network, layer);
    },
  );
}

function checkLayer(network: Network, layer: string): void {
  const layers = network.nodes.map((node) => node.name);
  if (!layers.includes(layer)) throw unknownName('layer', layer, layers);
  const sentence = insideHead(network, layers.indexOf(layer));
  if (sentence !== undefined) throw new UserError(sentence);
}
