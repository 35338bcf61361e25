import { join } from 'node:path';
import type { CommandModule } from 'yargs';
import { replaceFile, reportOf } from '../experiment/index.ts';

/** `report folder`: one HTML file with what a run's folder holds, to be opened from the disk. */
export function reportCommand(): CommandModule<object, { folder: string }> {
  return {
    command: 'report <folder>',
    describe: 'Write a report of a run, report.html: state, maps, figures, sortable tables, manifest in one file',
    builder: (command) =>
      command.positional('folder', {
        type: 'string',
        demandOption: true,
        describe: 'Folder of a run, like artifacts/integrated_gradients',
      }),
    handler: ({ folder }) => {
      const file = join(folder, 'report.html');
      const html = reportOf(folder);
      replaceFile(file, html);
      console.log(`Wrote ${file}.`);
    },
  };
}
