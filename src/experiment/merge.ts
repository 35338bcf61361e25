import { UserError } from '../base/index.ts';
import { changesSince, differenceOf } from './differences.ts';
import { runMismatch } from './runMismatch.ts';
import { readManifest, writeManifest, type Manifest } from './manifest.ts';
import { manifestFile, readCollected, tally, type Tally } from './runFolder.ts';
import { taskFolders } from './shard.ts';
import { writeCsvs } from './sheets.ts';
import { tasksIn } from './tasks.ts';

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
  writeManifest(manifestFile(folder), {
    ...manifest,
    sessions: inOrder,
    ...(ends.length > 0 && { finished: ends[ends.length - 1] }),
  });
  return { items, done, failed };
}

function agree(folder: string, manifest: Manifest, task: Manifest): void {
  const other = differenceOf(manifest, task);
  if (other !== undefined) throw runMismatch(folder, `of one of its tasks ${other}`);
}
