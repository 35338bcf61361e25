import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Experiment, type RunSettings } from '../../src/experiment/experiment.ts';
import { settings } from '../helpers/runSettings.ts';

interface CountingOptions {
  readonly rules: readonly string[];
  readonly batchSize?: number;
}

/** Counts to 4, one row for each; stops before `stopAt` as if the process were killed. */
class Counting extends Experiment<CountingOptions> {
  /** The numbers that this object computed. */
  readonly computed: number[] = [];
  stopAt = Infinity;
  files: string[] = [];
  columns = ['number', 'square'];
  numbers = [1, 2, 3, 4];

  constructor(folder: string) {
    super('counting', folder);
  }

  async run(options: CountingOptions, settings: RunSettings): Promise<void> {
    await this.start({ options: { ...options }, files: this.files }, settings);
    const keys = { columns: ['number'], expected: new Set(this.numbers.map(String)), once: true };
    const done = new Set(this.begin('counts', this.columns, keys).map(({ number }) => Number(number)));
    for (const number of this.numbers) {
      if (done.has(number)) continue;
      if (number === this.stopAt) return;
      this.computed.push(number);
      this.append('counts', { number, square: number * number });
    }
    this.finish();
  }

  analyze(): Promise<string> {
    const rows = this.read('counts');
    this.writeFigure('figure', '<svg/>');
    this.writeJson('summary', { rows: rows.length });
    this.writeTable('table', { columns: [{ name: 'rows' }], rows: [[rows.length]] });
    return Promise.resolve(`${rows.length} rows`);
  }
}

/** Enters a file that is not its own. */
class Careless extends Counting {
  override analyze(): Promise<string> {
    this.recordArtifact('theirs', 'csv', '../theirs.csv');
    return Promise.resolve('');
  }
}

let artifacts: string;
const options: CountingOptions = { rules: ['left', 'right'] };
const inFolder = (name: string): string => join(artifacts, 'counting', name);
const content = (name: string): string => readFileSync(inFolder(name), 'utf8');
const manifest = (): Record<string, unknown> => JSON.parse(content('manifest.json')) as Record<string, unknown>;

beforeEach(() => { artifacts = mkdtempSync(join(tmpdir(), 'experiment-')); });
afterEach(() => { rmSync(artifacts, { recursive: true }); });

async function stoppedRun(): Promise<void> {
  const experiment = new Counting(artifacts);
  experiment.stopAt = 3;
  await experiment.run(options, settings());
}

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
    expect(content('counts.csv')).toBe('number,square\n1,1\n2,4\n3,9\n4,16\n');
    expect(await experiment.analyze()).toBe('4 rows');
    await experiment.analyze();
    expect(content('artifacts.csv')).toBe(
      'key,type,path\ncounts,csv,counts.csv\nfigure,svg,figure.svg\nsummary,json,summary.json\ntable,csv,table.csv\n',
    );
    expect(content('figure.svg')).toBe('<svg/>');
    expect(JSON.parse(content('summary.json'))).toEqual({ rows: 4 });
    expect(content('table.csv')).toBe('rows\n4\n');
    expect(readdirSync(inFolder('.')).sort()).toEqual(
      ['artifacts.csv', 'counts.csv', 'figure.svg', 'manifest.json', 'summary.json', 'table.csv'],
    );
  });

  it('says in its manifest what ran, where, on what, and when', async () => {
    const file = join(artifacts, 'abc');
    writeFileSync(file, 'abc');
    const experiment = new Counting(artifacts);
    experiment.files = [file];
    await experiment.run(options, settings({ seed: 7, jobs: 2 }));
    expect(manifest()).toMatchObject({
      experiment: 'counting',
      options,
      seed: 7,
      jobs: 2,
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      // The example of FIPS 180-2, appendix B.1.
      files: [{ path: file, sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' }],
    });
    const { version, cpu, started, finished } = manifest();
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
    expect(cpu).toEqual({ model: expect.any(String) as string, count: expect.any(Number) as number });
    expect(new Date(String(finished)).getTime()).toBeGreaterThanOrEqual(new Date(String(started)).getTime());
  });

  it('has no finishing time in its manifest until it is through', async () => {
    await stoppedRun();
    expect(manifest()).not.toHaveProperty('finished');
  });

  it('cannot enter a file outside of its folder', async () => {
    const experiment = new Careless(artifacts);
    await experiment.run(options, settings());
    expect(() => experiment.analyze()).toThrow("names '../theirs.csv', which is outside of its folder");
  });

  it('asks to be run before it is analyzed', () => {
    expect(() => new Counting(artifacts).analyze()).toThrow(/holds no 'counts'. Run `npm run experiment counting` first/);
  });
});

