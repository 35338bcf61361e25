import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import { runCommandLine } from '../../src/cli/commandLine.ts';

const experiments = fileURLToPath(new URL('./experiments', import.meta.url));
let artifacts: string;
let stdout: MockInstance;
let stderr: MockInstance;

beforeEach(() => {
  artifacts = mkdtempSync(join(tmpdir(), 'cli-'));
  stdout = vi.spyOn(console, 'log').mockReturnValue();
  stderr = vi.spyOn(console, 'error').mockReturnValue();
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(artifacts, { recursive: true });
});

const run = (...args: string[]): Promise<number> => runCommandLine(args, experiments);
const count = (...args: string[]): Promise<number> => run('experiment', 'counting', '--artifacts', artifacts, ...args);
const printed = (mock: MockInstance): string => mock.mock.calls.flat().join('\n');
const rows = (): string => readFileSync(join(artifacts, 'counting', 'counts.csv'), 'utf8');

describe('experiment', () => {
  it('lists the experiments, each with what it does, when none is named', async () => {
    expect(await run('experiment')).toBe(0);
    expect(printed(stdout)).toBe('counting  Counts\nidle      Does nothing');
  });

  it('runs the one that is named, with its options and their defaults', async () => {
    expect(await count('--count-to', '2', '--seed', '5')).toBe(0);
    expect(rows()).toBe('name,number,seed\na,0,5\na,1,5\n');
    expect(printed(stdout)).toContain(join(artifacts, 'counting'));
  });

  it('replaces an earlier run of other options only with --fresh', async () => {
    await count('--names', 'b');
    expect(await count()).toBe(1);
    expect(printed(stderr)).toContain('--names was ["b"] and is ["a"]');
    expect(await count('--fresh')).toBe(0);
    expect(rows()).toContain('a,0,0');
  });

  it('suggests the nearest name for one that no experiment has, whatever its options', async () => {
    expect(await run('experiment', 'countng', '--count-to', '2')).toBe(1);
    expect(printed(stderr)).toBe("Unknown experiment 'countng'. Did you mean 'counting'? Known: counting, idle.");
  });

  it.each([
    [['--cuont-to', '2'], 'Unknown arguments: cuont-to'],
    [['surplus'], 'Unknown'],
    [['--fail', 'nevr'], "Unknown fail 'nevr'. Did you mean 'never'? Known: never, user, defect. See --help."],
    [['--fail', ''], "Unknown fail ''. Known: never, user, defect."],
    [['--count-to'], 'Not enough arguments following: count-to. See --help.'],
    [['--word', '--fresh'], 'Not enough arguments following: word.'],
    [['--word', ''], '--word is empty; expected a value.'],
    [['--artifacts='], '--artifacts is empty; expected a value.'],
    [['--jobs', '0'], '--jobs is 0; expected a whole number from 1.'],
    [['--jobs', 'many'], '--jobs is NaN; expected a whole number from 1.'],
    [['--seed', '1.5'], '--seed is 1.5; expected a whole number from 0.'],
  ])('refuses %j and writes nothing', async (args, message) => {
    expect(await count(...args)).toBe(1);
    expect(printed(stderr)).toContain(message);
    expect(existsSync(join(artifacts, 'counting'))).toBe(false);
  });
});

describe('analyze', () => {
  it('prints the analysis of the experiment that is named', async () => {
    await count();
    stdout.mockClear();
    expect(await run('analyze', 'counting', '--artifacts', artifacts)).toBe(0);
    expect(printed(stdout)).toBe('3 numbers');
  });

  it('prints that of every experiment that has run when none is named', async () => {
    await count();
    stdout.mockClear();
    expect(await run('analyze', '--artifacts', artifacts)).toBe(0);
    expect(printed(stdout)).toBe('3 numbers');
  });

  it('says what to do when there is nothing to analyze', async () => {
    expect(await run('analyze', '--artifacts', artifacts)).toBe(1);
    expect(printed(stderr)).toContain(`There is nothing to analyze in '${artifacts}'`);
    expect(await run('analyze', 'counting', '--artifacts', artifacts)).toBe(1);
    expect(printed(stderr)).toContain('npm run experiment -- counting');
  });

  it('suggests the nearest name', async () => {
    expect(await run('analyze', 'idel')).toBe(1);
    expect(printed(stderr)).toContain("Did you mean 'idle'?");
  });
});

describe('fetch', () => {
  it('suggests the nearest name', async () => {
    expect(await run('fetch', 'cifar_test')).toBe(1);
    expect(printed(stderr)).toContain("Did you mean 'cifar10_test'?");
  });
});

describe('The command line', () => {
  it('tells a mistake of the user as its message alone', async () => {
    expect(await count('--fail', 'user')).toBe(1);
    expect(printed(stderr)).toBe('The user asked for this.');
  });

  it('tells anything else as a defect, and where it arose only with --debug', async () => {
    expect(await count('--fail', 'defect')).toBe(1);
    expect(printed(stderr)).toBe(
      'The code is wrong.\nThis is a defect of exact-ig; run with --debug to see where it arose.',
    );
    stderr.mockClear();
    expect(await count('--fail', 'defect', '--debug')).toBe(1);
    expect(printed(stderr)).toMatch(/RangeError: The code is wrong\.\n +at Counting\.run/);
  });

  it.each([[[]], [['fetch', '--fast']]])('refuses %j and points to the help', async (args) => {
    expect(await run(...args)).toBe(1);
    expect(printed(stderr)).toContain('--help');
  });

  it.each([[['analyse']], [['analyse', '--fast']]])('refuses %j, suggests the nearest command and lists them all', async (args) => {
    expect(await run(...args)).toBe(1);
    expect(printed(stderr)).toBe("Unknown command 'analyse'. Did you mean 'analyze'? Known: experiment, analyze, fetch, networks, doctor.");
  });

  it('is the same for a file in the place of the folder of artifacts: a clear message', async () => {
    const file = join(artifacts, 'file');
    writeFileSync(file, '');
    expect(await run('experiment', 'counting', '--artifacts', file)).toBe(1);
    expect(printed(stderr)).toMatch(/^Cannot write '.*counting'/);
  });
});
