import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src/base/index.ts';
import { statusOf, type RunSettings, type Task, type Tally } from '../../src/experiment/index.ts';
import { parseShard, sharesOf } from '../../src/experiment/shard.ts';
import { settings } from '../helpers/runSettings.ts';
import { Counting } from './counting.ts';

let artifacts: string;
const options = { rules: ['left'] };
const folder = (): string => join(artifacts, 'counting');
const content = (name: string, where = folder()): string => readFileSync(join(where, name), 'utf8');
const counting = (changes: Partial<Counting> = {}): Counting => Object.assign(new Counting(artifacts), changes);
const plan = async (tasks: number, changes: Partial<Counting> = {}, how: Partial<RunSettings> = {}): Promise<Task[]> =>
  counting(changes).planTasks(options, tasks, settings(how));
const work = async (shard: string, changes: Partial<Counting> = {}, how: Partial<RunSettings> = {}): Promise<Tally> =>
  counting(changes).run(options, settings({ shard: parseShard(shard), ...how }));

/** The CSVs of a run of one machine. */
async function onOneMachine(changes: Partial<Counting> = {}): Promise<string[]> {
  const other = mkdtempSync(join(tmpdir(), 'one-'));
  await Object.assign(new Counting(other), changes).run(options, settings());
  const csvs = ['counts.csv', 'steps.csv', 'artifacts.csv'].map((name) => content(name, join(other, 'counting')));
  rmSync(other, { recursive: true });
  return csvs;
}
const merged = (): string[] => ['counts.csv', 'steps.csv', 'artifacts.csv'].map((name) => content(name));

beforeEach(() => {
  artifacts = mkdtempSync(join(tmpdir(), 'tasks-'));
});
afterEach(() => {
  rmSync(artifacts, { recursive: true });
});

describe('Shares', () => {
  it('are stretches of about equal cost, not of equal count', () => {
    // Costs of 4 and 4 stand against eight of 1: 16 in all, 4 a task.
    expect(sharesOf([4, 4, 1, 1, 1, 1, 1, 1, 1, 1], 4)).toEqual([1, 2, 3, 3, 3, 3, 4, 4, 4, 4]);
    expect(sharesOf(Array<number>(1000).fill(0.1), 1000)).toEqual(Array.from({ length: 1000 }, (_, i) => i + 1));
    expect(sharesOf([5], 3)).toEqual([2]);
  });

  it('are named like 3/8, and nothing else is understood', () => {
    expect(parseShard('3/8')).toEqual({ index: 3, count: 8 });
    for (const wrong of ['0/8', '9/8', '3', 'a/b', '3/8/9', '-1/8'])
      expect(() => parseShard(wrong)).toThrow(`--shard is ${wrong}; expected a task`);
  });
});

