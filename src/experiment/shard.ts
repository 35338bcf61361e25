import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../base/index.ts';

/** One of the tasks that share a run. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/** The task in `3/8`. @throws UserError if it is none */
export function parseShard(given: string): Shard {
  const [index, count] = (/^(\d+)\/(\d+)$/.exec(given) ?? []).slice(1).map(Number);
  if (index >= 1 && index <= count) return { index, count };
  throw new UserError(`--shard is ${given}; expected a task and how many there are, like 3/8, from 1/8 to 8/8.`);
}

/** Like `3-of-8`: the name of its journal and of its folder. */
export function nameOf({ index, count }: Shard): string {
  return `${index}-of-${count}`;
}

/** Holds a folder for each task, with its lock and manifest. */
export const tasksFolder = (folder: string): string => join(folder, 'tasks');
export const taskFolder = (folder: string, shard: Shard): string => join(tasksFolder(folder), nameOf(shard));

/** The folders of the tasks that were ever begun. */
export function taskFolders(folder: string): string[] {
  const tasks = tasksFolder(folder);
  if (!existsSync(tasks)) return [];
  return readdirSync(tasks)
    .filter((name) => /^\d+-of-\d+$/.test(name))
    .sort()
    .map((name) => join(tasks, name));
}

/**
 * Which task does each item, from 1: a stretch of the plan each, of about equal cost, so that a task loads few
 * networks. An item belongs where the middle of its cost lies; no share exceeds the mean by more than one item.
 */
export function sharesOf(costs: readonly number[], tasks: number): number[] {
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  let before = 0;
  return costs.map((cost) => {
    const middle = before + cost / 2;
    before += cost;
    return Math.min(tasks, Math.floor((middle / total) * tasks) + 1);
  });
}
