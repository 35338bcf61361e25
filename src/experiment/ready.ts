/** The folder of a run before it begins: whether the run may go on there, or begin. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ArtifactIndex } from './artifacts.ts';
import { changesSince, differenceOf } from './differences.ts';
import { removeLeftovers } from './files.ts';
import { runMismatch } from './runMismatch.ts';
import { readJournals } from './journal.ts';
import { inUse, lockOf } from './lock.ts';
import { readManifest, type Manifest } from './manifest.ts';
import type { Sheet } from './plan.ts';
import { journalFolder, manifestFile, planFile } from './runFolder.ts';
import type { RunSettings } from './settings.ts';
import { taskFolders, tasksFolder } from './shard.ts';

/** @throws UserError if a task of this run is going on */
export function refuseBesideTasks(folder: string): void {
  for (const task of taskFolders(folder)) {
    const lock = lockOf(task);
    if (lock?.live) throw inUse(task, lock.holder);
  }
}

/** Checks what is in the folder, or clears it. @returns the manifest of a run that goes on there */
export function makeReady(
  folder: string,
  manifest: Manifest,
  sheets: readonly Sheet[],
  { fresh, progress }: RunSettings,
): Manifest {
  removeLeftovers(folder);
  if (fresh) clear(folder);
  const earlier = readManifest(manifestFile(folder));
  if (readJournals(journalFolder(folder)).length === 0) clear(folder);
  else {
    if (!earlier) throw runMismatch(folder, 'no manifest.json says which');
    const difference = differenceOf(earlier, manifest);
    if (difference !== undefined) throw runMismatch(folder, difference);
    const changes = changesSince({ ...earlier, files: manifest.files }, manifest);
    if (changes.length > 0) progress.note(`What is there was computed otherwise: ${changes.join('; ')}.`);
    return { ...manifest, started: earlier.started, sessions: [...earlier.sessions, ...manifest.sessions] };
  }
  const stray = sheets.map(({ name }) => join(folder, `${name}.csv`)).find((file) => existsSync(file));
  if (stray !== undefined && !fresh) throw runMismatch(stray, 'artifacts.csv does not list it');
  return manifest;
}

function clear(folder: string): void {
  rmSync(journalFolder(folder), { recursive: true, force: true });
  rmSync(tasksFolder(folder), { recursive: true, force: true });
  new ArtifactIndex(folder).clear();
  rmSync(planFile(folder), { recursive: true, force: true });
  rmSync(manifestFile(folder), { recursive: true, force: true });
}
