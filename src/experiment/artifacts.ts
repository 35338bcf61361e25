import { existsSync, rmSync } from 'node:fs';
import { join, normalize, isAbsolute } from 'node:path';
import { UserError } from '../errors.ts';
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

/** The index of an experiment's folder, `artifacts.csv`: which of the files there are the experiment's. */
export class ArtifactIndex {
  readonly #file: string;

  constructor(readonly folder: string) {
    this.#file = join(folder, 'artifacts.csv');
  }

  /** Enters an artifact; an earlier one under its key gives way. */
  record(artifact: Artifact): void {
    this.#within(artifact.path);
    const others = this.list().filter(({ key }) => key !== artifact.key);
    this.#write([...others, artifact]);
  }

  /** What is entered, in order; nothing while there is no index. */
  list(): Artifact[] {
    if (!existsSync(this.#file)) return [];
    return readCsv(this.#file).map(({ key, type, path }) => ({ key, type, path }));
  }

  /** Where the artifact of this key is, if it is entered. */
  find(key: string): string | undefined {
    const artifact = this.list().find((candidate) => candidate.key === key);
    return artifact && this.#within(artifact.path);
  }

  /** Deletes what is entered, and the index; other files in the folder stay. */
  clear(): void {
    for (const { path } of this.list()) rmSync(this.#within(path), { force: true });
    rmSync(this.#file, { force: true });
  }

  #write(artifacts: readonly Artifact[]): void {
    const columns = [{ name: 'key' }, { name: 'type' }, { name: 'path' }];
    const rows = artifacts.map(({ key, type, path }) => [key, type, path]);
    replaceFile(this.#file, tableToCsv({ columns, rows }));
  }

  #within(path: string): string {
    if (isAbsolute(path) || normalize(path).startsWith('..')) {
      throw new UserError(`'${this.#file}' names '${path}', which is outside of its folder; expected a relative path within.`);
    }
    return join(this.folder, path);
  }
}
