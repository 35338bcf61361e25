import type { Choices } from './choices.ts';

/** Contents of the files that a reader is given together. */
export type Files = readonly Uint8Array[];

/** A reader to be tried with files that are no longer what they were. */
export interface FuzzTarget {
  readonly corpus: readonly Files[];
  /** Changes what the first file says. */
  mutate(bytes: Uint8Array, choices: Choices): Uint8Array;
  /** Reads the files; gives the units of a network. */
  read(files: Files): number | Promise<number>;
}
