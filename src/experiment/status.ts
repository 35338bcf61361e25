import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../base/index.ts';
import { inWords } from './holder.ts';
import { lockOf, type LockState } from './lock.ts';
import { readManifest, type Manifest } from './manifest.ts';
import { tasksIn, type Task } from './tasks.ts';
import { manifestFile, planFile, readCollected, tally, type Collected } from './runFolder.ts';

/** How far a run is. */
export interface Status {
  readonly folder: string;
  /** In words: going on and where, through, or stopped and why. */
  readonly state: string;
  readonly items: number;
  readonly done: number;
  readonly failed: number;
  readonly left: number;
  /** Of a run that is going on, since it was started last. */
  readonly perSecond?: number;
  readonly secondsLeft?: number;
  /** Of a run that tasks share. */
  readonly tasks?: readonly Task[];
}

/** How far the run in a folder is, or those in the folders within it. @throws UserError if there is none */
export function statusOf(folder: string): Status[] {
  const within = existsSync(folder)
    ? readdirSync(folder)
        .sort()
        .map((name) => join(folder, name))
    : [];
  const runs = [folder, ...within].filter((candidate) => existsSync(planFile(candidate)));
  if (runs.length === 0)
    throw new UserError(
      `There is no run in '${folder}'; expected the folder of a run, or one that holds such folders, like artifacts.`,
    );
  return runs.map(statusOfRun);
}

function statusOfRun(folder: string): Status {
  const collected = readCollected(folder);
  if (!collected) throw new UserError(`There is no run in '${folder}'.`);
  const lock = lockOf(folder);
  const { items, done, failed } = tally(collected);
  const left = items - done - failed;
  const tasks = tasksIn(folder, collected);
  const working = tasks.filter(({ live }) => live).length;
  const state =
    tasks.length > 0 && left > 0
      ? `${working} of ${tasks.length} tasks going on`
      : stateOf(lock, readManifest(manifestFile(folder)), left);
  return {
    folder,
    state,
    items,
    done,
    failed,
    left,
    ...(tasks.length > 0 && { tasks }),
    ...(lock?.live && paceOf(collected, lock, left)),
  };
}

function stateOf(lock: LockState | undefined, manifest: Manifest | undefined, left: number): string {
  if (lock?.live) return `going on (${inWords(lock.holder)})`;
  if (left === 0) return 'through';
  return `stopped: ${manifest?.sessions.at(-1)?.end ?? 'it was killed, or could not write why.'} The same command goes on from there.`;
}

function paceOf(
  { entries }: Collected,
  { holder }: LockState,
  left: number,
): Pick<Status, 'perSecond' | 'secondsLeft'> {
  const since = [...entries.values()].filter(({ at }) => at >= holder.started).length;
  const perSecond = since / Math.max((Date.now() - Date.parse(holder.started)) / 1000, 1e-3);
  return { perSecond, ...(since > 0 && { secondsLeft: left / perSecond }) };
}
