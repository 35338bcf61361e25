/** One task of a run that several share, wherever it is started. */
import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { UserError } from '../base/index.ts';
import { collect } from './collect.ts';
import { createWhole, makeFolder, whileWriting } from './files.ts';
import { runMismatch } from './runMismatch.ts';
import { inWords } from './holder.ts';
import { inUse, lockOf, RunLock } from './lock.ts';
import { readManifest, writeManifest, type Manifest } from './manifest.ts';
import { prepare, type Prepared, type Run } from './prepare.ts';
import { manifestFile, planFile, tally, type Collected, type Tally } from './runFolder.ts';
import { inSession, withEnding } from './session.ts';
import type { RunSettings } from './settings.ts';
import { nameOf, taskFolder, type Shard } from './shard.ts';
import { difference, shareOf } from './tasks.ts';

/** A task waits so long for one that was killed on another host, whose lock says nothing; in milliseconds. */
const longestWait = 320_000;

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
    const runLock = lockOf(folder);
    if (runLock?.live) throw inUse(folder, runLock.holder);
    joinRun(folder, prepared, shard.count);
    const manifest = begun(own, prepared.manifest);
    writeManifest(manifestFile(own), manifest);
    const signal = AbortSignal.any([settings.signal, lock.signal]);
    return await inSession(
      settings.signal,
      () => collect(run, batchesOf(prepared, shareOf(folder, shard)), nameOf(shard), { ...settings, signal }),
      (ending) => {
        writeManifest(manifestFile(own), withEnding(manifest, ending));
        return tally(shareOf(folder, shard));
      },
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
  whileWriting(folder, () => {
    if (!existsSync(planFile(folder))) createWhole(planFile(folder), `${JSON.stringify({ ...planned, tasks })}\n`);
    if (!existsSync(manifestFile(folder)))
      createWhole(manifestFile(folder), `${JSON.stringify({ ...manifest, sessions: [] }, undefined, 2)}\n`);
  });
  const other = difference(folder, prepared, tasks);
  if (other !== undefined) throw runMismatch(folder, `${other}. \`submit\` with the same options plans it anew`);
}

/** The manifest of a task, with the sessions that it had before. */
function begun(folder: string, manifest: Manifest): Manifest {
  const earlier = readManifest(manifestFile(folder))?.sessions ?? [];
  return { ...manifest, sessions: [...earlier, ...manifest.sessions] };
}

function batchesOf<Job>({ batches }: Prepared<Job>, { items }: Collected): Prepared<Job>['batches'] {
  const own = new Set(items.map(({ id }) => id));
  return batches.map(({ batch, items: all }) => ({ batch, items: all.filter(({ id }) => own.has(id)) }));
}
