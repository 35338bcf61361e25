/**
 * A run that tasks share: each does its share of the plan and writes its own journal, wherever it is started. The run's
 * folder has the plan; `tasks/3-of-8` has the lock and the manifest of a task.
 */
import { UserError } from '../base/index.ts';
import { differenceOf } from './differences.ts';
import { makeFolder } from './files.ts';
import { lockOf, RunLock } from './lock.ts';
import { readManifest, writeManifest } from './manifest.ts';
import { prepare, type Prepared, type Run } from './prepare.ts';
import { makeReady, refuseBesideTasks } from './ready.ts';
import { manifestFile, planFile, readCollected, tally, writePlan, type Collected, type Tally } from './runFolder.ts';
import type { RunSettings } from './settings.ts';
import { sharesOf, taskFolder, type Shard } from './shard.ts';

/** A task and how far it is. */
export interface Task extends Shard, Tally {
  /** Whether a process has its lock. */
  readonly live: boolean;
}

/**
 * Writes the plan of a run into its folder, unless it is there already.
 *
 * @throws UserError if the folder holds another run, or one of other tasks that is going on
 */
export async function planTasks<Job, Result>(
  { name, folder, plan }: Run<Job, Result>,
  tasks: number,
  settings: RunSettings,
): Promise<Task[]> {
  const prepared = await prepare(name, plan, settings);
  makeFolder(folder);
  if (settings.fresh || difference(folder, prepared, tasks) !== undefined) {
    const lock = RunLock.acquire(folder, (text) => {
      settings.progress.note(text);
    });
    try {
      refuseBesideTasks(folder);
      const manifest = makeReady(folder, prepared.manifest, plan.sheets, settings);
      writeManifest(manifestFile(folder), { ...manifest, sessions: manifest.sessions.slice(0, -1) });
      writePlan(folder, { ...prepared.planned, tasks });
    } finally {
      lock.release();
    }
  }
  return tasksIn(folder);
}

/** The tasks of a run; none of one that is not shared. */
export function tasksIn(folder: string, collected = readCollected(folder)): Task[] {
  if (collected?.tasks === undefined) return [];
  const shares = sharesOf(
    collected.items.map(({ cost }) => cost),
    collected.tasks,
  );
  const items = Array.from({ length: collected.tasks }, (): Collected['items'][number][] => []);
  collected.items.forEach((item, i) => items[shares[i] - 1].push(item));
  return items.map((own, i) => {
    const shard = { index: i + 1, count: items.length };
    return { ...shard, ...tally({ ...collected, items: own }), live: lockOf(taskFolder(folder, shard))?.live ?? false };
  });
}

/** In words, how the run in a folder is another one; undefined if it is the same. */
export function difference(
  folder: string,
  { manifest, planned }: Prepared<unknown>,
  tasks: number,
): string | undefined {
  const there = readCollected(folder);
  const earlier = readManifest(manifestFile(folder));
  if (!there || !earlier) return 'no plan or manifest.json says which';
  if (there.tasks !== tasks)
    return there.tasks === undefined ? 'it is not shared by tasks' : `${there.tasks} tasks share it, not ${tasks}`;
  const options = differenceOf(earlier, manifest);
  if (options !== undefined) return options;
  const [before, now] = [there.items, planned.items].map((items) => items.map(({ id }) => id).join('\n'));
  return before === now ? undefined : 'its networks or images are others';
}

/** The items of a task, and what is known of them. */
export function shareOf(folder: string, { index, count }: Shard): Collected {
  const collected = readCollected(folder);
  if (!collected) throw new UserError(`'${planFile(folder)}' has vanished.`);
  const shares = sharesOf(
    collected.items.map(({ cost }) => cost),
    count,
  );
  return { ...collected, items: collected.items.filter((_, i) => shares[i] === index) };
}
