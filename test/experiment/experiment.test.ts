import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src/base/index.ts';
import { Progress, type RunSettings } from '../../src/experiment/index.ts';
import { Journal, readJournals } from '../../src/experiment/journal.ts';
import { settings } from '../helpers/runSettings.ts';
import { Counting, type CountingOptions } from './counting.ts';

let artifacts: string;
const options: CountingOptions = { rules: ['left', 'right'] };
const inFolder = (name: string): string => join(artifacts, 'counting', name);
const content = (name: string): string => readFileSync(inFolder(name), 'utf8');
const manifest = (): Record<string, unknown> => JSON.parse(content('manifest.json')) as Record<string, unknown>;
const journal = 'journal/all.jsonl';
const own = ['artifacts.csv', 'counts.csv', 'journal', 'lock', 'manifest.json', 'plan.json', 'steps.csv'];
const header = 'number,square,status,reason\n';
const whole = `${header}1,1,ok,\n2,4,ok,\n3,9,ok,\n4,16,ok,\n`;

beforeEach(() => {
  artifacts = mkdtempSync(join(tmpdir(), 'experiment-'));
});
afterEach(() => {
  rmSync(artifacts, { recursive: true });
});

/** Runs what is left. @returns the numbers that it computed */
async function goOn(
  changes: Partial<Counting> = {},
  how: Partial<RunSettings> = {},
  given = options,
): Promise<number[]> {
  const experiment = Object.assign(new Counting(artifacts), changes);
  await experiment.run(given, settings(how));
  return experiment.computed;
}

/** A run that the user stops when it has computed 2. */
async function stoppedRun(): Promise<void> {
  const abort = new AbortController();
  const onNumber = (number: number): void => {
    if (number === 2) abort.abort(new UserError('Stopped by SIGINT.', 130));
  };
  await expect(goOn({ onNumber }, { signal: abort.signal })).rejects.toThrow(
    'Stopped by SIGINT. 2 of 4 are done; the same command goes on from there.',
  );
}

describe('What a batch is forecast to take', () => {
  const told = async (forecast: string | undefined): Promise<string> => {
    let written = '';
    const file = { write: (text: string): boolean => ((written += text), true) };
    await goOn({ forecast }, { progress: new Progress(false, file) });
    return written;
  };

  it('is said before it, as long as something of it is left to do', async () => {
    await stoppedRun();
    expect(await told('four numbers, an hour each')).toContain('\nfour numbers, an hour each\n');
    expect(await told('four numbers, an hour each')).not.toContain('an hour');
  });

  it('is nothing where it is not long', async () => {
    expect((await told(undefined)).split('\n')).toHaveLength(3); // the beginning, the end, and its line end
  });
});

