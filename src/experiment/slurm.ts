/** Slurm, through its own commands: `sbatch` and, where it is there, `squeue`. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UserError } from '../base/index.ts';
import { makeFolder, replaceFile } from './files.ts';
import { tasksFolder } from './shard.ts';

/** A job array that is to be submitted. */
export interface ArrayJob {
  readonly name: string;
  /** Of the run. */
  readonly folder: string;
  /** The tasks to do, ascending, from 1, and how many there are of the run. */
  readonly tasks: readonly number[];
  readonly count: number;
  /** What starts a task; `--shard` and `--jobs` are added. */
  readonly command: readonly string[];
  /** The user's own options of sbatch, which prevail. */
  readonly options: readonly string[];
}

/** The batch script: each task of the array replaces the shell by its process, so that signals reach that. */
export function arrayScript({ name, folder, tasks, count, command, options }: ArrayJob): string {
  const directives = [
    `--job-name=${name}`,
    `--array=${rangesOf(tasks)}`,
    `--output=${quoted(join(resolve(tasksFolder(folder)), `%a-of-${count}.log`))}`,
    '--open-mode=append',
    '--requeue',
    ...(options.length > 0 ? [options.map(quoted).join(' ')] : []),
  ];
  return [
    '#!/bin/sh',
    ...directives.map((directive) => `#SBATCH ${directive}`),
    `cd ${quoted(process.cwd())} || exit 1`,
    `exec ${command.map(quoted).join(' ')} --shard "$SLURM_ARRAY_TASK_ID/${count}" --jobs "$SLURM_CPUS_ON_NODE"`,
    '',
  ].join('\n');
}

/** Like `1,3-5`. @param numbers ascending */
function rangesOf(numbers: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last && last[1] + 1 === number) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}

/** For a POSIX shell, in which nothing between single quotes has a meaning. */
function quoted(word: string): string {
  return /^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * Submits a job array and notes its number in the run's folder.
 *
 * @returns the number of the job
 * @throws UserError if there is no sbatch, or it refuses
 */
export function submitArray(job: ArrayJob): string {
  makeFolder(tasksFolder(job.folder));
  const { error, status, stdout, stderr } = spawnSync('sbatch', ['--parsable'], {
    input: arrayScript(job),
    encoding: 'utf8',
  });
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') {
    throw new UserError(
      'There is no sbatch here, which submits to Slurm. --print prints the script, to be submitted where it is; for any other scheduler ' +
        'start `experiment` with --shard 1/N to N/N (docs/clusters.md).',
    );
  }
  // An sbatch that refuses may end before it has read the script, which is an error too (EPIPE).
  if (status !== 0) {
    throw new UserError(
      `sbatch refused: ${stderr.trim() || (error?.message ?? `it ended with ${status}.`)} (The plan stands; submit again with other options behind --. ` +
        'A cluster allows so many tasks in an array: `scontrol show config` calls it MaxArraySize.)',
    );
  }
  const number = stdout.trim().split(';')[0];
  replaceFile(jobsFile(job.folder), `${JSON.stringify([...jobsOf(job.folder), number])}\n`);
  return number;
}

/**
 * What Slurm says of the tasks of a run that it has in its queue, by their numbers; nothing where there is no squeue.
 */
export function queueOf(folder: string): Map<number, string> {
  const jobs = new Set(jobsOf(folder));
  if (jobs.size === 0) return new Map();
  const { stdout, error } = spawnSync('squeue', ['--me', '--array', '--noheader', '--format=%F %K %T'], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  if (error) return new Map();
  const lines = stdout.split('\n').map((line) => line.trim().split(' '));
  return new Map(lines.filter(([job]) => jobs.has(job)).map(([, task, state]) => [Number(task), state]));
}

const jobsFile = (folder: string): string => join(tasksFolder(folder), 'slurm.json');

function jobsOf(folder: string): string[] {
  const file = jobsFile(folder);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as string[]) : [];
}
