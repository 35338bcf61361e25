import { CumulativeAdjoints, kernelsFor, matricesOf, type Restriction } from '../../line/index.ts';
import { type Head, Masses, type Shortfall } from '../head/index.ts';

/** How often adjoints of a head begin anew on a line at most: each time takes what the gradient at a point does. */
const mostRestarts = 256;

/** One integral for each of some units. */
export interface Integrals {
  readonly integrals: Float64Array;
  /** What those of a head's gradient leave open; absent of piecewise-linear networks. */
  readonly shortfall?: Shortfall;
}

/** Where the gradient may change: 0, all alphas at which units cross, however near to each other, and 1. */
export function regionEnds({ crossings: { alphas } }: Restriction): Float64Array {
  const ends = new Float64Array(alphas.length + 2);
  let last = 0;
  for (const alpha of alphas) if (alpha > ends[last] && alpha < 1) ends[++last] = alpha;
  ends[++last] = 1;
  return ends.slice(0, last + 1);
}

/** What is told along a line. */
interface Visitor {
  /** Where each region begins, and 1, with the adjoints since the line was closed last. */
  readonly visit?: (adjoints: CumulativeAdjoints, alpha: number) => void;
  /** Where adjoints begin anew, and at 1, with what they were. */
  readonly close?: (integrals: Float64Array) => void;
  /** Up to which alpha all is integrated. */
  readonly progress?: (alpha: number) => void;
}

/**
 * `integral dF/dh_j d(alpha)` for each unit j of a node, or of the line, by cumulative adjoints of a head: in each
 * region the frontier takes in the integral of `dH/dz`. Where that falls far below what it was, adjoints begin anew, so
 * that what follows keeps its digits.
 */
export function alongHead(
  restriction: Restriction,
  head: Head,
  node: number,
  { visit, close, progress }: Visitor = {},
): Required<Integrals> {
  const { graph } = restriction;
  const ends = regionEnds(restriction);
  return kernelsFor(graph).use([...matricesOf(graph), ...head.matrices], (workspace) => {
    const masses = new Masses(head, restriction, workspace, progress);
    const adjoints = new CumulativeAdjoints(restriction, graph.output, node, workspace);
    let sum: Float64Array | undefined;
    const takeIn = (): void => {
      const integrals = adjoints.of(node);
      close?.(integrals);
      sum = sum?.map((before, unit) => before + integrals[unit]) ?? integrals;
    };
    let restarts = 0;
    for (let region = 0; region + 1 < ends.length; region++) {
      const [begin, end] = [ends[region], ends[region + 1]];
      visit?.(adjoints, begin);
      const next = masses.over(begin, end);
      if (restarts < mostRestarts && adjoints.outgrow(next, masses.slopes, end - begin)) {
        takeIn();
        adjoints.restart();
        restarts++;
      }
      adjoints.runTo(begin, (numbers) => masses.kinkTimes(begin, numbers));
      adjoints.add(next);
    }
    visit?.(adjoints, 1);
    takeIn();
    return { integrals: sum ?? new Float64Array(), shortfall: masses.shortfall };
  });
}
