/** One time that a run is under way: what is done then, and how it ends. */
import { UserError } from '../base/index.ts';
import { exitCodes } from '../project/index.ts';
import type { Manifest, Session } from './manifest.ts';
import type { Tally } from './runFolder.ts';

/** When a session ended, and how. */
export type Ending = Required<Pick<Session, 'ended' | 'end'>>;

/**
 * Does the work of a session. However it ends, that is noted.
 *
 * @param note writes it down
 * @returns how far the run is
 * @throws what the work throws; an error of noting it matters less
 */
export async function inSession(
  signal: AbortSignal,
  work: () => Promise<void>,
  note: (ending: Ending) => Tally,
): Promise<Tally> {
  try {
    await work();
  } catch (error) {
    throw stopped(
      error,
      signal,
      ifPossible(() => note(endingNow((error as Error).message))),
    );
  }
  return note(endingNow('through'));
}

/** The manifest of a run whose last session has ended. */
export function withEnding(manifest: Manifest, ending: Ending): Manifest {
  const [now, ...before] = [...manifest.sessions].reverse();
  return {
    ...manifest,
    sessions: [...before.reverse(), { ...now, ...ending }],
    ...(ending.end === 'through' && { finished: ending.ended }),
  };
}

const endingNow = (end: string): Ending => ({ ended: new Date().toISOString(), end });

function ifPossible<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/** A run that the user stopped, or that lost a thread, says how far it came. */
function stopped(error: unknown, signal: AbortSignal, far: Tally | undefined): unknown {
  if (!far || !(error instanceof UserError)) return error;
  if (error !== signal.reason && error.exitCode !== exitCodes.threadLost) return error;
  const { done, failed, items } = far;
  return new UserError(
    `${error.message} ${done + failed} of ${items} are done; the same command goes on from there.`,
    error.exitCode,
  );
}
