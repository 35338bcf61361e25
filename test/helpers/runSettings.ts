import { Progress, type RunSettings } from '../../src/experiment/index.ts';

/** Settings of a silent run in one thread that goes on with an earlier one. */
export function settings(changes: Partial<RunSettings> = {}): RunSettings {
  return {
    seed: 0,
    jobs: 1,
    fresh: false,
    retryFailed: false,
    progress: new Progress(true),
    signal: new AbortController().signal,
    ...changes,
  };
}
