import { join } from 'node:path';
import type { CommandModule } from 'yargs';
import { replaceFile, reportOf } from '../experiment/index.ts';
import { examplesOf, printing, type General } from './options.ts';

/** `report folder`: one HTML file with what a run's folder holds, to be opened from the disk. */
export function reportCommand(): CommandModule<General, General & { folder: string }> {
  return {
    command: 'report <folder>',
    describe: 'Write a report of a run, report.html: state, maps, figures, sortable tables, manifest in one file',
    builder: (command) =>
      command
        .positional('folder', {
          type: 'string',
          demandOption: true,
          describe: 'Folder of a run, like artifacts/integrated_gradients',
        })
        .epilogue(examplesOf('report', { 'Of the study': 'artifacts/integrated_gradients' })),
    handler: ({ folder, quiet }) => {
      const file = join(folder, 'report.html');
      const html = reportOf(folder);
      replaceFile(file, html);
      printing(quiet)(`Wrote ${file}.`);
    },
  };
}
