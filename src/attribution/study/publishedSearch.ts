import { simpson, type Measure, type Rule } from '../../quadrature/index.ts';
import { tolerance, type SampledErrors } from './sampler.ts';
import type { Partitions } from './samplesToTolerance.ts';
import { inARow } from './search.ts';

/** Numbers of partitions are looked at below this. */
const bound = 1006;
/** How far the search steps back at a hit and jumps ahead at a miss. */
const stride = 5;
/** How far around the current number a run of hits is looked for. */
const reach = 6;

/**
 * The search of the published code, which departs from the study's definition; for comparison with the
 * paper's printed figures. All rules are probed together at n = 1, 6, 11, ...; at the first hit of any of
 * them the search steps back by five and goes on one by one, and where all miss it jumps to five past the
 * furthest probe. A rule is done when five successive probed n hit; the rule listed after it is then not
 * looked at in that step. So a figure depends on the rules beside it and can be up to four too high.
 */
export async function publishedPartitions(sampler: SampledErrors, rules: readonly Rule[]): Promise<Partitions> {
  const found = new Map<Rule, number | undefined>(rules.map((rule) => [rule, undefined]));
  const hits = new Map<Rule, Map<number, boolean>>(rules.map((rule) => [rule, new Map<number, boolean>()]));
  let open = [...rules];
  let n = 1;
  let furthest = 1;
  let steppedBack = false;
  while (n < bound) {
    furthest = Math.max(furthest, n);
    open = settle(open, hits, n, found);
    if (open.length === 0) break;
    if (hits.get(open[0])?.has(n) === true) {
      n++;
      continue;
    }
    const errors = await sampler.errors(open.map((rule) => ({ rule: asPublished(rule), partitions: n })));
    open.forEach((rule, i) => hits.get(rule)?.set(n, errors[i] < tolerance));
    if (errors.every((error) => !(error < tolerance))) {
      n = furthest + stride;
      steppedBack = false;
    } else if (steppedBack) {
      n++;
    } else {
      n = Math.max(1, n - stride);
      steppedBack = true;
    }
  }
  return found;
}

/** Takes out the rules that are done; after one that is, the next is passed over. */
function settle(
  open: readonly Rule[],
  hits: ReadonlyMap<Rule, ReadonlyMap<number, boolean>>,
  around: number,
  found: Map<Rule, number | undefined>,
): Rule[] {
  const still = [...open];
  for (let i = 0; i < still.length; i++) {
    const start = startOfRun(hits.get(still[i]), around);
    if (start === undefined) continue;
    found.set(still[i], start);
    still.splice(i, 1);
  }
  return still;
}

function startOfRun(hits: ReadonlyMap<number, boolean> | undefined, around: number): number | undefined {
  let run = 0;
  for (let n = around - reach; n < around + reach; n++) {
    run = hits?.get(n) === true ? run + 1 : 0;
    if (run === inARow) return n + 1 - inARow;
  }
  return undefined;
}

/** The published Simpson rule: its weights for odd n do not sum to 1. */
const publishedSimpson: Rule = {
  ...simpson,
  name: 'published simpson',
  measure: (n) => (n % 2 === 0 ? simpson.measure(n) : publishedOddSimpson(n)),
};

/** `[.5, 2.5, 2, 4, ..., 2.5, .5] / 3n`, and `[1.25, 2.5] / 3` for n = 1. */
function publishedOddSimpson(n: number): Measure {
  const { density, nodes } = simpson.measure(n);
  if (n === 1) return { density, nodes, weights: Float64Array.of(1.25 / 3, 2.5 / 3) };
  const weights = nodes.map((_, i) => {
    const fromEnd = Math.min(i, n - i);
    const factor = fromEnd === 0 ? 0.5 : fromEnd === 1 ? 2.5 : i % 2 === 0 ? 2 : 4;
    return factor / (3 * n);
  });
  return { density, nodes, weights };
}

function asPublished(rule: Rule): Rule {
  return rule === simpson ? publishedSimpson : rule;
}
