/** Where a file comes from and what it must be. */
export interface Source {
  /** Where it goes, within the folder of its kind. */
  readonly file: string;
  readonly url: string;
  /** Of the whole file, lower-case hexadecimal. */
  readonly sha256: string;
}

/** What networks and data sets have in common: a name, and files that may hold them. */
export interface Entry {
  readonly name: string;
  /** Names of files, the preferred one first. */
  readonly files: readonly string[];
  /** Where `npm run fetch` gets it; absent for what is bundled. */
  readonly source?: Source;
}

/** Folders that hold what the catalogue names; each is also the name of a folder of the project. */
export type Kind = 'networks' | 'data';
