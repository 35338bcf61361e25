import type { Rule } from '../../quadrature/index.ts';
import type { SampledErrors } from './sampler.ts';
import { Search } from './search.ts';
import { mostWorthwhile } from './worthwhile.ts';

/** For each rule the smallest number of partitions, or undefined if none is found. */
export type Partitions = ReadonlyMap<Rule, number | undefined>;

/**
 * For each rule the smallest n such that n, n + 1, ..., n + 4 partitions all have a relative error below
 * 5 %, n + 4 <= 1005. A miss rules out all starts whose run it is in, so that most n need not be looked at; as many
 * as the sampler takes at once are looked at together, those on which most depends.
 */
export async function partitionsToTolerance(sampler: SampledErrors, rules: readonly Rule[]): Promise<Partitions> {
  const searches = new Map(rules.map((rule) => [rule, new Search(rule, sampler.guess)]));
  for (;;) {
    const open = [...searches.values()].filter((search) => !search.isOver);
    if (open.length === 0) break;
    const samplings = mostWorthwhile(open, sampler.atOnce);
    const errors = await sampler.errors(samplings);
    samplings.forEach(({ rule, partitions }, i) => searches.get(rule)?.answer(partitions, errors[i]));
  }
  return new Map([...searches].map(([rule, { found }]) => [rule, found]));
}
