import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../base/index.ts';
import { exitCodes, sha256, sha256OfFile } from '../project/index.ts';
import { ArtifactIndex } from './artifacts.ts';
import { makeFolder, removeLeftovers, replaceFile } from './files.ts';
import { foreign } from './foreign.ts';
import { Journal, readJournals, type Entry } from './journal.ts';
import { inUse, lockOf, RunLock } from './lock.ts';
import { changesSince, differenceOf, readManifest, type Manifest } from './manifest.ts';
import type { Batch, Cells, Item, Plan, Sheet } from './plan.ts';
import { describeCode, describeMachine } from './provenance.ts';
import {
  journalFolder,
  manifestFile,
  planFile,
  readCollected,
  tableOf,
  tally,
  writePlan,
  type Collected,
  type PlannedItem,
  type Tally,
  type WrittenPlan,
} from './runFolder.ts';
import { runJobs } from './runJobs.ts';
import type { RunSettings } from './settings.ts';
import { tasksFolder, taskFolders } from './shard.ts';
import { tableToCsv } from './table.ts';

/** Rows of a result by sheet, without the cells of its place. */
export type ResultRows = Readonly<Record<string, readonly Cells[]>>;

/** What is run, and where. */
export interface Run<Job, Result> {
  readonly name: string;
  readonly folder: string;
  readonly plan: Plan<Job>;
  rowsOf(result: Result): ResultRows;
}

/** A batch whose items have ids. */
export interface Identified<Job> {
  readonly batch: Batch<Job>;
  readonly items: readonly (Item<Job> & PlannedItem)[];
}

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
    writeManifest(folder, earlier);
    writePlan(folder, planned);
    return await recorded(folder, earlier, settings, () =>
      collect(run, batches, 'all', { ...settings, signal: AbortSignal.any([settings.signal, lock.signal]) }),
    );
  } finally {
    lock.release();
  }
}

/** A plan with the ids of its items, and the manifest of who carries it out. */
export interface Prepared<Job> {
  readonly manifest: Manifest;
  readonly batches: readonly Identified<Job>[];
  readonly planned: WrittenPlan;
}

/** @throws UserError if a file cannot be read */
export async function prepare<Job>(name: string, plan: Plan<Job>, settings: RunSettings): Promise<Prepared<Job>> {
  const manifest = await describe(name, plan, settings);
  const batches = identify(plan, manifest);
  const items = batches.flatMap(({ items }) => items.map(({ id, place, cost }) => ({ id, place, cost })));
  return { manifest, batches, planned: { sheets: plan.sheets, items } };
}

/** @throws UserError if a task of this run is going on */
export function refuseBesideTasks(folder: string): void {
  for (const task of taskFolders(folder)) {
    const lock = lockOf(task);
    if (lock?.live) throw inUse(task, lock.holder);
  }
}

async function describe(
  experiment: string,
  { options, fixed, device, batches }: Plan<unknown>,
  { seed, jobs }: RunSettings,
): Promise<Manifest> {
  const paths = [...new Set(batches.flatMap(({ files }) => files))];
  const files = await Promise.all(paths.map(async (path) => ({ path, sha256: await sha256OfFile(path) })));
  const [code, machine, started] = [describeCode(), describeMachine(), new Date().toISOString()];
  const session = {
    started,
    host: machine.host,
    pid: process.pid,
    jobs,
    ...(code.commit !== undefined && { commit: code.commit }),
  };
  return { experiment, options, fixed, seed, files, device, ...code, ...machine, sessions: [session], started };
}

function identify<Job>({ batches }: Plan<Job>, { files }: Manifest): Identified<Job>[] {
  const hashes = new Map(files.map(({ path, sha256: hash }) => [path, hash]));
  return batches.map((batch) => {
    const content = batch.files.map((path) => hashes.get(path));
    const idOf = ({ place, job }: Item<Job>): string =>
      `${Object.values(place).join(' ')} ${sha256(JSON.stringify([place, job, content])).slice(0, 12)}`;
    return { batch, items: batch.items.map((item) => ({ ...item, cost: batch.cost ?? 1, id: idOf(item) })) };
  });
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
    if (!earlier) throw foreign(folder, 'no manifest.json says which');
    const difference = differenceOf(earlier, manifest);
    if (difference !== undefined) throw foreign(folder, difference);
    const changes = changesSince({ ...earlier, files: manifest.files }, manifest);
    if (changes.length > 0) progress.note(`What is there was computed otherwise: ${changes.join('; ')}.`);
    return { ...manifest, started: earlier.started, sessions: [...earlier.sessions, ...manifest.sessions] };
  }
  const stray = sheets.map(({ name }) => join(folder, `${name}.csv`)).find((file) => existsSync(file));
  if (stray !== undefined && !fresh) throw foreign(stray, 'artifacts.csv does not list it');
  return manifest;
}

function clear(folder: string): void {
  rmSync(journalFolder(folder), { recursive: true, force: true });
  rmSync(tasksFolder(folder), { recursive: true, force: true });
  new ArtifactIndex(folder).clear();
  rmSync(planFile(folder), { recursive: true, force: true });
  rmSync(manifestFile(folder), { recursive: true, force: true });
}