describe('An experiment', () => {
  it('touches no file when it is constructed', async () => {
    const experiment = new Counting(artifacts);
    expect(readdirSync(artifacts)).toEqual([]);
    expect(experiment.hasRun()).toBe(false);
    await experiment.run(options, settings());
    const before = content('counts.csv');
    expect(new Counting(artifacts).hasRun()).toBe(true);
    expect(content('counts.csv')).toBe(before);
  });

  it('writes its rows, and an index of its artifacts', async () => {
    const experiment = new Counting(artifacts);
    await experiment.run(options, settings());
    expect(content('counts.csv')).toBe(whole);
    expect(content('steps.csv')).toBe('number,step\n1,0\n2,0\n2,1\n3,0\n3,1\n3,2\n4,0\n4,1\n4,2\n4,3\n');
    expect(experiment.analyze()).toBe('4 rows');
    experiment.analyze();
    expect(content('artifacts.csv')).toBe(
      'key,type,path\ncounts,csv,counts.csv\nfigure,svg,figure.svg\nsteps,csv,steps.csv\ntable,csv,table.csv\n',
    );
    expect(content('figure.svg')).toBe('<svg/>');
    expect(content('table.csv')).toBe('rows\n4\n');
    expect(readdirSync(inFolder('.')).sort()).toEqual([...own, 'figure.svg', 'table.csv'].sort());
  });

  it('writes no sheet without rows but the first, and lists none', async () => {
    // The number 0 has no steps.
    const experiment = Object.assign(new Counting(artifacts), { numbers: [0] });
    await experiment.run(options, settings());
    experiment.analyze();
    expect(existsSync(inFolder('steps.csv'))).toBe(false);
    expect(content('artifacts.csv')).not.toContain('steps');
    const none = Object.assign(new Counting(artifacts, 'none'), { numbers: [] });
    await none.run(options, settings());
    expect(readFileSync(join(none.folder, 'counts.csv'), 'utf8')).toBe(header);
  });

  it('says in its manifest what ran, where, on what, and when', async () => {
    const file = join(artifacts, 'abc');
    writeFileSync(file, 'abc');
    await goOn({ files: [file] }, { seed: 7, jobs: 2 });
    expect(manifest()).toMatchObject({
      experiment: 'counting',
      options,
      seed: 7,
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      // The example of FIPS 180-2, appendix B.1.
      files: [{ path: file, sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' }],
      sessions: [{ jobs: 2, pid: process.pid, end: 'through' }],
    });
    const { version, cpu, started, finished, lockfile, packages } = manifest();
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
    expect(lockfile).toMatch(/^[0-9a-f]{64}$/);
    expect(packages).toMatchObject({ papaparse: expect.stringMatching(/^5\./) as string });
    expect(cpu).toEqual({ model: expect.any(String) as string, count: expect.any(Number) as number });
    expect(new Date(String(finished)).getTime()).toBeGreaterThanOrEqual(new Date(String(started)).getTime());
  });

  it('has no finishing time in its manifest until it is through, and every interruption', async () => {
    await stoppedRun();
    expect(manifest()).not.toHaveProperty('finished');
    await goOn();
    expect(manifest()).toMatchObject({ sessions: [{ end: 'Stopped by SIGINT.' }, { end: 'through' }] });
  });

  it('asks to be run before it is analyzed', () => {
    expect(() => new Counting(artifacts).analyze()).toThrow(/holds no run. Run `npm run experiment -- counting` first/);
  });
});

describe('A run that was stopped', () => {
  it('goes on where it stopped, whatever the number of jobs, and is as one that was not', async () => {
    await stoppedRun();
    const { started } = manifest();
    expect(content('counts.csv')).toBe(`${header}1,1,ok,\n2,4,ok,\n`);
    expect(await goOn({ inThisThread: false }, { jobs: 2 })).toHaveLength(2);
    expect(content('counts.csv')).toBe(whole);
    expect(manifest()).toMatchObject({ started });
    expect(manifest()).toHaveProperty('finished');
  });

  it('can be analyzed, and says how much is lacking', async () => {
    await stoppedRun();
    expect(new Counting(artifacts).analyze()).toBe(
      'Of 4 items 0 failed (why: counts.csv) and 2 are not done; the rest is:\n\n2 rows',
    );
  });

  it('computes again the item whose line was torn, wherever it was, and nothing else', async () => {
    await goOn();
    const bytes = readFileSync(inFolder(journal));
    const last = bytes.lastIndexOf('\n', bytes.length - 2) + 1;
    for (let length = last; length < bytes.length; length++) {
      writeFileSync(inFolder(journal), bytes.subarray(0, length));
      expect(readJournals(inFolder('journal')), `cut after ${length - last} bytes`).toHaveLength(3);
      Journal.open(inFolder(journal));
      expect(readFileSync(inFolder(journal)), `cut after ${length - last} bytes`).toEqual(bytes.subarray(0, last));
    }
    for (const length of [last, last + 1, bytes.length - 1]) {
      writeFileSync(inFolder(journal), bytes.subarray(0, length));
      expect(await goOn(), `cut after ${length - last} bytes`).toEqual([4]);
      expect(content('counts.csv')).toBe(whole);
    }
  });

  it('does not go on where another line is damaged, and says which', async () => {
    await goOn();
    const text = content(journal);
    for (const damaged of [
      text.replace('"16"', '"17"'),
      text.replace('\n', '\n\n'),
      text.replace('"check"', '"chock"'),
    ]) {
      writeFileSync(inFolder(journal), damaged);
      await expect(goOn()).rejects.toThrow(
        /all\.jsonl', line \d: damaged; its checksum is not that of its content.*--fresh/,
      );
      expect(() => new Counting(artifacts).analyze()).toThrow(/line \d: damaged/);
      expect(content(journal)).toBe(damaged);
    }
    expect(await goOn({}, { fresh: true })).toEqual([1, 2, 3, 4]);
  });

  it('writes again a CSV that was deleted or changed', async () => {
    await stoppedRun();
    rmSync(inFolder('counts.csv'));
    writeFileSync(inFolder('steps.csv'), 'number,step\n1,7\n');
    await goOn();
    expect(content('counts.csv')).toBe(whole);
    expect(content('steps.csv')).toContain('1,0\n2,0\n');
  });

  it('is not mixed with one of other options, and the message says which', async () => {
    await stoppedRun();
    await expect(goOn({}, {}, { rules: ['left'] })).rejects.toThrow(
      /--rules was \["left","right"\] and is \["left"\].*--fresh.*--artifacts/,
    );
    await expect(goOn({}, {}, { ...options, batchSize: 8 })).rejects.toThrow('--batch-size was not given and is 8');
    await expect(goOn({}, { seed: 1 })).rejects.toThrow('--seed was 0 and is 1');
    expect(content('counts.csv')).toBe(`${header}1,1,ok,\n2,4,ok,\n`);
  });

  it('is not mixed with one on other files, but goes on with the same content elsewhere', async () => {
    const [file, elsewhere, other] = ['network', 'elsewhere', 'other'].map((name) => join(artifacts, name));
    writeFileSync(file, 'one');
    writeFileSync(elsewhere, 'one');
    writeFileSync(other, 'two');
    await goOn({ files: [file] });
    await expect(goOn({ files: [other] })).rejects.toThrow('the content of network and data files was');
    expect(await goOn({ files: [elsewhere] })).toEqual([]);
  });

  it('goes on with more items and with fewer, in the order of the plan', async () => {
    await goOn({ numbers: [2, 4] });
    expect(await goOn({ numbers: [1, 2, 3, 4] })).toEqual([1, 3]);
    expect(content('counts.csv')).toBe(whole);
    expect(await goOn({ numbers: [3] })).toEqual([]);
    expect(content('counts.csv')).toBe(`${header}3,9,ok,\n`);
  });

  it('gives way to one of other options if it has no row yet', async () => {
    await goOn({ numbers: [] });
    await goOn({}, {}, { rules: [] });
    expect(manifest()).toMatchObject({ options: { rules: [] } });
  });

  it('is replaced with --fresh, itself and nothing else', async () => {
    await stoppedRun();
    new Counting(artifacts).analyze();
    writeFileSync(inFolder('notes.txt'), 'mine');
    mkdirSync(join(artifacts, 'other'));
    expect(await goOn({}, { fresh: true }, { rules: [] })).toEqual([1, 2, 3, 4]);
    expect(readdirSync(inFolder('.')).sort()).toEqual([...own, 'notes.txt'].sort());
    expect(existsSync(join(artifacts, 'other'))).toBe(true);
  });
});

describe('An item that fails', () => {
  it.each([true, false])(
    'is recorded with its reason, the others go on, and --retry-failed computes it again (in this thread: %s)',
    async (inThisThread) => {
      const experiment = Object.assign(new Counting(artifacts), { numbers: [13, 2, 14], fail: true, inThisThread });
      expect(await experiment.run(options, settings())).toEqual({ items: 3, done: 1, failed: 2 });
      const failed = `${header}13,,failed,Number 13 brings bad luck.\n2,4,ok,\n14,,failed,Number 14 is a defect. (a defect of exact-ig)\n`;
      expect(content('counts.csv')).toBe(failed);
      expect(content('steps.csv')).toBe('number,step\n2,0\n2,1\n');
      expect(experiment.analyze()).toContain('2 failed');
      expect(await goOn({ numbers: [13, 2, 14] })).toEqual([]);
      expect(content('counts.csv')).toBe(failed);
      expect(await goOn({ numbers: [13, 2, 14] }, { retryFailed: true })).toEqual([13, 14]);
      expect(content('counts.csv')).toBe(`${header}13,169,ok,\n2,4,ok,\n14,196,ok,\n`);
    },
  );
});

describe('Rows of a different run', () => {
  it('are refused when an item is there twice', async () => {
    await goOn();
    writeFileSync(inFolder(journal), content(journal).repeat(2));
    const refusal = /holds '1 \w+' twice: all\.jsonl, line 1, and all\.jsonl, line 5\. Two runs have been mixed/;
    await expect(goOn()).rejects.toThrow(refusal);
    expect(() => new Counting(artifacts).analyze()).toThrow(refusal);
  });

  it('are refused when no manifest says what they are', async () => {
    await stoppedRun();
    rmSync(inFolder('manifest.json'));
    for (const again of [1, 2])
      await expect(goOn(), `try ${again}`).rejects.toThrow('is of a different run: no manifest.json says which');
  });

  it('are refused when they are not listed as an artifact, and replaced with --fresh', async () => {
    mkdirSync(inFolder('.'));
    writeFileSync(inFolder('counts.csv'), 'number,square\n1,5\n');
    for (const again of [1, 2]) {
      await expect(goOn(), `try ${again}`).rejects.toThrow(
        /counts.csv' is of a different run: artifacts.csv does not list it/,
      );
    }
    expect(content('counts.csv')).toBe('number,square\n1,5\n');
    await goOn({}, { fresh: true });
    expect(content('counts.csv')).toBe(whole);
  });
});

describe('A run that cannot write', () => {
  it('says so before it computes anything', async () => {
    const file = join(artifacts, 'file');
    writeFileSync(file, '');
    const experiment = new Counting(file);
    await expect(experiment.run(options, settings())).rejects.toThrow(/^Cannot write '.*counting': /);
    expect(experiment.computed).toEqual([]);
  });

  it.skipIf(!existsSync('/proc/self'))('does not hang where folders cannot be made', async () => {
    await expect(new Counting('/proc/nope').run(options, settings())).rejects.toThrow(
      /^Cannot write '\/proc\/nope\/counting': ENOENT/,
    );
  });

  it.each([
    ['manifest.json', '{', /manifest\.json' is damaged: .*--fresh/],
    ['manifest.json', '{}', /manifest\.json' is damaged, or of another version: it has no 'experiment'.*--fresh/],
    ['manifest.json', '[]', /manifest\.json' is damaged: it holds no object.*--fresh/],
    ['artifacts.csv', 'key,type\ncounts,csv\n', /artifacts\.csv' has no column 'path'.*--fresh/],
    [
      'artifacts.csv',
      'key,type,path\ncounts,csv,.\n',
      /artifacts\.csv' names '\.'; expected the relative path of a file within its folder.*--fresh/,
    ],
    [
      'artifacts.csv',
      'key,type,path\ncounts,csv,../theirs.csv\n',
      /artifacts\.csv' names '\.\.\/theirs\.csv'.*--fresh/,
    ],
  ])('says that its %s of %j is damaged, and begins anew with --fresh', async (file, damage, message) => {
    await stoppedRun();
    writeFileSync(inFolder(file), damage);
    await expect(goOn()).rejects.toThrow(message);
    expect(await goOn({}, { fresh: true })).toEqual([1, 2, 3, 4]);
    expect(content('counts.csv')).toBe(whole);
  });

  it('says to who analyzes that its plan is damaged, and writes it again when it goes on', async () => {
    await stoppedRun();
    writeFileSync(inFolder('plan.json'), '{}');
    expect(() => new Counting(artifacts).analyze()).toThrow(
      /plan\.json' is damaged: it has no sheets or no items\..*--fresh/,
    );
    expect(await goOn()).toEqual([3, 4]);
    expect(content('counts.csv')).toBe(whole);
  });

  it.each(['journal', '.'])('notices that %s was deleted amid the run', async (name) => {
    const onNumber = (number: number): void => {
      if (number === 2) rmSync(inFolder(name), { recursive: true });
    };
    await expect(goOn({ onNumber })).rejects.toMatchObject({
      exitCode: 4,
      message: expect.stringMatching(/^Cannot write '.*all\.jsonl': ENOENT/) as string,
    });
  });

  it('notices that something else writes into its journal', async () => {
    const onNumber = (number: number): void => {
      if (number === 2) writeFileSync(inFolder(journal), content(journal).repeat(2));
    };
    await expect(goOn({ onNumber })).rejects.toThrow(/all\.jsonl' was changed by something else/);
  });
});