describe('A run that was stopped', () => {
  it('goes on where it stopped, whatever the number of jobs', async () => {
    await stoppedRun();
    const { started } = manifest();
    const experiment = new Counting(artifacts);
    await experiment.run(options, settings({ jobs: 8 }));
    expect(experiment.computed).toEqual([3, 4]);
    expect(content('counts.csv')).toBe('number,square\n1,1\n2,4\n3,9\n4,16\n');
    expect(manifest()).toMatchObject({ started });
    expect(manifest()).toHaveProperty('finished');
  });

  it('computes again the row that was torn', async () => {
    await stoppedRun();
    writeFileSync(inFolder('counts.csv'), 'number,square\n1,1\n2,');
    const experiment = new Counting(artifacts);
    await experiment.run(options, settings());
    expect(experiment.computed).toEqual([2, 3, 4]);
  });

  it('can be analyzed', async () => {
    await stoppedRun();
    expect(await new Counting(artifacts).analyze()).toBe('2 rows');
  });

  it('is not mixed with one of other options, and the message says which', async () => {
    await stoppedRun();
    const other = new Counting(artifacts).run({ rules: ['left'] }, settings());
    await expect(other).rejects.toThrow(/--rules was \["left","right"\] and is \["left"\].*--fresh.*--artifacts/);
    const more = new Counting(artifacts).run({ ...options, batchSize: 8 }, settings());
    await expect(more).rejects.toThrow('--batch-size was not given and is 8');
    await expect(new Counting(artifacts).run(options, settings({ seed: 1 }))).rejects.toThrow('--seed was 0 and is 1');
    expect(content('counts.csv')).toBe('number,square\n1,1\n2,4\n');
  });

  it('is not mixed with one on other files', async () => {
    const file = join(artifacts, 'network');
    const run = async (text: string): Promise<void> => {
      writeFileSync(file, text);
      const experiment = new Counting(artifacts);
      experiment.files = [file];
      await experiment.run(options, settings());
    };
    await run('one');
    await expect(run('two')).rejects.toThrow('the content of network and data files was');
  });

  it('gives way to one of other options if it has no row yet', async () => {
    const experiment = new Counting(artifacts);
    experiment.stopAt = 1;
    await experiment.run(options, settings());
    await new Counting(artifacts).run({ rules: [] }, settings());
    expect(manifest()).toMatchObject({ options: { rules: [] } });
  });

  it('is replaced with --fresh, itself and nothing else', async () => {
    await stoppedRun();
    await new Counting(artifacts).analyze();
    writeFileSync(inFolder('notes.txt'), 'mine');
    mkdirSync(join(artifacts, 'other'));
    const experiment = new Counting(artifacts);
    await experiment.run({ rules: [] }, settings({ fresh: true }));
    expect(experiment.computed).toEqual([1, 2, 3, 4]);
    expect(readdirSync(inFolder('.')).sort()).toEqual(['artifacts.csv', 'counts.csv', 'manifest.json', 'notes.txt']);
    expect(existsSync(join(artifacts, 'other'))).toBe(true);
  });
});

describe('A CSV of a different run', () => {
  it('is refused when it has other columns', async () => {
    await stoppedRun();
    const experiment = new Counting(artifacts);
    experiment.columns = ['number', 'cube'];
    await expect(experiment.run(options, settings())).rejects.toThrow('its columns are number,square, expected number,cube');
  });

  it('is refused when it has a row that is not of this run', async () => {
    await stoppedRun();
    const experiment = new Counting(artifacts);
    experiment.numbers = [2, 3, 4];
    await expect(experiment.run(options, settings())).rejects.toThrow(
      /counts.csv' is of a different run: it has a row of number 1, which is not of this run. Replace it with --fresh/,
    );
  });

  it('is refused when it has a row twice', async () => {
    await stoppedRun();
    writeFileSync(inFolder('counts.csv'), 'number,square\n1,1\n2,4\n1,1\n');
    await expect(new Counting(artifacts).run(options, settings())).rejects.toThrow('it has two rows of number 1.');
  });

  it('is refused when no manifest says what it is', async () => {
    await stoppedRun();
    rmSync(inFolder('manifest.json'));
    for (const again of [1, 2]) {
      const refused = new Counting(artifacts).run(options, settings());
      await expect(refused, `try ${again}`).rejects.toThrow('is of a different run: no manifest.json says which');
    }
  });

  it('is refused when it is not listed as an artifact, and replaced with --fresh', async () => {
    mkdirSync(inFolder('.'));
    writeFileSync(inFolder('counts.csv'), 'number,square\n1,5\n');
    for (const again of [1, 2]) {
      const refused = new Counting(artifacts).run(options, settings());
      await expect(refused, `try ${again}`).rejects.toThrow(/counts.csv' is of a different run: artifacts.csv does not list it/);
    }
    expect(content('counts.csv')).toBe('number,square\n1,5\n');
    await new Counting(artifacts).run(options, settings({ fresh: true }));
    expect(content('counts.csv')).toContain('1,1\n');
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

  it('says that its manifest is damaged', async () => {
    await stoppedRun();
    writeFileSync(inFolder('manifest.json'), '{');
    await expect(new Counting(artifacts).run(options, settings())).rejects.toThrow(/manifest\.json' is damaged: .*--fresh/);
  });
});
