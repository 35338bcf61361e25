/** Slurm itself, which the script that EXACT_IG_SLURM names starts on this machine. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { projectRoot } from '../../src/project/index.ts';

const script = process.env.EXACT_IG_SLURM;
const scratch = mkdtempSync(join(tmpdir(), 'slurm-'));
const cluster = join(scratch, 'cluster');
const artifacts = join(scratch, 'runs');
const folder = join(artifacts, 'integrated_gradients');

const started =
  script !== undefined && spawnSync('bash', [script, 'start', cluster], { timeout: 100_000 }).status === 0;
if (started) process.env.SLURM_CONF = join(cluster, 'slurm.conf');
else console.warn('Skipped, because EXACT_IG_SLURM names no script that starts Slurm here: tasks of a cluster');

/** On a machine with much else to do the tests take minutes; in milliseconds. */
const patience = 600_000;

afterAll(async () => {
  if (started) {
    const daemons = ['slurmctld', 'slurmd'].map((name) => readFileSync(join(cluster, `${name}.pid`), 'utf8').trim());
    spawnSync('bash', [script, 'stop', cluster]);
    // They write their state when they are told to stop.
    await until(() => !daemons.some((pid) => existsSync(`/proc/${pid}`)));
  }
  rmSync(scratch, { recursive: true, force: true });
});

function program(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', ...args], {
    cwd: projectRoot,
    encoding: 'utf8',
  });
}
const study = ['--networks', 'mnist_convsmall,mnist_convmedium,mnist_dense', '--images', '0-63'];
const submit = (): { stdout: string; stderr: string } =>
  program(
    'submit',
    'integrated_gradients',
    '--tasks',
    '8',
    ...study,
    '--artifacts',
    artifacts,
    '--',
    '--cpus-per-task=1',
  );
const queue = (): string => execFileSync('squeue', ['--noheader', '--array']).toString().trim();
const csvs = (of: string): string[] =>
  ['ig_run_data.csv', 'ig_error_curves.csv', 'ig_line.csv'].map((name) => readFileSync(join(of, name), 'utf8'));

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await setTimeout(100);
}

it.skipIf(!started)(
  'An array of 8 tasks, two cancelled and one killed amid a row, submitted again, is merged to the bytes of one machine',
  async () => {
    const [, job] = /Submitted 8 of 8 tasks as job (\d+)\./.exec(submit().stdout) ?? [];
    execFileSync('scancel', [`${job}_2`, `${job}_8`]);
    const first = join(folder, 'tasks', '1-of-8', 'lock', '1.json');
    await until(() => existsSync(first));
    process.kill((JSON.parse(readFileSync(first, 'utf8')) as { pid: number }).pid, 'SIGKILL');
    const journal = join(folder, 'journal', '1-of-8.jsonl');
    await until(() => queue() === '');
    // What a kill amid the writing of a row leaves.
    writeFileSync(journal, `${existsSync(journal) ? readFileSync(journal, 'utf8') : ''}{"check":"0123`);
    expect(program('merge', 'integrated_gradients', '--artifacts', artifacts).stderr).toMatch(
      /of 192 items are missing of task 1, 2, 8\./,
    );
    expect(program('status', folder).stdout).toMatch(/5 of 8 tasks through\n {2}task 1: \d+ of \d+, /);
    expect(submit().stdout).toMatch(/Submitted 3 of 8 tasks as job \d+\./);
    await until(() => queue() === '');
    expect(program('merge', 'integrated_gradients', '--artifacts', artifacts).stdout).toContain(
      'Merged 192 items: 192 done, 0 failed.',
    );
    program('experiment', 'integrated_gradients', ...study, '--artifacts', join(scratch, 'alone'));
    expect(csvs(folder)).toEqual(csvs(join(scratch, 'alone', 'integrated_gradients')));
    expect(submit().stdout).toContain('All 8 tasks are done or under way.');
    expect(readdirSync(join(folder, 'journal'))).toHaveLength(8);
  },
  patience,
);

it.skipIf(!started)(
  'A task that Slurm stops by SIGTERM, as before a time limit, keeps the rows that it has finished, and is submitted again for the rest',
  async () => {
    const runs = join(scratch, 'stopped');
    const own = join(runs, 'integrated_gradients');
    const journal = join(own, 'journal', '1-of-1.jsonl');
    const linesDone = (): number => (existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').length - 1 : 0);
    const submitOne = (): string =>
      program(
        ...['submit', 'integrated_gradients', '--tasks', '1', '--networks', 'mnist_convbig', '--images', '0-49'],
        ...['--artifacts', runs, '--', '--cpus-per-task=1', '--time=5'],
      ).stdout;
    const [, job] = /Submitted 1 of 1 task as job (\d+)\./.exec(submitOne()) ?? [];
    await until(() => linesDone() >= 2);
    execFileSync('scancel', ['--batch', '--signal=TERM', `${job}_1`]);
    await until(() => queue() === '');
    const log = readFileSync(join(own, 'tasks', '1-of-1.log'), 'utf8');
    const [, finished] = /Stopped by SIGTERM\. (\d+) of 50 are done/.exec(log) ?? [];
    expect(Number(finished)).toBe(linesDone());
    expect(execFileSync('scontrol', ['show', 'job', `${job}_1`]).toString()).toContain('ExitCode=143:0');
    expect(submitOne()).toContain('Submitted 1 of 1 task ');
    await until(() => linesDone() > Number(finished));
    execFileSync('scancel', [`--user=${userInfo().username}`]);
    await until(() => queue() === '');
  },
  patience,
);
