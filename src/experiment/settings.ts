import type { Progress } from './progress.ts';
import type { Shard } from './shard.ts';

/** How a run is carried out. Nothing here but the seed changes results. */
export interface RunSettings {
  readonly seed: number;
  /** Threads that compute. */
  readonly jobs: number;
  /** Begin anew instead of going on with an earlier run. */
  readonly fresh: boolean;
  /** Compute again what failed in an earlier run. */
  readonly retryFailed: boolean;
  /** Do the share of this task alone, beside other tasks. */
  readonly shard?: Shard;
  readonly progress: Progress;
  /** Aborted when the user stops the run. */
  readonly signal: AbortSignal;
}
