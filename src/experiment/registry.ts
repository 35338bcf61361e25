import { readdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { InferredOptionTypes, Options } from 'yargs';
import { named } from '../names/index.ts';
import type { Experiment } from './experiment.ts';

/** What a file in `experiments/` exports by default; the experiment's name is that of the file. */
export interface ExperimentDefinition {
  /** One line for lists and help. */
  readonly describe: string;
  /** Its options on the command line, for yargs; those that every run has (RunSettings, `artifacts`) excepted. */
  readonly options: Readonly<Record<string, Options>>;
  /** Below the options in its help: what each does, in words, and the options that are typed. */
  readonly examples: Readonly<Record<string, string>>;
  create(name: string, artifactsFolder: string): Experiment;
}

/** An experiment that was found. */
export interface RegisteredExperiment extends ExperimentDefinition {
  readonly name: string;
}

/** What `run` receives for options declared like this: under camel-case names, with yargs' types. */
export type OptionsOf<Declared extends Record<string, Options>> = {
  readonly [Name in keyof Declared as CamelCase<Name>]: InferredOptionTypes<Declared>[Name];
};

type CamelCase<Name> = Name extends `${infer Head}-${infer Tail}` ? `${Head}${Capitalize<CamelCase<Tail>>}` : Name;

/** Beside `src`, of which this is compiled with it. */
const ownFolder = fileURLToPath(new URL('../../experiments', import.meta.url));
/** Ends the names of programs: `.ts`, or `.js` in the built package. */
const extension = extname(import.meta.url);

/** The experiments there are, by name. @param folder one file each */
export async function listExperiments(folder = ownFolder): Promise<RegisteredExperiment[]> {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(extension))
    .sort();
  return Promise.all(
    files.map(async (file) => {
      const module = (await import(pathToFileURL(join(folder, file)).href)) as { default: ExperimentDefinition };
      return { name: basename(file, extension), ...module.default };
    }),
  );
}

/** The experiment of this name. */
export function experimentNamed(name: string, known: readonly RegisteredExperiment[]): RegisteredExperiment {
  return named('experiment', name, known);
}
