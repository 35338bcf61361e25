import { accessSync, constants, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { ArtifactIndex } from './artifacts.ts';
import { CsvFile, hasRows, readCsv, type Row } from './csv.ts';
import { replaceFile, whileWriting } from './files.ts';
import { foreign } from './foreign.ts';
import { describeRun, differenceOf, readManifest, type Inputs, type Manifest } from './manifest.ts';
import { loadParts, type Part, type PartsGiven } from './parts.ts';
import type { Progress } from './progress.ts';
import { checkKeys, type RowKeys } from './rowKeys.ts';
import { tableToCsv, type Cell, type Table } from './table.ts';

/** How a run is carried out. Nothing here but the seed changes results. */
export interface RunSettings {
  readonly seed: number;
  /** Threads that compute. */
  readonly jobs: number;
  /** Begin anew instead of going on with an earlier run. */
  readonly fresh: boolean;
  readonly progress: Progress;
  /** Aborted when the user stops the run. */
  readonly signal: AbortSignal;
}

/**
 * One experiment and its folder of artifacts. `run` collects: it calls `start`, then `begin`, `append` for each
 * row, and `finish`. `analyze` summarises and draws what was collected. Constructing one touches no file.
 */
export abstract class Experiment<Options = unknown> {
  /** Where its artifacts are: a folder of its own within the folder of all artifacts. */
  readonly folder: string;
  readonly #index: ArtifactIndex;
  readonly #manifestFile: string;
  readonly #tables = new Map<string, CsvFile>();
  #manifest: Manifest | undefined;
  /** Whether `begin` replaces a CSV that it finds. */
  #fresh = false;

  constructor(
    readonly name: string,
    artifactsFolder: string,
  ) {
    this.folder = join(artifactsFolder, name);
    this.#index = new ArtifactIndex(this.folder);
    this.#manifestFile = join(this.folder, 'manifest.json');
  }

  /** Measures; goes on where an earlier run with the same options stopped. */
  abstract run(options: Options, settings: RunSettings): Promise<void>;

  /** Summarises and draws what `run` wrote. @returns what the user reads on the terminal */
  abstract analyze(): Promise<string>;

  /** True if there is something to analyze. */
  hasRun(): boolean {
    return existsSync(this.#manifestFile);
  }

  /**
   * Loads networks with their data and the images to use, as the options `networks`, `data` and `images` name them.
   *
   * @throws UserError if something cannot be loaded, or two networks would have one name in the rows
   */
  protected loadParts(given: PartsGiven, { seed }: RunSettings): Promise<Part[]> {
    return loadParts(given, seed);
  }

  /**
   * Makes the folder ready and writes the manifest; to be called when all options are checked, before anything
   * long is computed. An earlier run that has no row is replaced.
   *
   * @throws UserError if the folder cannot be written, or holds a run whose results may differ from this one's
   */
  protected async start(inputs: Omit<Inputs, 'seed'>, { seed, jobs, fresh }: RunSettings): Promise<void> {
    makeWritable(this.folder);
    const manifest = await describeRun(this.name, { ...inputs, seed }, jobs);
    if (fresh || !this.#holdsRows()) this.#clear();
    const earlier = readManifest(this.#manifestFile);
    if (!earlier && this.#index.list().length > 0) throw foreign(this.folder, 'no manifest.json says which');
    const difference = earlier && differenceOf(earlier, manifest);
    if (difference) throw foreign(this.folder, difference);
    this.#fresh = fresh;
    this.#writeManifest({ ...manifest, started: earlier?.started ?? manifest.started });
  }

  /** Notes in the manifest that the run is through. */
  protected finish(): void {
    if (this.#manifest) this.#writeManifest({ ...this.#manifest, finished: new Date().toISOString() });
  }

  /**
   * Begins the CSV `KEY.csv`, or goes on with that of the earlier run.
   *
   * @param keys which rows this run may have
   * @returns the rows that are there already
   * @throws UserError if a CSV of a different run is there
   */
  protected begin(key: string, columns: readonly string[], keys?: RowKeys): Row[] {
    const table = new CsvFile(join(this.folder, `${key}.csv`), columns);
    const resumes = existsSync(table.path) && !this.#fresh;
    if (resumes && this.#index.find(key) === undefined) throw foreign(table.path, 'artifacts.csv does not list it');
    this.recordArtifact(key, 'csv', `${key}.csv`);
    this.#tables.set(key, table);
    if (!resumes) {
      table.create();
      return [];
    }
    const rows = table.resume();
    if (keys) checkKeys(table.path, rows, keys);
    return rows;
  }

  /** Adds a row to a CSV that was begun; it is on the disk when this returns. */
  protected append(key: string, row: Readonly<Record<string, Cell>>): void {
    const table = this.#tables.get(key);
    if (!table) throw new Error(`append('${key}') before begin('${key}').`);
    table.append(row);
  }

  /** The rows of a CSV of this or an earlier run. @param columns that it must have */
  protected read(key: string, columns: readonly string[] = []): Row[] {
    const path = this.#index.find(key);
    if (path !== undefined) return readCsv(path, columns);
    throw new UserError(`'${this.folder}' holds no '${key}'. Run \`npm run experiment ${this.name}\` first.`);
  }

  /** Writes a figure, SVG text, as `KEY.svg`. */
  protected writeFigure(key: string, svg: string): void {
    this.#writeArtifact(key, 'svg', svg);
  }

  /** Writes a value as `KEY.json`. */
  protected writeJson(key: string, value: unknown): void {
    this.#writeArtifact(key, 'json', toJson(value));
  }

  /** Writes a table as `KEY.csv`. */
  protected writeTable(key: string, table: Table): void {
    this.#writeArtifact(key, 'csv', tableToCsv(table));
  }

  /** Enters a file into the index. @param path relative to the experiment's folder */
  protected recordArtifact(key: string, type: string, path: string): void {
    this.#index.record({ key, type, path });
  }

  #writeArtifact(key: string, type: string, text: string): void {
    const path = `${key}.${type}`;
    replaceFile(join(this.folder, path), text);
    this.recordArtifact(key, type, path);
  }

  #writeManifest(manifest: Manifest): void {
    replaceFile(this.#manifestFile, toJson(manifest));
    this.#manifest = manifest;
  }

  #holdsRows(): boolean {
    return this.#index.list().some(({ type, path }) => type === 'csv' && hasRows(join(this.folder, path)));
  }

  #clear(): void {
    this.#index.clear();
    rmSync(this.#manifestFile, { force: true });
  }
}

function makeWritable(folder: string): void {
  whileWriting(folder, () => {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  });
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
