import { dirname, join, resolve } from 'node:path';
import { availableParallelism } from 'node:os';
import type { CommandModule, InferredOptionTypes, Options } from 'yargs';
import { Parser } from 'yargs/helpers';
import { checkInteger, linesOf, UserError, usualWidth } from '../base/index.ts';
import { exitCodes } from '../project/index.ts';
import {
  changesSince,
  experimentNamed,
  listExperiments,
  manifestOf,
  parseShard,
  Progress,
  readManifest,
  type Experiment,
  type OptionsOf,
  type RegisteredExperiment,
} from '../experiment/index.ts';
import { commandInWords } from '../project/index.ts';
import { checkDashes } from './forgottenDashes.ts';
import { artifactsOption, checked, examplesOf, inGroup, printing, type General } from './options.ts';
import { stoppable } from './signals.ts';

/**
 * `experiment [name]`: runs one; without a name, lists them. Each is a sub-command with options of its own.
 *
 * @param folder where the experiments are, if not in the project's own folder
 */
export function experimentCommand(folder?: string): CommandModule<General, General> {
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

export const settings = {
  artifacts: artifactsOption,
  fresh: { type: 'boolean', default: false, describe: 'Replace what an earlier run of this experiment wrote' },
  'retry-failed': { type: 'boolean', default: false, describe: 'Compute again what failed in an earlier run' },
  seed: { type: 'number', default: 0, describe: 'Seed of everything that is drawn' },
  jobs: {
    type: 'number',
    default: availableParallelism(),
    describe: 'Threads that compute; but one where TensorFlow.js does, which threads cannot share',
  },
  shard: {
    type: 'string',
    describe: 'Do the share of one of several tasks alone, like 3/8, beside the others; then: merge',
  },
} as const satisfies Record<string, Options>;

/** The headings of an experiment's own options and of those that every run has. */
export const [ofExperiment, ofRun] = ['What is measured:', 'How the run goes:'];

/** How a run is carried out, as the user says it. */
type Manner = Omit<OptionsOf<typeof settings>, 'artifacts'> & Pick<General, 'quiet'>;
type Given = InferredOptionTypes<typeof settings> & General;

const { artifacts, fresh, jobs } = settings;
const replayed = {
  artifacts,
  fresh,
  jobs,
  'retry-failed': settings['retry-failed'],
  replay: { type: 'string', describe: 'Repeat the run of this manifest.json, in another folder of --artifacts' },
} as const;

type Listed = General & InferredOptionTypes<typeof replayed> & { readonly name: string | undefined };

/** What yargs falls back on: no name, or one that no experiment has; the latter matters more than its options. */
function listCommand(experiments: readonly RegisteredExperiment[]): CommandModule<General, Listed> {
  return {
    command: '$0 [name]',
    builder: (command) =>
      command
        .positional('name', { type: 'string', describe: 'Experiment, which has options and a help of its own' })
        .options(checked(inGroup(ofRun, replayed)))
        .epilogue(
          examplesOf('experiment', {
            'The experiments there are': '',
            'The study': 'integrated_gradients',
            'Its options': 'integrated_gradients --help',
            'A run once more': '--replay artifacts/NAME/manifest.json --artifacts again',
          }),
        )
        .middleware(({ name }) => {
          if (name !== undefined) experimentNamed(name, experiments);
        }, true),
    handler: async ({ replay, ...given }) => {
      if (replay !== undefined) return repeat(replay, experiments, given);
      for (const line of listOf(experiments)) printing(given.quiet)(line);
    },
  };
}

/** Names, and beside each what the experiment does. */
function listOf(experiments: readonly RegisteredExperiment[]): string[] {
  const width = Math.max(...experiments.map(({ name }) => name.length)) + 2;
  return experiments.map(({ name, describe }) => {
    const lines = linesOf(describe.split(' '), usualWidth - width);
    return `${name.padEnd(width)}${lines.join(`\n${' '.repeat(width)}`)}`;
  });
}

function runCommand({
  name,
  describe,
  options,
  examples,
  ...definition
}: RegisteredExperiment): CommandModule<General, Given> {
  return {
    command: name,
    describe,
    builder: (command) => {
      command.options(checked(inGroup(ofExperiment, options)));
      return command.options(checked(inGroup(ofRun, settings))).epilogue(examplesOf(`experiment ${name}`, examples));
    },
    handler: async (given) => {
      checkDashes(Object.keys({ ...settings, ...options }));
      const own = Object.keys(options).map((option) => Parser.camelCase(option));
      await run(
        definition.create(name, given.artifacts),
        Object.fromEntries(own.map((key) => [key, given[key]])),
        given,
      );
      printing(given.quiet)(
        `Now${given.shard === undefined ? '' : ', when all tasks are through'}: ${commandInWords(given.shard === undefined ? 'analyze' : 'merge', name, '--artifacts', given.artifacts)}`,
      );
    },
  };
}

/** Does what a manifest says, elsewhere, and tells what is not as it was. */
async function repeat(
  file: string,
  experiments: readonly RegisteredExperiment[],
  given: Omit<Manner, 'seed' | 'shard'> & { readonly artifacts: string },
): Promise<void> {
  const earlier = readManifest(file);
  if (!earlier) throw new UserError(`There is no file '${file}'; expected the manifest.json of a run.`);
  const definition = experimentNamed(earlier.experiment, experiments);
  const experiment = definition.create(definition.name, given.artifacts);
  if (resolve(experiment.folder) === resolve(dirname(file))) {
    throw new UserError(
      `'${file}' is of the run in '${experiment.folder}' itself; say with --artifacts in which other folder it shall be repeated.`,
    );
  }
  try {
    await run(experiment, earlier.options, { ...given, shard: undefined, seed: earlier.seed });
  } finally {
    const now = readManifest(manifestOf(experiment.folder));
    const changes = now ? changesSince(earlier, now) : [];
    if (now)
      printing(given.quiet)(
        changes.length === 0
          ? 'Nothing differs from the machine and code of that run.'
          : `What differs today:\n${changes.map((change) => `  ${change}`).join('\n')}`,
      );
  }
  printing(given.quiet)(`Now: ${commandInWords('compare', dirname(file), experiment.folder)}`);
}

async function run(
  experiment: Experiment,
  options: unknown,
  { seed, jobs, fresh, retryFailed, shard, quiet }: Manner,
): Promise<void> {
  const manner = {
    seed: checkInteger('--seed', seed, 0),
    jobs: checkInteger('--jobs', jobs, 1),
    fresh,
    retryFailed,
    ...(shard !== undefined && { shard: parseShard(shard) }),
  };
  const progress = new Progress(quiet);
  try {
    const { items, failed } = await stoppable((signal) => experiment.run(options, { ...manner, progress, signal }));
    printing(quiet)(`Wrote ${experiment.folder}.`);
    if (failed > 0) throw someFailed(experiment, items, failed);
  } finally {
    progress.stop();
  }
}

function someFailed({ folder }: Experiment, items: number, failed: number): UserError {
  return new UserError(
    `${failed} of ${items} failed: rows with the status 'failed' in '${join(folder, '*.csv')}' say why. ` +
      'The same command with --retry-failed computes them again.',
    exitCodes.someFailed,
  );
}
