import type { CommandModule } from 'yargs';
import { commandInWords, exitCodes } from '../project/index.ts';
import { experimentNamed, listExperiments } from '../experiment/index.ts';
import { checkDashes } from './forgottenDashes.ts';
import { artifactsOption, checked, examplesOf, printing, type General } from './options.ts';
import { counted } from '../base/index.ts';

/**
 * `merge NAME`: brings together what the tasks of a run have done.
 *
 * @param setExitCode is told if rows have failed
 * @param folder where the experiments are, if not in the project's own folder
 */
export function mergeCommand(
  setExitCode: (code: number) => void,
  folder?: string,
): CommandModule<General, General & { name: string; artifacts: string }> {
  return {
    command: 'merge <name>',
    describe: 'Write what the tasks of a run have computed, as one machine would have',
    builder: (command) =>
      command
        .positional('name', { type: 'string', demandOption: true, describe: 'Experiment' })
        .options(checked({ artifacts: artifactsOption }))
        .epilogue(examplesOf('merge', { 'When all tasks of the study are through': 'integrated_gradients' })),
    handler: async ({ name, artifacts, quiet }) => {
      checkDashes(['artifacts']);
      const known = await listExperiments(folder);
      const experiment = experimentNamed(name, known).create(name, artifacts);
      const { items, done, failed } = experiment.merge((text) => {
        console.error(text);
      });
      printing(quiet)(
        `Merged ${counted(items, 'item')}: ${done} done, ${failed} failed. Wrote ${experiment.folder}.\nNow: ${commandInWords('analyze', name, '--artifacts', artifacts)}`,
      );
      if (failed > 0) setExitCode(exitCodes.someFailed);
    },
  };
}
