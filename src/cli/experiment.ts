import { availableParallelism } from 'node:os';
import type { CommandModule, Options } from 'yargs';
import { Parser } from 'yargs/helpers';
import { UserError } from '../errors.ts';
import {
  checkWhole,
  experimentNamed,
  listExperiments,
  Progress,
  type OptionsOf,
  type RegisteredExperiment,
  type RunSettings,
} from '../experiment/index.ts';
import { artifactsOption, checked } from './options.ts';

/**
 * `experiment [name]`: runs one; without a name, lists them. Each is a sub-command with options of its own.
 *
 * @param folder where the experiments are, if not in the project's own folder
 */
export function experimentCommand(folder?: string): CommandModule {
  return {
    command: 'experiment',
    describe: 'Run an experiment; without a name, list them',
    builder: async (command) => {
      const experiments = await listExperiments(folder);
      for (const experiment of experiments) command.command(runCommand(experiment));
      return command.command(listCommand(experiments));
    },
    handler: () => undefined,
  };
}

/** What yargs falls back on: no name, or one that no experiment has; the latter matters more than its options. */
function listCommand(experiments: readonly RegisteredExperiment[]): CommandModule<object, { name: string | undefined }> {
  return {
    command: '$0 [name]',
    builder: (command) => command.positional('name', { type: 'string' }).strict(false),
    handler: ({ name }) => {
      if (name !== undefined) experimentNamed(name, experiments);
      const width = Math.max(...experiments.map((known) => known.name.length));
      for (const known of experiments) console.log(`${known.name.padEnd(width)}  ${known.describe}`);
    },
  };
}

const settings = {
  artifacts: artifactsOption,
  fresh: { type: 'boolean', default: false, describe: 'Replace what an earlier run of this experiment wrote' },
  seed: { type: 'number', default: 0, describe: 'Seed of everything that is drawn' },
  jobs: {
    type: 'number',
    default: availableParallelism(),
    describe: 'Threads that compute; but one where TensorFlow.js does, which threads cannot share',
  },
} as const satisfies Record<string, Options>;

type Given = OptionsOf<typeof settings> & Readonly<Record<string, unknown>>;

function runCommand({ name, describe, options, ...definition }: RegisteredExperiment): CommandModule<object, Given> {
  return {
    command: name,
    describe,
    builder: checked({ ...settings, ...options }),
    handler: async (given) => {
      const own = Object.keys(options).map((option) => Parser.camelCase(option));
      const experiment = definition.create(name, given.artifacts);
      await run((runSettings) => experiment.run(Object.fromEntries(own.map((key) => [key, given[key]])), runSettings), given);
      console.log(`Wrote ${experiment.folder}. Now: npm run analyze -- ${name} --artifacts ${given.artifacts}`);
    },
  };
}

async function run(start: (settings: RunSettings) => Promise<void>, { seed, jobs, fresh }: Given): Promise<void> {
  const abort = new AbortController();
  const onInterrupt = interrupt(abort);
  const progress = new Progress();
  process.on('SIGINT', onInterrupt);
  try {
    await start({ seed: checkWhole('seed', seed, 0), jobs: checkWhole('jobs', jobs, 1), fresh, progress, signal: abort.signal });
  } finally {
    progress.stop();
    process.off('SIGINT', onInterrupt);
  }
}

/** Ctrl-C stops the run between two jobs, a second one at once; npm and tsx may pass on one press twice. */
function interrupt(abort: AbortController): () => void {
  let first = Infinity;
  return () => {
    if (performance.now() - first > 1000) process.exit(exitCodeOfInterrupt);
    first = Math.min(first, performance.now());
    abort.abort(new UserError('Stopped. The same command goes on from here.'));
  };
}

const exitCodeOfInterrupt = 130;
