/** What a run's folder holds: its plan and its journals. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../base/index.ts';
import { replaceFile } from './files.ts';
import { readJournals, type Found } from './journal.ts';
import { readObject } from './manifest.ts';
import type { Sheet } from './plan.ts';

/** An item as the plan on the disk has it. */
export interface PlannedItem {
  /** The same for the same place, job and content of files, and for nothing else. */
  readonly id: string;
  readonly place: Readonly<Record<string, string | number>>;
  /** About, relative to other items. */
  readonly cost: number;
}

/** `plan.json`: what the run is to do, in the order of its rows. */
export interface WrittenPlan {
  readonly sheets: readonly Sheet[];
  readonly items: readonly PlannedItem[];
  /** How many tasks share it; absent of a run on one machine. */
  readonly tasks?: number;
}

/** A plan and what is known of its items. */
export interface Collected extends WrittenPlan {
  readonly entries: ReadonlyMap<string, Found>;
}

/** How far a run is. */
export interface Tally {
  readonly items: number;
  readonly done: number;
  readonly failed: number;
}

export const planFile = (folder: string): string => join(folder, 'plan.json');
export const manifestFile = (folder: string): string => join(folder, 'manifest.json');
export const journalFolder = (folder: string): string => join(folder, 'journal');

export function writePlan(folder: string, plan: WrittenPlan): void {
  replaceFile(planFile(folder), `${JSON.stringify(plan)}\n`);
}

/**
 * What a run has collected so far.
 *
 * @returns undefined if the folder has no plan
 * @throws UserError if plan or journal is damaged, or an item has been done twice
 */
export function readCollected(folder: string): Collected | undefined {
  const file = planFile(folder);
  if (!existsSync(file)) return undefined;
  const { sheets, items, tasks } = readObject(file) as Partial<WrittenPlan>;
  if (!Array.isArray(sheets) || !Array.isArray(items))
    throw new UserError(`'${file}' is damaged: it has no sheets or no items. Begin anew with --fresh.`);
  return {
    sheets: sheets as Sheet[],
    items: items as PlannedItem[],
    ...(tasks !== undefined && { tasks }),
    entries: byItem(readJournals(journalFolder(folder)), folder),
  };
}

/** A later entry stands in the place of one that failed. */
function byItem(found: readonly Found[], folder: string): Map<string, Found> {
  const entries = new Map<string, Found>();
  for (const entry of found) {
    const earlier = entries.get(entry.item);
    if (earlier?.status === 'ok' && entry.status === 'ok') {
      throw new UserError(
        `'${journalFolder(folder)}' holds '${entry.item}' twice: ${earlier.where}, and ${entry.where}. ` +
          'Two runs have been mixed: remove one of the lines, or begin anew with --fresh.',
      );
    }
    if (earlier?.status !== 'ok') entries.set(entry.item, entry);
  }
  return entries;
}

export function tally({ items, entries }: Collected): Tally {
  const known = items.map(({ id }) => entries.get(id)?.status);
  return {
    items: items.length,
    done: known.filter((status) => status === 'ok').length,
    failed: known.filter((status) => status === 'failed').length,
  };
}
