import { existsSync, rmSync } from 'node:fs';
import { isAbsolute, join, normalize } from 'node:path';
import { attempt, UserError } from '../base/index.ts';
import { readCsv } from './csv.ts';
import { replaceFile } from './files.ts';
import { tableToCsv } from './table.ts';

/** One thing that a run wrote. */
export interface Artifact {
  readonly key: string;
  /** `csv`, `svg` or `json`. */
  readonly type: string;
  /** Relative to the experiment's folder, with `/` between folders. */
  readonly path: string;
}

const columns = ['key', 'type', 'path'];

/** The index of an experiment's folder, `artifacts.csv`: which of the files there are the experiment's. */
export class ArtifactIndex {
  readonly #file: string;

  constructor(readonly folder: string) {
    this.#file = join(folder, 'artifacts.csv');
  }

  /** Enters artifacts; an earlier one under the same key gives way. */
  record(artifacts: readonly Artifact[]): void {
    artifacts.forEach(({ path }) => this.#within(path));
    const keys = new Set(artifacts.map(({ key }) => key));
    this.#write([...this.list().filter(({ key }) => !keys.has(key)), ...artifacts]);
  }

  /** Deletes artifacts that are entered under these keys, and their entries. */
  remove(keys: readonly string[]): void {
    const all = this.list();
    const removed = all.filter(({ key }) => keys.includes(key));
    if (removed.length === 0) return;
    for (const { path } of removed) rmSync(this.#within(path), { force: true });
    this.#write(all.filter((artifact) => !removed.includes(artifact)));
  }

  #write(artifacts: readonly Artifact[]): void {
    const rows = [...artifacts]
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map(({ key, type, path }) => [key, type, path]);
    replaceFile(this.#file, tableToCsv({ columns: columns.map((name) => ({ name })), rows }));
  }

  /** What is entered, by key; nothing while there is no index. @throws UserError if it is damaged */
  list(): Artifact[] {
    if (!existsSync(this.#file)) return [];
    return readCsv(this.#file, columns).map(({ key, type, path }) => {
      this.#within(path);
      return { key, type, path };
    });
  }

  /** Deletes what is entered, and the index; other files in the folder stay. Of a damaged index nothing is entered. */
  clear(): void {
    for (const { path } of this.#listIfWhole()) rmSync(this.#within(path), { force: true });
    rmSync(this.#file, { recursive: true, force: true });
  }

  #listIfWhole(): Artifact[] {
    const list = attempt(() => this.list());
    return list instanceof UserError ? [] : list;
  }

  #within(path: string): string {
    const inside = normalize(path);
    if (!isAbsolute(path) && !inside.startsWith('..') && !['', '.', './'].includes(inside))
      return join(this.folder, path);
    throw new UserError(
      `'${this.#file}' names '${path}'; expected the relative path of a file within its folder. Begin anew with --fresh.`,
    );
  }
}
