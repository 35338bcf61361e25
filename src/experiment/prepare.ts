/** What is known of a run before it begins: its items by their ids, and the manifest of who carries it out. */
import { sha256, sha256OfFile } from '../project/index.ts';
import type { Manifest } from './manifest.ts';
import type { Batch, Cells, Item, Plan } from './plan.ts';
import { describeCode, describeMachine } from './provenance.ts';
import type { PlannedItem, WrittenPlan } from './runFolder.ts';
import type { RunSettings } from './settings.ts';

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

async function describe(
  experiment: string,
  { options, notes, fixed, device, batches }: Plan<unknown>,
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
  const what = { experiment, options, ...(notes && { notes }), fixed, seed, files, device };
  return { ...what, ...code, ...machine, sessions: [session], started };
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