/** Notes in the manifest how it went, and writes the CSVs. */
async function recorded(
  folder: string,
  manifest: Manifest,
  { signal }: RunSettings,
  action: () => Promise<void>,
): Promise<Tally> {
  const ended = (end: string): Manifest => {
    const [now, ...before] = [...manifest.sessions].reverse();
    const time = new Date().toISOString();
    return {
      ...manifest,
      sessions: [...before.reverse(), { ...now, ended: time, end }],
      ...(end === 'through' && { finished: time }),
    };
  };
  try {
    await action();
  } catch (error) {
    throw stopped(
      error,
      signal,
      afterwards(() => writeSheets(folder, () => ended((error as Error).message))),
    );
  }
  return writeSheets(folder, () => ended('through'));
}

/** What can be done after an error; what is worse is not told. */
function afterwards(action: () => Tally): Tally | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/** A run that the user stopped, or that lost a thread, says how far it came. */
export function stopped(error: unknown, signal: AbortSignal, far: Tally | undefined): unknown {
  if (!far || !(error instanceof UserError)) return error;
  if (error !== signal.reason && error.exitCode !== exitCodes.threadLost) return error;
  const { done, failed, items } = far;
  return new UserError(
    `${error.message} ${done + failed} of ${items} are done; the same command goes on from there.`,
    error.exitCode,
  );
}

function writeSheets(folder: string, manifest: () => Manifest): Tally {
  const collected = readCollected(folder);
  if (!collected) throw new UserError(`'${planFile(folder)}' has vanished.`);
  writeCsvs(folder, collected);
  writeManifest(folder, manifest());
  return tally(collected);
}

/** Writes the CSVs of what is collected so far. */
export function writeCsvs(folder: string, collected: Collected): void {
  new ArtifactIndex(folder).record(collected.sheets.map(({ name: key }) => ({ key, type: 'csv', path: `${key}.csv` })));
  for (const sheet of collected.sheets)
    replaceFile(join(folder, `${sheet.name}.csv`), tableToCsv(tableOf(collected, sheet)));
}

export function writeManifest(folder: string, manifest: Manifest): void {
  replaceFile(manifestFile(folder), `${JSON.stringify(manifest, undefined, 2)}\n`);
}

/** Does what is not done yet, batch by batch. @param name of the journal */
export async function collect<Job, Result>(
  run: Run<Job, Result>,
  batches: readonly Identified<Job>[],
  name: string,
  settings: RunSettings,
): Promise<void> {
  const { folder, plan } = run;
  makeFolder(journalFolder(folder));
  const journal = Journal.open(join(journalFolder(folder), `${name}.jsonl`));
  const entries = readCollected(folder)?.entries ?? new Map<string, Entry>();
  const isDone = ({ id }: PlannedItem): boolean => {
    const status = entries.get(id)?.status;
    return status === 'ok' || (status === 'failed' && !settings.retryFailed);
  };
  const all = batches.flatMap(({ items }) => items);
  settings.progress.begin(plan.title, all.length, all.filter(isDone).length);
  for (const { batch, items } of batches)
    await runBatch(run, { batch, items: items.filter((item) => !isDone(item)) }, journal, settings);
}

async function runBatch<Job, Result>(
  run: Run<Job, Result>,
  { batch, items }: Identified<Job>,
  journal: Journal,
  settings: RunSettings,
): Promise<void> {
  const byJob = new Map(items.map((item) => [item.job, item]));
  const record = (job: Job, entry: (item: PlannedItem) => Pick<Entry, 'status' | 'rows' | 'reason'>): void => {
    const item = byJob.get(job);
    if (!item) throw new Error('a result of no job');
    journal.append({ item: item.id, at: new Date().toISOString(), ...entry(item) });
    settings.progress.advance(
      Object.entries(item.place)
        .map(([column, value]) => `${column} ${value}`)
        .join(', '),
    );
  };
  const { module, setup, inThisThread } = batch;
  const work = {
    module,
    setup,
    inThisThread,
    jobs: items.map(({ job }) => job),
    threads: settings.jobs,
    signal: settings.signal,
  };
  await runJobs<unknown, Job, Result>(work, {
    onResult: (result, job) => {
      record(job, ({ place }) => ({ status: 'ok', rows: asText(run.plan.sheets, place, run.rowsOf(result)) }));
    },
    onFailure: (error, job) => {
      const reason = error instanceof UserError ? error.message : `${error.message} (a defect of exact-ig)`;
      record(job, () => ({ status: 'failed', reason, rows: {} }));
    },
  });
}

/** The cells of all rows in the order of the columns. */
function asText(sheets: readonly Sheet[], place: Cells, rows: ResultRows): Entry['rows'] {
  const stray = Object.keys(rows).find((name) => !sheets.some((sheet) => sheet.name === name));
  if (stray !== undefined) throw new Error(`There is no sheet '${stray}'.`);
  return Object.fromEntries(
    sheets.map(({ name, columns }) => [name, (rows[name] ?? []).map((row) => cellsOf(columns, { ...place, ...row }))]),
  );
}

function cellsOf(columns: readonly string[], row: Cells): string[] {
  const stray = Object.keys(row).find((name) => !columns.includes(name));
  if (stray !== undefined) throw new Error(`There is no column '${stray}'.`);
  return columns.map((column) => String(row[column] ?? ''));
}
