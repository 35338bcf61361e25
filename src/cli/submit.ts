import { fileURLToPath } from 'node:url';
import type { CommandModule, InferredOptionTypes, Options } from 'yargs';
import { Parser } from 'yargs/helpers';
import {
  arrayScript,
  experimentNamed,
  listExperiments,
  Progress,
  queueOf,
  submitArray,
  type RegisteredExperiment,
} from '../experiment/index.ts';
import { ofExperiment, ofRun, settings as all } from './experiment.ts';
import { checkDashes } from './forgottenDashes.ts';
import { checked, examplesOf, inGroup, printing, type General } from './options.ts';
import { commandInWords } from '../project/index.ts';
import { checkInteger, counted, UserError } from '../base/index.ts';

const { artifacts, fresh, seed, 'retry-failed': retryFailed } = all;
const settings = {
  artifacts,
  fresh,
  seed,
  'retry-failed': retryFailed,
  tasks: { type: 'number', demandOption: true, describe: 'How many tasks share the run' },
  print: { type: 'boolean', default: false, describe: 'Write the plan, and print the script instead of submitting it' },
} as const satisfies Record<string, Options>;

type Given = InferredOptionTypes<typeof settings> & General;

/**
 * `submit NAME --tasks N`: plans a run and submits the tasks that are not done to Slurm, as one job array.
 *
 * @param sbatchOptions what the user wrote behind `--`
 * @param folder where the experiments are, if not in the project's own folder
 */
export function submitCommand(sbatchOptions: readonly string[], folder?: string): CommandModule<General, General> {
  return {
    command: 'submit',
    describe: 'Share an experiment among tasks of a Slurm cluster; behind -- stand options of sbatch',
    builder: async (command) => {
      const experiments = await listExperiments(folder);
      for (const experiment of experiments) command.command(submitOne(experiment, sbatchOptions));
      const none: CommandModule<General, General & { name: string | undefined }> = {
        command: '$0 [name]',
        builder: (rest) =>
          rest
            .positional('name', { type: 'string', describe: 'Experiment, which has options and a help of its own' })
            .epilogue(examplesOf('submit', { 'The study, shared by 64 tasks': 'integrated_gradients --tasks 64' }))
            .middleware(({ name }) => {
              if (name !== undefined) experimentNamed(name, experiments);
            }, true),
        handler: () => {
          const names = experiments.map(({ name }) => name).join(', ');
          throw new UserError(`Say which experiment shall be shared: ${names}. See --help.`);
        },
      };
      return command.command(none);
    },
    handler: () => undefined,
  };
}

function submitOne(experiment: RegisteredExperiment, sbatchOptions: readonly string[]): CommandModule<General, Given> {
  const { name, describe, options } = experiment;
  return {
    command: name,
    describe,
    builder: (command) => {
      command.options(checked(inGroup(ofExperiment, options)));
      return command.options(checked(inGroup(ofRun, settings))).epilogue(
        examplesOf(`submit ${name}`, {
          '64 tasks, with options for sbatch': '--tasks 64 -- --time=1:00:00',
          'What would be submitted': '--tasks 64 --print',
        }),
      );
    },
    handler: async (given) => {
      checkDashes(Object.keys({ ...settings, ...options }));
      const print = printing(given.quiet);
      const tasks = checkInteger('--tasks', given.tasks, 1);
      const own = Object.keys(options).map((option) => Parser.camelCase(option));
      const run = experiment.create(name, given.artifacts);
      const manner = {
        seed: checkInteger('--seed', given.seed, 0),
        jobs: 1,
        fresh: given.fresh,
        retryFailed: given.retryFailed,
      };
      const planned = await run.planTasks(Object.fromEntries(own.map((key) => [key, given[key]])), tasks, {
        ...manner,
        progress: new Progress(given.quiet),
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
        print(
          `All ${tasks} tasks are done or under way.\nNow: ${commandInWords('merge', name, '--artifacts', given.artifacts)}`,
        );
      else if (given.print) process.stdout.write(arrayScript(job));
      else
        print(
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
function inWords(given: Readonly<Record<string, unknown>>, options: Readonly<Record<string, Options>>): string[] {
  return Object.keys(options).flatMap((option): string[] => {
    const value = given[Parser.camelCase(option)];
    if (value === undefined || value === false) return [];
    if (value === true) return [`--${option}`];
    return (Array.isArray(value) ? value : [value]).map((one) => `--${option}=${String(one)}`);
  });
}
