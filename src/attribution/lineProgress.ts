import { forecastCrossings, lineGraph } from '../line/index.ts';
import type { Network } from '../network/index.ts';
import type { Segment } from './segment.ts';
import type { MethodOptions } from './methodOptions.ts';

/** Told up to which alpha the sweeps along a line have come. */
export interface LineProgress {
  readonly forward: (alpha: number) => void;
  readonly adjoint: (alpha: number) => void;
}

/** Told how much of a long computation is done. */
export type Tell = NonNullable<MethodOptions['progress']>;

/** Steps in which the work of an exact answer is told. */
const all = 1000;

/** Tells how much of an exact answer is done: of each sweep, half the work, the crossings foretold to lie behind it. */
export function lineProgress(network: Network, { from, to }: Pick<Segment, 'from' | 'to'>, tell: Tell): LineProgress {
  const { shareBefore } = forecastCrossings(lineGraph(network), from, to);
  let last = -1;
  const told = (before: number) => (alpha: number) => {
    const done = Math.round(all * (before + shareBefore(alpha) / 2));
    if (done !== last) tell(done, all);
    last = done;
  };
  return { forward: told(0), adjoint: told(1 / 2) };
}
