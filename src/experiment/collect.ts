/**
 * What computes: the items of a run that are not done, batch by batch, each kept in the journal when it is finished.
 */
import { join } from 'node:path';
import { UserError } from '../base/index.ts';
import { makeFolder } from './files.ts';
import { Journal, type Entry } from './journal.ts';
import type { Cells, Sheet } from './plan.ts';
import type { Identified, ResultRows, Run } from './prepare.ts';
import { journalFolder, readCollected, type PlannedItem } from './runFolder.ts';
import { runJobs } from './runJobs.ts';
import type { RunSettings } from './settings.ts';

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
  const itemOf = (job: Job): PlannedItem => {
    const item = byJob.get(job);
    if (!item) throw new Error('a result of no job');
    return item;
  };
  const record = (job: Job, entry: (item: PlannedItem) => Pick<Entry, 'status' | 'rows' | 'reason'>): void => {
    const item = itemOf(job);
    journal.append({ item: item.id, at: new Date().toISOString(), ...entry(item) });
    settings.progress.advance(placeInWords(item));
  };
  const ahead = items.length === 0 ? undefined : batch.forecast?.();
  if (ahead !== undefined) settings.progress.note(ahead);
  const tell = (job: Job, done: number, all: number): void => {
    settings.progress.within(placeInWords(itemOf(job)), done, all);
  };
  const { module, setup, inThisThread } = batch;
  const work = {
    module,
    setup,
    inThisThread,
    jobs: items.map(({ job }) => job),
    threads: settings.jobs,
    tell: ahead === undefined ? undefined : tell,
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

function placeInWords({ place }: PlannedItem): string {
  return Object.entries(place)
    .map(([column, value]) => `${column} ${value}`)
    .join(', ');
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
