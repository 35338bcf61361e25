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
    expect(rows()).toBe('name,number,seed,square,status,reason\na,0,5,0,ok,\na,1,5,1,ok,\n');
    expect(printed(stdout)).toContain(join(artifacts, 'counting'));
  });

  it('replaces an earlier run of other options only with --fresh', async () => {
    await count('--names', 'b');
    expect(await count()).toBe(1);
    expect(printed(stderr)).toContain('--names was ["b"] and is ["a"]');
    expect(await count('--fresh')).toBe(0);
    expect(rows()).toContain('a,0,0,0,ok');
  });

  it('suggests the nearest name for one that no experiment has, whatever its options', async () => {
    expect(await run('experiment', 'countng', '--count-to', '2')).toBe(1);
    expect(printed(stderr)).toBe("Unknown experiment 'countng'. Did you mean 'counting'? Known: counting, idle.");
  });

  it.each([
    [['--cuont-to', '2'], 'Unknown option --cuont-to. Did you mean --count-to? See --help.'],
    [['surplus'], 'Unknown'],
    [
      ['--fail', 'nevr'],
      "Unknown fail 'nevr'. Did you mean 'never'? Known: never, user, defect, number, memory, exit. See --help.",
    ],
    [['--fail', ''], "Unknown fail ''. Known: never, user, defect, number, memory, exit."],
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

describe('A run of which some fail', () => {
  it('ends with 3 and says how to try again', async () => {
    expect(await count('--count-to', '15', '--fail', 'number')).toBe(3);
    expect(printed(stderr)).toContain('2 of 15 failed');
    expect(printed(stderr)).toContain('--retry-failed');
    expect(await count('--count-to', '15')).toBe(3);
    expect(await count('--count-to', '15', '--retry-failed')).toBe(0);
    expect(rows()).toContain('a,13,0,169,ok,\n');
  });
});

describe('experiment --replay', () => {
  it('repeats a run elsewhere, with its options and seed, and says what differs', async () => {
    await count('--count-to', '2', '--seed', '5');
    const manifest = join(artifacts, 'counting', 'manifest.json');
    const elsewhere = join(artifacts, 'elsewhere');
    expect(await run('experiment', '--replay', manifest, '--artifacts', elsewhere)).toBe(0);
    expect(readFileSync(join(elsewhere, 'counting', 'counts.csv'), 'utf8')).toBe(rows());
    expect(printed(stdout)).toContain('Nothing differs from the machine and code of that run.');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(process.version, 'v18.0.0'));
    expect(await run('experiment', '--replay', manifest, '--artifacts', elsewhere)).toBe(0);
    expect(printed(stdout)).toContain(`node was "v18.0.0" and is "${process.version}"`);
  });

  it('does not repeat a run in its own folder', async () => {
    await count();
    expect(
      await run('experiment', '--replay', join(artifacts, 'counting', 'manifest.json'), '--artifacts', artifacts),
    ).toBe(1);
    expect(printed(stderr)).toContain('say with --artifacts in which other folder');
  });
});

describe('compare', () => {
  it('finds rows that differ, and that one run lacks; ends with 1 if there are any', async () => {
    const [first, second] = ['first', 'second'].map((name) => join(artifacts, name));
    await run('experiment', 'counting', '--artifacts', first);
    await run('experiment', 'counting', '--artifacts', second);
    const [a, b] = [first, second].map((folder) => join(folder, 'counting'));
    expect(await run('compare', a, b)).toBe(0);
    expect(printed(stdout)).toContain('Both have the same 3 rows.');
    await run('experiment', 'counting', '--artifacts', second, '--count-to', '4');
    stdout.mockClear();
    expect(await run('compare', a, b)).toBe(1);
    expect(printed(stdout)).toContain('counts: name a, number 3, seed 0: only in the second');
    stdout.mockClear();
    expect(await run('compare', b, a, '--json')).toBe(1);
    expect(JSON.parse(printed(stdout))).toMatchObject({
      rowsInBoth: 3,
      rows: [{ what: 'only in the first', row: { number: '3' } }],
      columns: [],
    });
    expect(await run('compare', a, join(artifacts, 'nowhere'))).toBe(1);
    expect(printed(stderr)).toContain('There is no run in');
  });
});

describe('status', () => {
  it('tells how far a run is', async () => {
    await count('--count-to', '15', '--fail', 'number');
    stdout.mockClear();
    expect(await run('status', artifacts)).toBe(0);
    expect(printed(stdout)).toBe(`${join(artifacts, 'counting')}: through\n  13 of 15 done, 2 failed, 0 to do`);
    stdout.mockClear();
    expect(await run('status', join(artifacts, 'counting'), '--json')).toBe(0);
    expect(JSON.parse(printed(stdout))).toMatchObject([{ items: 15, done: 13, failed: 2, left: 0, state: 'through' }]);
    for (const where of [
      ['--artifacts', artifacts],
      ['counting', '--artifacts', artifacts],
    ]) {
      stdout.mockClear();
      expect(await run('status', ...where)).toBe(0);
      expect(printed(stdout)).toContain('13 of 15 done, 2 failed, 0 to do');
    }
    expect(await run('status', join(artifacts, 'nowhere'))).toBe(1);
    expect(printed(stderr)).toContain('There is no run in');
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
    expect(printed(stderr)).toMatch(/RangeError: The code is wrong\.\n +at Counting\.plan/);
  });

  it.each([[[]], [['fetch', '--fast']]])('refuses %j and points to the help', async (args) => {
    expect(await run(...args)).toBe(1);
    expect(printed(stderr)).toContain('--help');
  });

  it.each([
    [['report'], 'report lacks <folder>; expected npm run report -- <folder>. See --help.'],
    [
      ['compare', '--json'],
      'compare lacks <first> and <second>; expected npm run compare -- <first> <second>. See --help.',
    ],
    [['compare', 'a'], 'compare lacks <second>; expected npm run compare -- <first> <second>. See --help.'],
    [['--quiet', 'merge'], 'merge lacks <name>; expected npm run merge -- <name>. See --help.'],
    [['explain'], 'explain lacks --network and --input. See --help.'],
    [['submit', 'counting'], 'submit lacks --tasks. See --help.'],
  ])('says what %j lacks, in one sentence', async (args, message) => {
    expect(await run(...args)).toBe(1);
    expect(printed(stderr)).toBe(message);
  });

  it.each([[['analyse']], [['analyse', '--fast']]])(
    'refuses %j, suggests the nearest command and lists them all',
    async (args) => {
      expect(await run(...args)).toBe(1);
      expect(printed(stderr)).toBe(
        "Unknown command 'analyse'. Did you mean 'analyze'? Known: explain, judge, experiment, analyze, report, status, compare, submit, merge, networks, fetch, doctor, completion.",
      );
    },
  );

  it('is the same for a file in the place of the folder of artifacts: a clear message', async () => {
    const file = join(artifacts, 'file');
    writeFileSync(file, '');
    expect(await run('experiment', 'counting', '--artifacts', file)).toBe(4);
    expect(printed(stderr)).toMatch(/^Cannot write '.*counting'/);
  });
});

describe('report', () => {
  it('writes what a run holds into one file beside it, and says what is missing', async () => {
    await count('--count-to', '2');
    expect(await run('report', join(artifacts, 'counting'))).toBe(0);
    const html = readFileSync(join(artifacts, 'counting', 'report.html'), 'utf8');
    expect(html).toContain('through: 2 of 2 done, 0 failed');
    expect(html).toMatch(/<summary>[a-z_]+ \(2 rows\)/);
    expect(html).toContain('figures: analyze draws them');
  });

  it('says what it expects where there is no run', async () => {
    expect(await run('report', artifacts)).toBe(1);
    expect(printed(stderr)).toContain('expected the folder of a run');
  });
});
