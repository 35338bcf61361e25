import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommandLine } from '../../src/cli/commandLine.ts';
import { readCsv } from '../../src/experiment/index.ts';
import { drawBeside } from './beside.ts';

/** Of `mnist_convbig`: an image at which the eye sees how far sampled attributions are off. */
const shown = '25';

/** The figures of experiments that README and docs show, by file, each of a run of its own in a folder for the time. */
export async function drawRuns(): Promise<Record<string, string>> {
  const artifacts = mkdtempSync(join(tmpdir(), 'exact-ig-'));
  const run = async (experiment: string, ...options: string[]): Promise<void> => {
    await command('experiment', experiment, '--artifacts', artifacts, ...options);
    await command('analyze', experiment, '--artifacts', artifacts);
  };
  try {
    await run('integrated_gradients', '--networks', 'mnist_convbig');
    await run('attribution_methods', '--networks', 'mnist_convsmall', '--images', '0');
    const [rows, maps] = ['ig_run_data', 'ig_maps'].map((name) =>
      readCsv(join(artifacts, 'integrated_gradients', `${name}.csv`)).filter(({ image }) => image === shown),
    );
    const figure = (...path: string[]): string => readFileSync(join(artifacts, ...path), 'utf8');
    return {
      'exact_beside_sampled.svg': drawBeside(rows[0], maps),
      'error_mnist_convbig.svg': figure('integrated_gradients', 'error_mnist_convbig.svg'),
      'heat_maps.svg': figure('attribution_methods', 'heat_maps_mnist_convsmall.svg'),
    };
  } finally {
    rmSync(artifacts, { recursive: true });
  }
}

/** The picture of the command that the README shows. */
export async function drawExplained(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'exact-ig-'));
  const file = join(folder, 'explained.svg');
  const question = ['--network', 'mnist_convbig', '--input', 'mnist_test:0', '--compare', 'left:20,gauss:20'];
  try {
    await command('explain', ...question, '-o', file);
    return readFileSync(file, 'utf8');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function command(...args: string[]): Promise<void> {
  const code = await runCommandLine(args);
  if (code !== 0) throw new Error(`'${args.join(' ')}' ended with ${code}.`);
}
