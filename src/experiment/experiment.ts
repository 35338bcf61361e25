import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../base/index.ts';
import { commandInWords } from '../project/index.ts';
import { ArtifactIndex } from './artifacts.ts';
import type { Row } from './csv.ts';
import { fileNameFor } from './fileNames.ts';
import { replaceFile } from './files.ts';
import { readManifest } from './manifest.ts';
import { mergeTasks } from './merge.ts';
import type { Plan, Sheet } from './plan.ts';
import type { ResultRows, Run } from './prepare.ts';
import { carryOut } from './run.ts';
import { manifestFile, readCollected, tally, type Collected, type Tally } from './runFolder.ts';
import type { RunSettings } from './settings.ts';
import { rowsOf, writeCsvs } from './sheets.ts';
import { carryOutTask } from './task.ts';
import { planTasks, type Task } from './tasks.ts';
import { tableToCsv, type Table } from './table.ts';

/**
 * One experiment and its folder of artifacts. It says what is to be computed (`plan`), what rows a result has
 * (`rowsOf`), and how rows are summarised and drawn (`report`); the rest stands here. Constructing one touches no file.
 */
export abstract class Experiment<Options = unknown, Job = unknown, Result = unknown> {
  /** Where its artifacts are: a folder of its own within the folder of all artifacts. */
  readonly folder: string;
  readonly #index: ArtifactIndex;
  #collected: Collected | undefined;

  constructor(
    readonly name: string,
    artifactsFolder: string,
  ) {
    this.folder = join(artifactsFolder, name);
    this.#index = new ArtifactIndex(this.folder);
  }

  /** All that a run of these options does. Touches no file. @throws UserError if an option is wrong */
  protected abstract plan(options: Options, settings: RunSettings): Promise<Plan<Job>>;

  /** The rows of a result, by sheet, without the cells of its place. */
  protected abstract rowsOf(result: Result): ResultRows;

  /** Summarises and draws what was collected. @returns what the user reads on the terminal */
  protected abstract report(): string;

  /**
   * Measures; goes on where an earlier run with the same options stopped. @returns how many items there are, and how
   * many failed
   */
  async run(options: Options, settings: RunSettings): Promise<Tally> {
    const plan = await this.#planned(options, settings);
    const run = this.#runOf(plan);
    const done = settings.shard ? await carryOutTask(run, settings.shard, settings) : await carryOut(run, settings);
    settings.progress.end(`${plan.title}: ${inWords(done)}`);
    return done;
  }

  /** Plans a run that so many tasks share. @returns the tasks and how far each is */
  async planTasks(options: Options, tasks: number, settings: RunSettings): Promise<Task[]> {
    return planTasks(this.#runOf(await this.#planned(options, settings)), tasks, settings);
  }

  async #planned(options: Options, settings: RunSettings): Promise<Plan<Job>> {
    const plan = await this.plan(options, settings);
    for (const note of plan.notes ?? []) settings.progress.note(note);
    return plan;
  }

  #runOf(plan: Plan<Job>): Run<Job, Result> {
    return { name: this.name, folder: this.folder, plan, rowsOf: (result: Result) => this.rowsOf(result) };
  }

  /**
   * Summarises and draws what has been collected so far; the run may be going on.
   *
   * @throws UserError if there is nothing, or something is damaged or there twice
   */
  analyze(): string {
    const collected = readCollected(this.folder);
    if (!collected)
      throw new UserError(`'${this.folder}' holds no run. Run \`${commandInWords('experiment', this.name)}\` first.`);
    this.#collected = collected;
    const { items, done, failed } = tally(collected);
    if (collected.tasks !== undefined && done + failed === items) this.merge();
    else writeCsvs(this.folder, collected);
    const lacks =
      items === done
        ? []
        : [
            `Of ${items} items ${failed} failed (why: ${collected.sheets[0].name}.csv) and ${items - done - failed} are not done; the rest is:`,
            '',
          ];
    const notes = readManifest(manifestFile(this.folder))?.notes ?? [];
    return [...lacks, ...notes.flatMap((note) => [note, '']), this.report()].join('\n');
  }

  /**
   * Brings together what tasks have done: the same CSVs that one machine would have written.
   *
   * @param note is told how machines or code of the tasks differ
   * @throws UserError if something is missing, damaged or there twice, or if tasks do not agree
   */
  merge(note: (text: string) => void = () => undefined): Tally {
    return mergeTasks(this.folder, note);
  }

  /** True if there is something to analyze. */
  hasRun(): boolean {
    return existsSync(manifestFile(this.folder));
  }

  /** The rows of a sheet, of the items that are done, in the order of the plan. */
  protected read({ name, columns }: Sheet): Row[] {
    const sheet = this.#collected?.sheets.find((candidate) => candidate.name === name);
    if (!this.#collected || !sheet || !columns.every((column) => sheet.columns.includes(column))) {
      throw new UserError(
        `'${this.folder}' is of another version: it has no '${name}' with the columns ${columns.join(',')}. Begin anew with --fresh.`,
      );
    }
    return rowsOf(this.#collected, sheet);
  }

  /** Writes a figure, SVG text, as `KEY.svg`. */
  protected writeFigure(key: string, svg: string): void {
    this.#writeArtifact(key, 'svg', svg);
  }

  /** Writes a table as `KEY.csv`. */
  protected writeTable(key: string, table: Table): void {
    this.#writeArtifact(key, 'csv', tableToCsv(table));
  }

  #writeArtifact(key: string, type: string, text: string): void {
    const path = `${fileNameFor(key)}.${type}`;
    replaceFile(join(this.folder, path), text);
    this.#index.record([{ key, type, path }]);
  }
}

function inWords({ items, done, failed }: Tally): string {
  return failed === 0 ? `${done} of ${items} done` : `${done} of ${items} done, ${failed} failed`;
}
