import { checkFinite } from '../../network/index.ts';
import { left, type Rule } from '../../quadrature/index.ts';
import { unknownName } from '../../names/index.ts';
import type { ExactAttributions, Integrator } from '../integrators/index.ts';
import { mTilde } from './mTilde.ts';
import { publishedPartitions } from './publishedSearch.ts';
import { relativeError } from './relativeError.ts';
import { Sampler, type SampledErrors } from './sampler.ts';
import { partitionsToTolerance, type Partitions } from './samplesToTolerance.ts';

/** How the samples to 5 % are searched for. */
export type Procedure = (sampler: SampledErrors, rules: readonly Rule[]) => Promise<Partitions>;

/** The registry of procedures, by the names of the command line. */
export const procedures = { definition: partitionsToTolerance, published: publishedPartitions } as const;

/** The procedure of this name. */
export function procedureNamed(name: string): Procedure {
  if (Object.hasOwn(procedures, name)) return procedures[name as keyof typeof procedures];
  throw unknownName('procedure', name, Object.keys(procedures));
}

/** What the study finds of one image: exact regions come with the exact attributions. */
export interface Findings {
  /** Relative error where m-tilde stopped, and its partitions; absent if no n stopped it. */
  readonly mTilde?: { readonly error: number; readonly partitions: number };
  /** Samples that each rule needs to get within 5 %; undefined where none were found. */
  readonly samples: ReadonlyMap<Rule, number | undefined>;
}

/**
 * The exact-versus-sampled study of one line (Sotoudeh & Thakur, NeurIPS 2019, section 4).
 *
 * @param integrator where sampled attributions come from: the sweep's own, or the network's
 * @throws UserError if attributions, exact or sampled, are not finite: they are no samples
 */
export async function study(
  { attributions: exact, outputDifference }: ExactAttributions,
  integrator: Integrator,
  rules: readonly Rule[],
  procedure: Procedure,
): Promise<Findings> {
  checkFinite('exact attribution', exact);
  const stopped = await whereMTildeStops(integrator, exact, outputDifference);
  const found = await procedure(new Sampler(integrator, exact, stopped), rules);
  const samples = rules.map((rule): [Rule, number | undefined] => {
    const needed = found.get(rule);
    return [rule, needed === undefined ? undefined : rule.samples(needed)];
  });
  return { ...(stopped && { mTilde: stopped }), samples: new Map(samples) };
}

/** The partitions at which m-tilde stops, if it does, and the relative error there. */
async function whereMTildeStops(
  integrator: Integrator,
  exact: Float64Array,
  outputDifference: number,
): Promise<Findings['mTilde']> {
  const partitions = await mTilde(integrator, outputDifference);
  if (partitions === undefined) return undefined;
  const [attributions] = await integrator.attribute([left.measure(partitions)]);
  return { error: relativeError(attributions, exact), partitions };
}
