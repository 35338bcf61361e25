import { isPassedByAll, type Network } from '../../network/index.ts';
import type { Segment } from '../line/index.ts';
import { float64Model } from '../model/index.ts';
import { joined } from '../numbers/index.ts';
import type { ResolvedTarget } from '../target/index.ts';
import type { Integrand } from './integrand.ts';
import { type Path, pathOf } from './points.ts';

/** The target at both ends of the line, evaluated. */
export interface Ends {
  readonly atBaseline: number;
  readonly atInput: number;
}

/** The target at both ends of a path, in float64. */
export async function targetAtEnds(
  network: Network,
  { baseline, input, place }: Path,
  target: ResolvedTarget,
): Promise<Ends> {
  const points = { values: joined([baseline, input]), ...(place && { at: place }) };
  const [atBaseline, atInput] = await float64Model(network).valuesAt(points, target);
  return { atBaseline, atInput };
}

/** The same if an integral sums to the target's change along its path; undefined if nothing is promised. */
export async function endsOf(network: Network, line: Segment, integrand: Integrand): Promise<Ends | undefined> {
  if (!isComplete(network, integrand)) return undefined;
  return targetAtEnds(network, await pathOf(float64Model(network), line, integrand), integrand.target);
}

function isComplete(network: Network, integrand: Integrand): boolean {
  switch (integrand.kind) {
    case 'mean gradient':
      return integrand.timesChange && (integrand.straight === 'layers' || integrand.by.every(({ node }) => node < 0));
    case 'conductance':
      return isPassedByAll(network, integrand.layer.node, integrand.target.node);
    case 'gradient through':
      return false;
  }
}
