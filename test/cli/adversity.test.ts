/**
 * What a run as a process does when the system refuses something: what is finished is kept, and the same command goes
 * on.
 */
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCommandLine } from '../../src/cli/commandLine.ts';
import { commandOf, startCommand, testExperiments, type Program } from '../helpers/processes.ts';
import { mountSmallDisk, remount, unmount } from '../helpers/smallDisk.ts';

const scratch = mkdtempSync(join(tmpdir(), 'adversity-'));
const isWindows = process.platform === 'win32';
const isRoot = process.getuid?.() === 0;
const canMount = mountSmallDisk(scratch, 4000);
unmount(scratch);
if (!canMount) console.warn('Skipped, because no disk can be mounted here: full and read-only disks');

let artifacts: string;
const folder = (): string => join(artifacts, 'counting');
const rows = (): string => readFileSync(join(folder(), 'counts.csv'), 'utf8');
/** By the definition of the experiment. */
const whole = (numbers: number): string =>
  `name,number,seed,square,status,reason\n${Array.from({ length: numbers }, (_, n) => `a,${n},0,${n * n},ok,\n`).join('')}`;
const linesDone = (): number => {
  const journal = join(folder(), 'journal', 'all.jsonl');
  return existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').length - 1 : 0;
};

const asTyped = (numbers: number, ...more: string[]): string[] => [
  ...['experiment', 'counting', '--artifacts', artifacts, '--count-to', `${numbers}`, '--jobs', '2'],
  ...more,
];
const counting = (numbers: number, ...more: string[]): [string, ...string[]] =>
  commandOf(asTyped(numbers, ...more), testExperiments);
const count = (numbers: number, ...more: string[]): Program => startCommand(counting(numbers, ...more));
/** The same in this process, which is faster. */
const again = (numbers: number): Promise<number> => runCommandLine(asTyped(numbers), testExperiments);
/** @param script of the shell, in which "$@" is the command */
const inShell = (script: string, command: readonly string[]): Program =>
  startCommand(['sh', '-c', script, 'sh', ...command]);
/** A stack's line of code. */
const stack = /\n\s+at /;

/** The same command ends well, with all rows, and computes those alone that were not finished. */
async function goesOn(numbers: number): Promise<void> {
  expect(await again(numbers)).toBe(0);
  expect(rows()).toBe(whole(numbers));
  expect(linesDone()).toBe(numbers);
}

beforeEach(() => {
  vi.spyOn(console, 'log').mockReturnValue();
  vi.spyOn(console, 'error').mockReturnValue();
  artifacts = mkdtempSync(join(scratch, 'runs-'));
});
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

describe.skipIf(!canMount)('A run whose disk', () => {
  beforeEach(() => {
    mountSmallDisk(artifacts, 64);
  });
  afterEach(() => {
    unmount(artifacts);
  });

  it('is full amid the run ends with 4, and goes on when there is room', async () => {
    const { code, errors } = await count(400).ended;
    expect(code).toBe(4);
    expect(errors).toMatch(
      /Cannot write '.*all\.jsonl': ENOSPC.*The disk is full\. Make room; what is finished is kept/,
    );
    expect(errors).not.toMatch(stack);
    const before = linesDone();
    expect(before).toBeGreaterThan(0);
    expect(await again(400), 'while it is still full').toBe(4);
    expect(linesDone()).toBe(before);
    remount(artifacts, 'size=4m');
    await goesOn(400);
  });

  it('is full before it begins ends with 4, and leaves nothing half-written', async () => {
    await inShell('cat /dev/zero > "$1"', [join(artifacts, 'filler')]).ended;
    const { code, errors } = await count(2).ended;
    expect(code).toBe(4);
    expect(errors).toMatch(/^Cannot write '.*counting': ENOSPC.*\n$/);
    expect(readdirSync(join(folder(), 'lock'))).toEqual([]);
    remount(artifacts, 'size=4m');
    await goesOn(2);
  });

  it('becomes read-only ends with 4, and goes on when it can be written again', async () => {
    const program = count(40, '--pause', '20');
    while (linesDone() < 2) await setTimeout(5);
    remount(artifacts, 'ro');
    const { code, errors } = await program.ended;
    expect(code).toBe(4);
    expect(errors).toMatch(/Cannot write '.*': EROFS.*The disk is read-only\./);
    expect(errors).not.toMatch(stack);
    expect(await again(40), 'while it is still read-only').toBe(4);
    remount(artifacts, 'rw');
    await goesOn(40);
  });
});

