import type { CommandModule } from 'yargs';
import { UserError } from '../base/index.ts';
import { experimentNamed, listExperiments, type Experiment } from '../experiment/index.ts';
import { commandInWords } from '../project/index.ts';
import { checkDashes } from './forgottenDashes.ts';
import { artifactsOption, checked, examplesOf, printing, type General } from './options.ts';

/**
 * `analyze [name]`: prints the tables and redraws the figures of one experiment, or of all that have run.
 *
 * @param folder where the experiments are, if not in the project's own folder
 */
export function analyzeCommand(
  folder?: string,
): CommandModule<General, General & { name: string | undefined; artifacts: string }> {
  return {
    command: 'analyze [name]',
    describe: 'Print the tables and redraw the figures of an experiment, or of all that have run',
    builder: (command) =>
      command
        .positional('name', { type: 'string', describe: 'Experiment' })
        .options(checked({ artifacts: artifactsOption }))
        .epilogue(
          examplesOf('analyze', {
            'All that has run': '',
            'One experiment, in another folder': 'engines --artifacts paper',
          }),
        ),
    handler: async ({ name, artifacts, quiet }) => {
      checkDashes(['artifacts']);
      const print = printing(quiet);
      const known = await listExperiments(folder);
      const wanted = name === undefined ? known : [experimentNamed(name, known)];
      const experiments = wanted.map((experiment) => experiment.create(experiment.name, artifacts));
      for (const experiment of thoseThatHaveRun(experiments, artifacts)) print(experiment.analyze());
    },
  };
}

function thoseThatHaveRun(experiments: readonly Experiment[], artifacts: string): Experiment[] {
  const run = experiments.filter((experiment) => experiment.hasRun());
  if (run.length > 0) return run;
  const names = experiments.map(({ name }) => name).join(' or ');
  throw new UserError(
    `There is nothing to analyze in '${artifacts}'. Run \`${commandInWords('experiment', names)}\` first.`,
  );
}
