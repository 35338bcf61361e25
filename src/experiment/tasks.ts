/**
 * A run that tasks share: each does a part of the plan and writes its own journal, wherever it is started. The run's
 * folder has the plan; `tasks/3-of-8` has the lock and the manifest of a task.
 */
import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { UserError } from '../base/index.ts';
import { createWhole, makeFolder } from './files.ts';
import { foreign } from './foreign.ts';
import { inWords } from './holder.ts';
import { inUse, lockOf, RunLock } from './lock.ts';
import { changesSince, differenceOf, readManifest, type Manifest, type Session } from './manifest.ts';
import {
  collect,
  makeReady,
  prepare,
  refuseBesideTasks,
  stopped,
  writeCsvs,
  writeManifest,
  type Prepared,
  type Run,
} from './run.ts';
import { manifestFile, planFile, readCollected, tally, writePlan, type Collected, type Tally } from './runFolder.ts';
import type { RunSettings } from './settings.ts';
import { nameOf, sharesOf, taskFolder, taskFolders, type Shard } from './shard.ts';

/** A task and how far it is. */
export interface Task extends Shard, Tally {
  /** Whether a process has its lock. */
  readonly live: boolean;
}

/** A task waits so long for one that was killed on another host, whose lock says nothing; in milliseconds. */
const longestWait = 320_000;

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
      writeManifest(folder, { ...manifest, sessions: manifest.sessions.slice(0, -1) });
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

/** Does the share of one task. @returns how far the share is @throws UserError as `carryOut` does */
export async function carryOutTask<Job, Result>(
  run: Run<Job, Result>,
  shard: Shard,
  settings: RunSettings,
): Promise<Tally> {
  const { name, folder, plan } = run;
  if (settings.fresh)
    throw new UserError(
      '--fresh would delete what other tasks have written. Give it to `submit`, which plans the run, and leave it out with --shard.',
    );
  const prepared = await prepare(name, plan, settings);
  const own = taskFolder(folder, shard);
  makeFolder(own);
  const lock = await acquirePatiently(own, settings);
  try {
    const whole = lockOf(folder);
    if (whole?.live) throw inUse(folder, whole.holder);
    joinRun(folder, prepared, shard.count);
    return await recorded(
      own,
      prepared.manifest,
      settings,
      () => tally(shareOf(folder, shard)),
      () =>
        collect(run, batchesOf(prepared, shareOf(folder, shard)), nameOf(shard), {
          ...settings,
          signal: AbortSignal.any([settings.signal, lock.signal]),
        }),
    );
  } finally {
    lock.release();
  }
}

/** Waits for a task that may have been killed on another host; of one on this host it is known. */
async function acquirePatiently(folder: string, { progress, signal }: RunSettings): Promise<RunLock> {
  const note = (text: string): void => {
    progress.note(text);
  };
  const until = performance.now() + longestWait;
  const earlier = lockOf(folder);
  if (earlier?.live && earlier.elsewhere)
    note(`This task waits for ${inWords(earlier.holder)}, or until that has said nothing for five minutes.`);
  for (let lock = earlier; lock?.live && lock.elsewhere && performance.now() < until; lock = lockOf(folder)) {
    await setTimeout(1000);
    signal.throwIfAborted();
  }
  return RunLock.acquire(folder, note);
}

/** Whoever comes first writes the plan; others must have the same. */
function joinRun(folder: string, prepared: Prepared<unknown>, tasks: number): void {
  const { manifest, planned } = prepared;
  if (!existsSync(planFile(folder))) createWhole(planFile(folder), `${JSON.stringify({ ...planned, tasks })}\n`);
  if (!existsSync(manifestFile(folder)))
    createWhole(manifestFile(folder), `${JSON.stringify({ ...manifest, sessions: [] }, undefined, 2)}\n`);
  const other = difference(folder, prepared, tasks);
  if (other !== undefined) throw foreign(folder, `${other}. \`submit\` with the same options plans it anew`);
}