describe('A run whose folder', () => {
  it.skipIf(isWindows || isRoot)('may not be written ends with 4 before it computes anything', async () => {
    chmodSync(artifacts, 0o555);
    const { code, errors } = await count(4).ended;
    chmodSync(artifacts, 0o755);
    expect(code).toBe(4);
    expect(errors).toMatch(/^Cannot write '.*counting': EACCES.*You may not write there\..*\n$/);
    await goesOn(4);
  });

  it('vanishes amid the run ends with 4, and the same command begins anew', async () => {
    const program = count(40, '--pause', '20');
    while (linesDone() < 2) await setTimeout(5);
    rmSync(folder(), { recursive: true, maxRetries: 5 });
    const { code, errors } = await program.ended;
    expect(code).toBe(4);
    expect(errors).toMatch(/Cannot write '.*all\.jsonl': ENOENT.*begin anew with --fresh/);
    expect(errors).not.toMatch(stack);
    await goesOn(40);
  });
});

describe.skipIf(isWindows)('A run whose files may not be larger than a limit', () => {
  it('ends with 4 and names the limit, and goes on when that is raised', async () => {
    const { code, errors } = await inShell('ulimit -f 32; exec "$@"', counting(150)).ended; // 16 KiB
    expect(code).toBe(4);
    expect(errors).toMatch(/Cannot write '.*all\.jsonl': EFBIG.*\(ulimit -f\)\. Raise it; what is finished is kept/);
    expect(errors).not.toMatch(stack);
    expect(linesDone()).toBeGreaterThan(0);
    await goesOn(150);
  });
});

describe('A run that loses a thread', () => {
  it.each([
    ['memory', /A thread ended for want of memory amid its work\. Fewer threads \(--jobs\)/],
    ['exit', /A thread ended with code 7 amid its work\./],
  ])('(%s) ends with 5, says how far it came, and keeps what is finished', async (failure, message) => {
    const [node, ...rest] = counting(12, '--fail', failure, '--pause', '1');
    const { code, errors } = await startCommand([node, '--max-old-space-size=100', ...rest]).ended;
    expect(code).toBe(5);
    expect(errors).toMatch(message);
    expect(errors).toMatch(/ \d+ of 12 are done; the same command goes on from there\.\n$/);
    expect(errors).not.toMatch(stack);
    await goesOn(12);
  });
});

describe.skipIf(isWindows)('A run whose', () => {
  /** The exit code is told on stderr, because a pipe has that of its last program. */
  const toldExit = '{ "$@"; echo "ended with $?" >&2; }';

  it('reader of stdout stops reading ends well without a word', async () => {
    const { errors } = await inShell(`${toldExit} | true`, counting(3)).ended;
    expect(errors).toBe('counting  0 of 3\ncounting: 3 of 3 done\nended with 0\n');
    const { errors: ofHelp } = await inShell(`${toldExit} | head -1`, commandOf(['--help'])).ended;
    expect(ofHelp).toBe('ended with 0\n');
  });

  it('reader of progress stops reading goes on to its end', async () => {
    expect((await inShell('"$@" 2>&1 >/dev/null | head -1', counting(40, '--pause', '5')).ended).code).toBe(0);
    while (linesDone() < 40) await setTimeout(5);
  });

  it.skipIf(!existsSync('/dev/full'))('log is on a full disk goes on to its end', async () => {
    expect((await inShell('"$@" 2>/dev/full', counting(10)).ended).code).toBe(0);
    expect(rows()).toBe(whole(10));
  });

  it.skipIf(!existsSync('/dev/full'))('stdout is on a full disk says so once, and ends with 4', async () => {
    const { code, errors } = await inShell('"$@" >/dev/full', counting(3)).ended;
    expect(code).toBe(4);
    expect(errors.split('\n').slice(2)).toEqual([
      'Cannot write to stdout: ENOSPC: no space left on device, write. Results in files are not affected.',
      '',
    ]);
    expect(rows()).toBe(whole(3));
  });
});