describe('Tasks of one run', () => {
  it('merged in any order are what one machine would have written, byte for byte, with every session in the manifest', async () => {
    await plan(3);
    for (const shard of ['3/3', '1/3', '2/3']) await work(shard);
    expect(counting().merge()).toEqual({ items: 4, done: 4, failed: 0 });
    expect(merged()).toEqual(await onOneMachine());
    expect((JSON.parse(content('manifest.json')) as { sessions: unknown[] }).sessions).toHaveLength(3);
    expect(readdirSync(join(folder(), 'journal')).sort()).toEqual(['1-of-3.jsonl', '2-of-3.jsonl', '3-of-3.jsonl']);
  });

  it('need nobody who plans: whoever comes first writes the plan, and those who come at once agree', async () => {
    await Promise.all(['1/4', '2/4', '3/4', '4/4'].map((shard) => work(shard)));
    expect(counting().analyze()).toBe('4 rows');
    expect(merged().slice(0, 2)).toEqual((await onOneMachine()).slice(0, 2));
  });

  it('go on where they were stopped, and are told as missing until then', async () => {
    await plan(2);
    const abort = new AbortController();
    const onNumber = (number: number): void => {
      if (number === 3) abort.abort(new UserError('Stopped by SIGTERM.', 143));
    };
    await expect(work('2/2', { onNumber }, { signal: abort.signal })).rejects.toMatchObject({
      exitCode: 143,
      message: 'Stopped by SIGTERM. 1 of 2 are done; the same command goes on from there.',
    });
    await work('1/2');
    expect(() => counting().merge()).toThrow('1 of 4 items are missing of task 2. Submit again');
    expect(statusOf(folder())).toMatchObject([
      {
        tasks: [
          { index: 1, done: 2, items: 2 },
          { index: 2, done: 1, items: 2, live: false },
        ],
      },
    ]);
    const again = counting();
    await again.run(options, settings({ shard: parseShard('2/2') }));
    expect(again.computed).toEqual([4]);
    counting().merge();
    expect(merged()).toEqual(await onOneMachine());
  });

  it('keep what another number of tasks has done', async () => {
    await plan(4);
    await work('2/4');
    expect((await plan(2)).map(({ done }) => done)).toEqual([1, 0]);
    await expect(work('1/4')).rejects.toThrow('2 tasks share it, not 4');
    const first = counting();
    await first.run(options, settings({ shard: parseShard('1/2') }));
    expect(first.computed).toEqual([1]);
  });

  it('are refused where options, images or the kind of run are others', async () => {
    await plan(2);
    await work('1/2');
    await expect(counting().run({ rules: [] }, settings({ shard: parseShard('2/2') }))).rejects.toThrow(
      '--rules was ["left"] and is []',
    );
    await expect(work('2/2', { numbers: [1, 2, 3] })).rejects.toThrow('its networks or images are others');
    await expect(work('2/2', {}, { fresh: true })).rejects.toThrow(
      '--fresh would delete what other tasks have written',
    );
    await counting().run(options, settings());
    await expect(work('2/2')).rejects.toThrow('it is not shared by tasks');
  });

  it('have one failed row in a merged run that is else whole', async () => {
    const changes = { numbers: [13, 2, 3, 14], fail: true };
    await plan(4, changes);
    for (const shard of ['1/4', '2/4', '3/4', '4/4']) await work(shard, changes);
    expect(counting().merge()).toEqual({ items: 4, done: 2, failed: 2 });
    expect(merged()).toEqual(await onOneMachine(changes));
  });

  it('are refused if a manifest of a task does not agree', async () => {
    await plan(1);
    await work('1/1');
    const file = join(folder(), 'tasks', '1-of-1', 'manifest.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"seed": 0', '"seed": 1'));
    expect(() => counting().merge()).toThrow('of one of its tasks --seed was 0 and is 1');
  });

  it('hold their own locks: the same one is refused, others are not, nor is a whole run begun beside them', async () => {
    await plan(2);
    let refused: unknown[] = [];
    const onNumber = (number: number): void => {
      if (number === 1)
        refused = [work('1/2'), counting().run(options, settings()), plan(4)].map((attempt) =>
          attempt.catch((error: unknown) => error),
        );
    };
    await work('1/2', { onNumber });
    for (const error of await Promise.all(refused)) expect(error).toMatchObject({ exitCode: 6 });
    await work('2/2');
  });

  it('wait for one of another host that says nothing any more, and go on in its place', async () => {
    await plan(1);
    const locks = join(folder(), 'tasks', '1-of-1', 'lock');
    mkdirSync(locks, { recursive: true });
    writeFileSync(
      join(locks, '1.json'),
      JSON.stringify({ host: 'elsewhere', pid: 1, started: '2026-01-01T00:00:00.000Z' }),
    );
    const then = new Date(Date.now() - 299_000);
    utimesSync(join(locks, '1.json'), then, then);
    expect(await work('1/1')).toMatchObject({ done: 4 });
  });

  it('may be a thousand of one row each', async () => {
    const numbers = Array.from({ length: 1000 }, (_, i) => (i % 5) + i / 1000);
    expect((await plan(1000, { numbers })).map(({ items }) => items)).toEqual(Array<number>(1000).fill(1));
    const one = join(artifacts, 'one');
    await Object.assign(new Counting(one), { numbers }).run(options, settings());
    mkdirSync(join(folder(), 'journal'));
    const lines = content('journal/all.jsonl', join(one, 'counting')).split('\n').slice(0, -1);
    lines.forEach((line, i) => {
      writeFileSync(join(folder(), 'journal', `${i + 1}-of-1000.jsonl`), `${line}\n`);
    });
    expect(counting().merge()).toEqual({ items: 1000, done: 1000, failed: 0 });
    expect(content('counts.csv')).toBe(content('counts.csv', join(one, 'counting')));
  });
});