/** In words, how the run in a folder is another one; undefined if it is the same. */
function difference(folder: string, { manifest, planned }: Prepared<unknown>, tasks: number): string | undefined {
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

function shareOf(folder: string, { index, count }: Shard): Collected {
  const collected = readCollected(folder);
  if (!collected) throw new UserError(`'${planFile(folder)}' has vanished.`);
  const shares = sharesOf(
    collected.items.map(({ cost }) => cost),
    count,
  );
  return { ...collected, items: collected.items.filter((_, i) => shares[i] === index) };
}

function batchesOf<Job>({ batches }: Prepared<Job>, { items }: Collected): Prepared<Job>['batches'] {
  const own = new Set(items.map(({ id }) => id));
  return batches.map(({ batch, items: all }) => ({ batch, items: all.filter(({ id }) => own.has(id)) }));
}

/** Notes in the task's manifest how it went. */
async function recorded(
  folder: string,
  manifest: Manifest,
  { signal }: RunSettings,
  far: () => Tally,
  action: () => Promise<void>,
): Promise<Tally> {
  const earlier = readManifest(manifestFile(folder))?.sessions ?? [];
  const write = (ended: Partial<Session>): void => {
    writeManifest(folder, {
      ...manifest,
      sessions: [...earlier, ...manifest.sessions.map((session) => ({ ...session, ...ended }))],
    });
  };
  write({});
  try {
    await action();
  } catch (error) {
    try {
      write({ ended: new Date().toISOString(), end: (error as Error).message });
    } catch {
      // What stopped the task, like a full disk, matters more than its manifest.
    }
    throw stopped(error, signal, far());
  }
  write({ ended: new Date().toISOString(), end: 'through' });
  return far();
}

/**
 * Brings the journals of all tasks together: the CSVs that one machine would have written, and all sessions in one
 * manifest.
 *
 * @param note is told what of code or machines differs between tasks
 * @throws UserError if an item is missing or there twice, or a task's manifest does not agree with the run's
 */
export function mergeTasks(folder: string, note: (text: string) => void): Tally {
  const collected = readCollected(folder);
  const manifest = readManifest(manifestFile(folder));
  if (!collected || !manifest)
    throw new UserError(
      `'${folder}' holds no run; expected plan.json and manifest.json, which \`submit\` or the first task writes.`,
    );
  const incomplete = tasksIn(folder, collected).filter(({ items, done, failed }) => done + failed < items);
  const { items, done, failed } = tally(collected);
  if (done + failed < items) {
    const who =
      incomplete.length > 0
        ? ` of task ${incomplete
            .slice(0, 20)
            .map(({ index }) => index)
            .join(', ')}${incomplete.length > 20 ? ', ...' : ''}`
        : '';
    throw new UserError(
      `${items - done - failed} of ${items} items are missing${who}. Submit again, or start these tasks again, and merge then.`,
    );
  }
  const others = taskFolders(folder).flatMap((task) => readManifest(manifestFile(task)) ?? []);
  for (const other of others) agree(folder, manifest, other);
  for (const change of new Set(others.flatMap((other) => changesSince(manifest, other))))
    note(`Tasks differ: ${change}.`);
  writeCsvs(folder, collected);
  const sessions = new Map(
    [...manifest.sessions, ...others.flatMap((other) => other.sessions)].map((session) => [
      `${session.started} ${session.host} ${session.pid}`,
      session,
    ]),
  );
  const inOrder = [...sessions.values()].sort((a, b) => (a.started < b.started ? -1 : 1));
  const ends = inOrder.flatMap(({ ended }) => ended ?? []).sort();
  writeManifest(folder, {
    ...manifest,
    sessions: inOrder,
    ...(ends.length > 0 && { finished: ends[ends.length - 1] }),
  });
  return { items, done, failed };
}

function agree(folder: string, manifest: Manifest, task: Manifest): void {
  const other = differenceOf(manifest, task);
  if (other !== undefined) throw foreign(folder, `of one of its tasks ${other}`);
}
