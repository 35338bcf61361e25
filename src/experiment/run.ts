import { UserError } from '../base/index.ts';
import { collect } from './collect.ts';
import { makeFolder } from './files.ts';
import { RunLock } from './lock.ts';
import { writeManifest, type Manifest } from './manifest.ts';
import { prepare, type Run } from './prepare.ts';
import { makeReady, refuseBesideTasks } from './ready.ts';
import { manifestFile, planFile, readCollected, tally, writePlan, type Tally } from './runFolder.ts';
import { inSession, withEnding } from './session.ts';
import type { RunSettings } from './settings.ts';
import { writeCsvs } from './sheets.ts';

/**
 * Carries a plan out in a folder: goes on with what an earlier run has finished, and keeps what this one finishes,
 * whatever happens. However it ends, the CSVs hold what is finished, in the order of the plan.
 *
 * @throws UserError if the folder cannot be written, another run is going on there, or it holds a run whose results may
 *   differ from this one's; if the run is stopped, it says how far it came
 */
export async function carryOut<Job, Result>(run: Run<Job, Result>, settings: RunSettings): Promise<Tally> {
  const { name, folder, plan } = run;
  const { manifest, batches, planned } = await prepare(name, plan, settings);
  makeFolder(folder);
  const lock = RunLock.acquire(folder, (text) => {
    settings.progress.note(text);
  });
  try {
    refuseBesideTasks(folder);
    const earlier = makeReady(folder, manifest, plan.sheets, settings);
    writeManifest(manifestFile(folder), earlier);
    writePlan(folder, planned);
    return await inSession(
      settings.signal,
      () => collect(run, batches, 'all', { ...settings, signal: AbortSignal.any([settings.signal, lock.signal]) }),
      (ending) => writeOut(folder, withEnding(earlier, ending)),
    );
  } finally {
    lock.release();
  }
}

/** Writes the CSVs of what is finished, then the manifest. */
function writeOut(folder: string, manifest: Manifest): Tally {
  const collected = readCollected(folder);
  if (!collected) throw new UserError(`'${planFile(folder)}' has vanished.`);
  writeCsvs(folder, collected);
  writeManifest(manifestFile(folder), manifest);
  return tally(collected);
}
