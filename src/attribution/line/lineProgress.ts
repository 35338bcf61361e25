import { forecastCrossings, lineGraph, type StraightLine } from '../../line/index.ts';
import type { Network } from '../../network/index.ts';

/** How exact answers along a line are computed. */
export interface LineOptions {
  /**
   * Bytes that the network and an exact answer may take beside the program and what the answer holds: weights as they
   * were read, transposed and as copies for the kernels, the state of all units, and kinks. Without it as many as are
   * needed, of kinks 128 MiB at most. Results depend on it by rounding alone.
   */
  readonly memory?: number;
  /** Told how much of a long answer is done. */
  readonly progress?: (done: number, all: number) => void;
}

/** Told up to which alpha the sweeps along a line have come. */
export interface LineProgress {
  readonly forward: (alpha: number) => void;
  readonly adjoint: (alpha: number) => void;
}

/** Told how much of a long computation is done. */
export type Tell = NonNullable<LineOptions['progress']>;

/** Steps in which the work of an exact answer is told. */
const all = 1000;

/**
 * Tells how much of an exact answer is done: of each sweep the crossings foretold to lie behind it.
 *
 * @param forward how much of the work the forward sweep is
 */
export function lineProgress(network: Network, line: StraightLine, tell: Tell, forward: number): LineProgress {
  const { shareBefore } = forecastCrossings(lineGraph(network), line);
  let last = -1;
  const told = (before: number, work: number) => (alpha: number) => {
    const done = Math.round(all * (before + work * shareBefore(alpha)));
    if (done <= last) return;
    tell(done, all);
    last = done;
  };
  return { forward: told(0, forward), adjoint: told(forward, 1 - forward) };
}
