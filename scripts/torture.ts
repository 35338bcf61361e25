/**
 * Runs under kills, rivals and loads, for minutes: `npm run torture -- [kills] [rivals] [rows]`. What it finds goes to
 * stdout, as rows of a table; it fails if a byte is wrong, or if memory or handles grow (fewer than 3,000 rows are
 * through before these have settled). Figures: docs/reliability.md.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
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

/**
 * Kills a study at random moments of the time that one takes which is left alone, and holds what comes out against
 * that.
 */
async function underKills(): Promise<void> {
  const began = performance.now();
  check((await start(study('whole', 60)).ended).code === 0, 'The run that is left alone fails.');
  const duration = performance.now() - began;
  let amid = 0;
  let torn = 0;
  while (amid < kills) {
    const program = start(study('killed', 60));
    await Promise.race([setTimeout(duration * (0.1 + 0.9 * Math.random())), program.ended]);
    killGroup(program);
    const { code } = await program.ended;
    if (code === 'SIGKILL') {
      amid += 1;
      torn += isTorn(join(artifacts, 'killed', 'integrated_gradients', 'journal', 'all.jsonl')) ? 1 : 0;
    } else if (JSON.stringify(written('killed')) === JSON.stringify(written('whole')))
      rmSync(join(artifacts, 'killed'), { recursive: true });
    else check(false, 'A run that was killed differs.');
  }
  check((await start(study('killed', 60)).ended).code === 0, 'The last run fails.');
  check(JSON.stringify(written('killed')) === JSON.stringify(written('whole')), 'A run that was killed differs.');
  console.log(
    `| kill -9 of the process group at random moments, 2 threads | ${amid} kills amid a run, ${torn} of them amid a line | same bytes |`,
  );
}

function isTorn(journal: string): boolean {
  const text = readIfThere(journal);
  return text !== '' && !text.endsWith('\n');
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

/** Many small rows in eight threads: the memory of the process and its open handles, sampled, may not grow. */
async function underLoad(): Promise<void> {
  const options = ['--count-to', String(rows), '--pause', '1', '--jobs', '8', '--artifacts', join(artifacts, 'load')];
  const program = start(['experiment', 'counting', ...options], testExperiments);
  const samples: Usage[] = [];
  const timer = setInterval(() => samples.push(usageOf(program.process.pid)), 500);
  const { code } = await program.ended;
  clearInterval(timer);
  check(code === 0, 'The run of many rows fails.');
  const third = Math.floor(samples.length / 3);
  const largest = (what: keyof Usage, from: number): number =>
    Math.max(0, ...samples.slice(from, from + third).map((usage) => usage[what]));
  const [memory, handles] = (['memory', 'handles'] as const).map((what) =>
    [third, 2 * third].map((from) => largest(what, from)),
  );
  check(memory[1] <= 1.25 * memory[0], `Memory grows from ${memory[0]} to ${memory[1]} MB.`);
  // A line of the journal is open for a moment.
  check(handles[1] <= handles[0] + 2, `Handles grow from ${handles[0]} to ${handles[1]}.`);
  console.log(
    `| ${rows} small rows, 8 threads | at most ${memory[0]} MB and ${handles[0]} open handles in the middle third, ${memory[1]} MB and ${handles[1]} in the last | through |`,
  );
}

interface Usage {
  /** In megabytes. */
  readonly memory: number;
  readonly handles: number;
}

/** Of a process of Linux; nothing elsewhere, and when it has ended. */
function usageOf(pid: number | undefined): Usage {
  const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(readIfThere(`/proc/${pid}/status`))?.[1] ?? 0);
  const folder = `/proc/${pid}/fd`;
  return { memory: Math.round(kilobytes / 1024), handles: existsSync(folder) ? readdirSync(folder).length : 0 };
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

if (kills > 0) await underKills();
if (rivals > 0) await underRivals();
if (rows > 0) await underLoad();
rmSync(artifacts, { recursive: true });
