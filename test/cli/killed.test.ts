import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { killGroup, start, testExperiments, type Program } from '../helpers/processes.ts';

let artifacts: string;
const numbers = 40;
const count = (...args: string[]): Program =>
  start(
    [
      'experiment',
      'counting',
      '--artifacts',
      artifacts,
      '--count-to',
      String(numbers),
      '--pause',
      '20',
      '--jobs',
      '2',
      ...args,
    ],
    testExperiments,
  );
const file = (name: string): string => join(artifacts, 'counting', name);
const rows = (): string => readFileSync(file('counts.csv'), 'utf8');
/** By the definition of the experiment. */
const whole = `name,number,seed,square,status,reason\n${Array.from({ length: numbers }, (_, n) => `a,${n},0,${n * n},ok,\n`).join('')}`;
const linesDone = (): number =>
  existsSync(file('journal/all.jsonl')) ? readFileSync(file('journal/all.jsonl'), 'utf8').split('\n').length - 1 : 0;

async function until(done: () => boolean): Promise<void> {
  while (!done()) await setTimeout(5);
}

beforeEach(() => {
  artifacts = mkdtempSync(join(tmpdir(), 'killed-'));
});
afterEach(() => {
  rmSync(artifacts, { recursive: true });
});

describe('A run as a process', () => {
  it('that is killed again and again goes on each time, and ends with the same bytes as one that was not', async () => {
    for (const target of [1, 12, 27]) {
      const program = count();
      await until(() => linesDone() >= target);
      killGroup(program);
      await program.ended;
      expect(linesDone()).toBeGreaterThanOrEqual(target);
    }
    const { code, errors } = await count().ended;
    expect(errors).toContain('was killed; this one goes on in its place.');
    expect(code).toBe(0);
    expect(rows()).toBe(whole);
    expect(linesDone()).toBe(numbers);
  });

  // Elsewhere the system ends a write that it has begun.
  it.skipIf(process.platform !== 'linux')(
    'that is killed amid the writing of a line leaves it torn, and computes that item again',
    async () => {
      const journal = file('journal/all.jsonl');
      const long = (): Program => count('--count-to', '2', '--width', '3e7'); // lines of 30 MB take long to write
      let torn = Buffer.of();
      for (let attempt = 0; attempt < 20 && torn.length === 0; attempt++) {
        rmSync(artifacts, { recursive: true });
        const program = long();
        await until(() => (statSync(journal, { throwIfNoEntry: false })?.size ?? 0) > 0);
        killGroup(program);
        await program.ended;
        const bytes = readFileSync(journal);
        torn = bytes.subarray(bytes.lastIndexOf('\n') + 1);
      }
      expect(torn.length, 'bytes of a torn line').toBeGreaterThan(0);
      expect((await long().ended).code).toBe(0);
      expect(linesDone()).toBe(2);
      const [, ...cells] = rows()
        .split('\n')
        .map((row) => row.split(','));
      expect(cells.slice(0, 2).map(([, number, , square]) => [number, square.length, Number(square)])).toEqual([
        ['0', 3e7, 0],
        ['1', 3e7, 1],
      ]);
    },
  );

  it.skipIf(process.platform === 'win32').each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGQUIT', 131],
  ] as const)('that %s stops lets go, says how to go on and ends with %d', async (signal, expected) => {
    const program = count();
    await until(() => linesDone() >= 2);
    program.process.kill(signal);
    const { code, errors } = await program.ended;
    expect(code).toBe(expected);
    expect(errors).toMatch(
      new RegExp(`Stopped by ${signal}\\. \\d+ of 40 are done; the same command goes on from there\\.`),
    );
    expect(rows().split('\n').length - 2).toBe(linesDone());
  });

  it('that is started twice at once on one folder is refused once, with 6, and no row is there twice', async () => {
    const slowly = (): Program => count('--pause', '150'); // so that neither is through before the other begins
    const ends = await Promise.all([slowly().ended, slowly().ended]);
    expect(ends.map(({ code }) => code).sort()).toEqual([0, 6]);
    expect(ends.find(({ code }) => code === 6)?.errors).toContain('Another run is going on in');
    expect(rows()).toBe(whole);
    expect(linesDone()).toBe(numbers);
  });
});
