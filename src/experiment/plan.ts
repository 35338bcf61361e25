import type { Cell } from './table.ts';

/** Cells of a row, by column; a column without a cell has no value. */
export type Cells = Readonly<Record<string, Cell>>;

/** A CSV file of an experiment. */
export interface Sheet {
  /** Its name, without `.csv`. */
  readonly name: string;
  /** The columns that a row is known by. */
  readonly key: readonly string[];
  /** All columns, the key's first. */
  readonly columns: readonly string[];
  /** True if it holds times, which differ from run to run; nothing in other sheets does. */
  readonly timing: boolean;
}

/** A sheet by its key and its other columns. */
export function sheet(name: string, key: readonly string[], others: readonly string[], timing = false): Sheet {
  return { name, key, columns: [...key, ...others], timing };
}

/** What is computed as a whole, mostly one image of one network: either all of its rows are there or none. */
export interface Item<Job> {
  /** What all of its rows begin with, like network and image. */
  readonly place: Readonly<Record<string, string | number>>;
  readonly job: Job;
}

/** Items whose jobs are done by the same module with the same setup. */
export interface Batch<Job> {
  /** Files of network and data; their content is part of what an item is. */
  readonly files: readonly string[];
  /** A JobModule. */
  readonly module: URL;
  readonly setup: unknown;
  /** True if jobs cannot be done in threads of their own, as those of TensorFlow.js. */
  readonly inThisThread: boolean;
  /** About what an item costs, relative to those of other batches; absent: 1. */
  readonly cost?: number;
  /** What to say before the items, if they take long; then jobs are asked how far they are. */
  readonly forecast?: () => string | undefined;
  readonly items: readonly Item<Job>[];
}

/** All that a run does, in the order of its rows. */
export interface Plan<Job> {
  /** What is done, for who watches. */
  readonly title: string;
  /** The options in full, under the names that code gives them (`batchSize`): what it takes to repeat the run. */
  readonly options: Readonly<Record<string, unknown>>;
  /** What whoever reads the results is to know beside them, in sentences. */
  readonly notes?: readonly string[];
  /** Those that results of an item depend on, resolved: a run goes on only with the same. */
  readonly fixed: Readonly<Record<string, unknown>>;
  /** Where gradients are computed, for the manifest. */
  readonly device: Readonly<Record<string, string>>;
  /** The first one has a row for each item at least, and tells whether the item failed. */
  readonly sheets: readonly Sheet[];
  readonly batches: readonly Batch<Job>[];
}
