import ora from 'ora';
import type { CommandModule } from 'yargs';
import { download, downloadsOf, type Download } from '../catalogue/index.ts';
import { counted, UserError } from '../base/index.ts';
import { Throughput } from '../experiment/index.ts';
import { examplesOf, type General } from './options.ts';

/** `fetch [names..]`: downloads networks and data of the catalogue. */
export function fetchCommand(): CommandModule<General, General & { names: string[] | undefined }> {
  return {
    command: 'fetch [names..]',
    describe: 'Download networks and data; without names, all there are',
    builder: (command) =>
      command
        .positional('names', {
          type: 'string',
          array: true,
          defaultDescription: 'all',
          describe: downloadsOf([])
            .map(({ name }) => name)
            .join(', '),
        })
        .epilogue(
          examplesOf('fetch', {
            'All there are': '',
            "The paper's first network and its data": 'cifar10_relu_convsmall cifar10_test',
          }),
        ),
    handler: ({ names = [], quiet }) => fetchAll(downloadsOf(names), quiet),
  };
}

/**
 * Downloads one file after the other; one that fails does not keep the rest from coming.
 *
 * @param quiet tells only what failed
 * @throws UserError that says how many failed, after all were tried; what failed and why is told on stderr
 */
export async function fetchAll(downloads: readonly Download[], quiet = false): Promise<void> {
  let failed = 0;
  for (const item of downloads) if (!(await fetchOne(item, quiet))) failed += 1;
  if (failed > 0) throw new UserError(`${failed} of ${counted(downloads.length, 'file')} could not be downloaded.`);
}

async function fetchOne(item: Download, quiet: boolean): Promise<boolean> {
  const spinner = ora({ text: item.name, discardStdin: false, isSilent: quiet }).start();
  let throughput: Throughput | undefined;
  try {
    const outcome = await download(item, (received, total) => {
      throughput ??= new Throughput(received);
      spinner.text = `${item.name}  ${amount(received, total)}  ${throughput.timeLeft(received, total)}`;
    });
    spinner.succeed(`${item.name}: ${outcome === 'present' ? 'is there already' : 'downloaded'} (${item.file})`);
    return true;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (quiet) console.error(error.message);
    spinner.fail(error.message);
    return false;
  }
}

function amount(received: number, total: number | undefined): string {
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
  return total === undefined ? `${megabytes(received)} MB` : `${megabytes(received)} of ${megabytes(total)} MB`;
}
