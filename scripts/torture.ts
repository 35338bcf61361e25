/**
 * Runs under kills, rivals and loads, for minutes: `npm run torture -- [kills] [rivals] [rows]`. What it finds goes to
 * stdout, as rows of a table; it fails if a byte is wrong. Figures: docs/reliability.md.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { killGroup, start, testExperiments } from '../test/helpers/processes.ts';

const [kills = 50, rivals = 100, rows = 10_000] = process.argv.slice(2).map(Number);
const artifacts = mkdtempSync(join(tmpdir(), 'torture-'));
const sheets = ['ig_run_data.csv', 'ig_error_curves.csv', 'ig_line.csv'];
const study = (folder: string, images: number): string[] => [
  'experiment',
  'integrated_gradients',
  '--networks',
  'mnist_dense,mnist_convsmall',
  '--images',
  `0-${images - 1}`,
  '--jobs',
  '2',
  '--artifacts',
  join(artifacts, folder),
];
const written = (folder: string): string[] =>
  sheets.map((name) => readFileSync(join(artifacts, folder, 'integrated_gradients', name), 'utf8'));

function check(right: boolean, what: string): void {
  if (!right) throw new Error(`${what} (left in ${artifacts})`);
}

/** Kills a study at random moments, and holds what comes out against one that was left alone. */
async function underKills(): Promise<void> {
  check((await start(study('whole', 60)).ended).code === 0, 'The run that is left alone fails.');
  let amid = 0;
  for (let kill = 0; kill < kills; kill++) {
    const program = start(study('killed', 60));
    await Promise.race([setTimeout(500 + 2500 * Math.random()), program.ended]);
    killGroup(program);
    const { code } = await program.ended;
    if (code === 'SIGKILL') amid += 1;
    else if (JSON.stringify(written('killed')) === JSON.stringify(written('whole')))
      rmSync(join(artifacts, 'killed'), { recursive: true });
    else check(false, 'A run that was killed differs.');
  }
  check((await start(study('killed', 60)).ended).code === 0, 'The last run fails.');
  check(JSON.stringify(written('killed')) === JSON.stringify(written('whole')), 'A run that was killed differs.');
  console.log(
    `| kill -9 of the process group at random moments, 2 threads | ${amid} kills amid a run of ${kills} | same bytes |`,
  );
}

/** Starts the same run twice at once. */
async function underRivals(): Promise<void> {
  for (let round = 0; round < rivals; round++) {
    const folder = join(artifacts, `rivals${round}`);
    const args = ['experiment', 'counting', '--count-to', '20', '--pause', '20', '--jobs', '1', '--artifacts', folder];
    const ends = await Promise.all([start(args, testExperiments).ended, start(args, testExperiments).ended]);
    const codes = ends
      .map(({ code }) => code)
      .sort()
      .join();
    // Where one was through before the other began, both may end with 0: the second had nothing left to do.
    check(
      codes === '0,6' || codes === '0,0',
      `Two runs at once end with ${codes}: ${ends.map(({ errors }) => errors).join('\n')}`,
    );
    const lines = readFileSync(join(folder, 'counting', 'counts.csv'), 'utf8').split('\n');
    check(lines.length === 22 && new Set(lines).size === 22, 'A row is lost or there twice.');
    rmSync(folder, { recursive: true });
  }
  console.log(`| two processes on one folder at once | ${rivals} times | one refused, no row lost or double |`);
}

/** Many small rows in eight threads; the memory of the process, sampled. */
async function underLoad(): Promise<void> {
  const args = [
    'experiment',
    'counting',
    '--count-to',
    String(rows),
    '--pause',
    '1',
    '--jobs',
    '8',
    '--artifacts',
    join(artifacts, 'load'),
  ];
  const program = start(args, testExperiments);
  const memory: number[] = [];
  const handles: number[] = [];
  const timer = setInterval(() => {
    const status = readIfThere(`/proc/${program.process.pid}/status`);
    memory.push(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
    handles.push(Number(/FDSize:\s+(\d+)/.exec(status)?.[1] ?? 0));
  }, 500);
  const { code } = await program.ended;
  clearInterval(timer);
  check(code === 0, 'The run of many rows fails.');
  const third = Math.floor(memory.length / 3);
  const largest = (values: readonly number[]): number => Math.round(Math.max(0, ...values));
  console.log(
    `| ${rows} small rows, 8 threads | memory at most ${largest(memory.slice(third, 2 * third))} MB in the middle third, ${largest(memory.slice(2 * third))} MB in the last; table of ${largest(handles)} handles | through |`,
  );
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

await underKills();
await underRivals();
await underLoad();
rmSync(artifacts, { recursive: true });
