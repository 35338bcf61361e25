/** `submit` where there is no Slurm, or one that refuses; with a real one: slurm.test.ts. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import { runCommandLine } from '../../src/cli/commandLine.ts';
import { statusOf } from '../../src/experiment/index.ts';
import { testExperiments } from '../helpers/processes.ts';

let artifacts: string;
let stdout: MockInstance;
let stderr: MockInstance;
let script: string;

beforeEach(() => {
  artifacts = mkdtempSync(join(tmpdir(), 'submit-'));
  script = '';
  stdout = vi.spyOn(console, 'log').mockReturnValue();
  stderr = vi.spyOn(console, 'error').mockReturnValue();
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    script += String(text);
    return true;
  });
  vi.stubEnv('PATH', artifacts);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(artifacts, { recursive: true });
});

const run = (...args: string[]): Promise<number> => runCommandLine(args, testExperiments);
const counting = (...args: string[]): string[] => ['counting', '--count-to', '20', '--artifacts', artifacts, ...args];
const submit = (...args: string[]): Promise<number> => run('submit', ...counting('--tasks', '4', ...args));
const task = (shard: string, ...args: string[]): Promise<number> =>
  run('experiment', ...counting('--shard', shard, '--jobs', '1', ...args));
const printed = (mock: MockInstance): string => mock.mock.calls.flat().join('\n');

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Puts a program of that name into the only folder of the path. */
function program(name: string, text: string): void {
  writeFileSync(join(artifacts, name), `#!/bin/sh\n${text}\n`);
  chmodSync(join(artifacts, name), 0o755);
}

describe('submit --print', () => {
  it('writes the plan and prints the script: the array, where it says what, and what a task does', async () => {
    expect(await submit('--seed', '5', '--names', "d'or", '--print', '--', '--time=60', '--comment=two words')).toBe(0);
    const lines = script.split('\n');
    expect(lines.slice(0, 6)).toEqual([
      '#!/bin/sh',
      '#SBATCH --job-name=counting',
      '#SBATCH --array=1-4',
      `#SBATCH --output=${join(artifacts, 'counting', 'tasks', '%a-of-4.log')}`,
      '#SBATCH --open-mode=append',
      '#SBATCH --requeue',
    ]);
    expect(lines[6]).toBe("#SBATCH --time=60 '--comment=two words'");
    expect(lines[7]).toBe(`cd ${process.cwd()} || exit 1`);
    expect(lines[8]).toMatch(/^exec .*node.* experiment counting .*--count-to=20 '--names=d'\\''or'.* --seed=5 /);
    expect(lines[8]).toMatch(/ --shard "\$SLURM_ARRAY_TASK_ID\/4" --jobs "\$SLURM_CPUS_ON_NODE"$/);
    expect(JSON.parse(readFileSync(join(artifacts, 'counting', 'plan.json'), 'utf8'))).toMatchObject({ tasks: 4 });
    expect(existsSync(join(artifacts, 'counting', 'journal'))).toBe(false);
  });

  it('has only the tasks that are not done; with --retry-failed also those with failed items', async () => {
    await task('1/4', '--fail', 'number');
    expect(await task('3/4', '--fail', 'number')).toBe(3); // 13 and 14 are among its items, 10 to 14
    await submit('--print');
    expect(script).toContain('--array=2,4\n');
    script = '';
    await submit('--print', '--retry-failed');
    expect(script).toContain('--array=2-4\n');
    expect(script).toMatch(/--retry-failed .*--shard/);
    expect(await task('3/4', '--retry-failed')).toBe(0);
    for (const left of ['2/4', '4/4']) await task(left);
    expect(await submit('--print', '--retry-failed')).toBe(0);
    expect(printed(stdout)).toContain('All 4 tasks are done or under way.');
    expect(await run('merge', 'counting', '--artifacts', artifacts)).toBe(0);
    expect(readFileSync(join(artifacts, 'counting', 'counts.csv'), 'utf8')).toContain(
      'a,13,0,169,ok,\na,14,0,196,ok,\n',
    );
  });
});

describe('The tasks of a job array', () => {
  it('share the images of a small and a large network by their estimated cost, not by their number', async () => {
    const study = ['integrated_gradients', '--networks', 'mnist_dense,mnist_convbig', '--images', '0-19'];
    expect(await runCommandLine(['submit', ...study, '--tasks', '4', '--artifacts', artifacts, '--print'])).toBe(0);
    const folder = join(artifacts, 'integrated_gradients');
    const { items } = JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8')) as { items: { cost: number }[] };
    const costs = items.map(({ cost }) => cost);
    const [small, large] = [costs[0], costs[39]];
    expect(large / small).toBeGreaterThan(5);
    const counts = statusOf(folder)[0].tasks?.map((task) => task.items) ?? [];
    const shares = counts.map((count, i) => {
      const before = sum(counts.slice(0, i));
      return sum(costs.slice(before, before + count));
    });
    expect(sum(counts)).toBe(40);
    for (const share of shares) expect(Math.abs(share - sum(costs) / 4)).toBeLessThanOrEqual(large);
    expect(counts[0]).toBeGreaterThan(20); // All images of the small network cost less than a quarter of the whole.
  });
});

describe('submit', () => {
  it('says without Slurm how to do without it, and the plan stands', async () => {
    expect(await submit()).toBe(1);
    expect(printed(stderr)).toMatch(/^There is no sbatch here.* --print prints the script.* --shard 1\/N to N\/N/);
    expect(await task('1/4')).toBe(0);
  });

  it.skipIf(process.platform === 'win32')('repeats what sbatch says when it refuses', async () => {
    program('sbatch', 'echo "Invalid partition specified: gpuu" >&2; exit 1');
    expect(await submit()).toBe(1);
    expect(printed(stderr)).toMatch(/^sbatch refused: Invalid partition specified: gpuu \(The plan stands;/);
  });

  it.skipIf(process.platform === 'win32')('leaves out tasks that Slurm has in its queue', async () => {
    program('sbatch', 'echo "42;cluster"');
    program('squeue', 'echo "42 2 PENDING"; echo "41 3 RUNNING"');
    expect(await submit()).toBe(0);
    expect(printed(stdout)).toContain('Submitted 4 of 4 tasks as job 42.');
    await submit();
    expect(printed(stdout)).toContain('Submitted 3 of 4 tasks as job 42.');
  });
});
