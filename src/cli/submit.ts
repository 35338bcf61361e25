import { fileURLToPath } from 'node:url';
import type { CommandModule, InferredOptionTypes, Options } from 'yargs';
import { Parser } from 'yargs/helpers';
import {
  arrayScript,
  checkWhole,
  experimentNamed,
  listExperiments,
  Progress,
  queueOf,
  submitArray,
  type RegisteredExperiment,
} from '../experiment/index.ts';
import { settings as all } from './experiment.ts';
import { checkDashes } from './forgottenDashes.ts';
import { checked } from './options.ts';
import { commandInWords } from '../project/index.ts';
import { counted } from '../base/index.ts';

const { artifacts, fresh, seed, 'retry-failed': retryFailed } = all;
const settings = {
  artifacts,
  fresh,
  seed,
  'retry-failed': retryFailed,
  tasks: { type: 'number', demandOption: true, describe: 'How many tasks share the run' },
  print: { type: 'boolean', default: false, describe: 'Write the plan, and print the script instead of submitting it' },
} as const satisfies Record<string, Options>;

type Given = InferredOptionTypes<typeof settings> & Readonly<Record<string, unknown>>;

/**
 * `submit NAME --tasks N`: plans a run and submits the tasks that are not done to Slurm, as one job array.
 *
 * @param sbatchOptions what the user wrote behind `--`
 * @param folder where the experiments are, if not in the project's own folder
 */
export function submitCommand(sbatchOptions: readonly string[], folder?: string): CommandModule {
  return {
    command: 'submit',
    describe: 'Share an experiment among tasks of a Slurm cluster; behind -- stand options of sbatch',
    builder: async (command) => {
      const experiments = await listExperiments(folder);
      for (const experiment of experiments) command.command(submitOne(experiment, sbatchOptions));
      return command.command({
        command: '$0 [name]',
        builder: (rest) => rest.positional('name', { type: 'string' }).strict(false),
        handler: ({ name }) => {
          experimentNamed(name ?? '', experiments);
        },
      });
    },
    handler: () => undefined,
  };
}

function submitOne(experiment: RegisteredExperiment, sbatchOptions: readonly string[]): CommandModule<object, Given> {
  const { name, describe, options } = experiment;
  return {
    command: name,
    describe,
    builder: checked({ ...settings, ...options }),
    handler: async (given) => {
      checkDashes(Object.keys({ ...settings, ...options }));
      const tasks = checkWhole('tasks', given.tasks, 1);
      const own = Object.keys(options).map((option) => Parser.camelCase(option));
      const run = experiment.create(name, given.artifacts);
      const manner = {
        seed: checkWhole('seed', given.seed, 0),
        jobs: 1,
        fresh: given.fresh,
        retryFailed: given.retryFailed,
      };
      const planned = await run.planTasks(Object.fromEntries(own.map((key) => [key, given[key]])), tasks, {
        ...manner,
        progress: new Progress(),
        signal: new AbortController().signal,
      });
      const queued = queueOf(run.folder);
      const left = planned.filter(
        ({ index, live, items, done, failed }) =>
          !live && !queued.has(index) && done + (given.retryFailed ? 0 : failed) < items,
      );
      const command = [
        process.execPath,
        ...thisProgram(),
        'experiment',
        name,
        ...inWords(given, { ...options, artifacts, seed, 'retry-failed': retryFailed }),
      ];
      const job = {
        name,
        folder: run.folder,
        tasks: left.map(({ index }) => index),
        count: tasks,
        command,
        options: sbatchOptions,
      };
      if (left.length === 0)
        console.log(
          `All ${tasks} tasks are done or under way.\nNow: ${commandInWords('merge', name, '--artifacts', given.artifacts)}`,
        );
      else if (given.print) process.stdout.write(arrayScript(job));
      else
        console.log(
          `Submitted ${left.length} of ${counted(tasks, 'task')} as job ${submitArray(job)}.\nNow: ${commandInWords('status', run.folder)}`,
        );
    },
  };
}

/** What Node.js is told to start this program. */
function thisProgram(): string[] {
  const main = fileURLToPath(import.meta.url).replace(/submit(\.\w+)$/, 'main$1');
  return main.endsWith('.ts') ? ['--import', 'tsx', main] : [main];
}

/** The options that have a value, as they are typed. */
function inWords(given: Given, options: Readonly<Record<string, Options>>): string[] {
  return Object.keys(options).flatMap((option): string[] => {
    const value = given[Parser.camelCase(option)];
    if (value === undefined || value === false) return [];
    if (value === true) return [`--${option}`];
    return (Array.isArray(value) ? value : [value]).map((one) => `--${option}=${String(one)}`);
  });
}
