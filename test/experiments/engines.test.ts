import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import definition from '../../experiments/engines.ts';
import { differenceTable, speedTable, studyTable } from '../../experiments/engines/tables.ts';
import { numberIn, type Row } from '../../src/experiment/index.ts';
import { readCsv } from '../../src/experiment/csv.ts';
import { settings } from '../helpers/runSettings.ts';

const options = {
  networks: 'mnist_dense',
  data: undefined,
  images: '0-1',
  rules: 'left,gauss',
  partitions: '3,10',
  backends: 'wasm,cpu',
  study: true,
};

describe('the experiment engines', () => {
  let artifacts: string;
  const run = (changes: object = {}): Promise<unknown> =>
    definition.create('engines', artifacts).run({ ...options, ...changes }, settings());
  const path = (name: string): string => join(artifacts, 'engines', `${name}.csv`);

  beforeAll(async () => {
    artifacts = mkdtempSync(join(tmpdir(), 'exact-ig-'));
    await run();
  });
  afterAll(() => {
    rmSync(artifacts, { recursive: true });
  });

  it('writes one row for each image, backend, rule and number of partitions, with differences of float32', () => {
    const rows = readCsv(path('engines'));
    expect(rows).toHaveLength(2 * 2 * 2 * 2);
    for (const row of rows) {
      const partitions = numberIn(row, 'partitions') ?? 0;
      expect(numberIn(row, 'samples')).toBe(row.rule === 'left' ? partitions : partitions + 1);
      for (const norm of ['l1', 'l2']) {
        expect(numberIn(row, norm)).toBeLessThan(1e-5);
        expect(numberIn(row, norm)).toBeGreaterThan(0);
      }
    }
    for (const row of readCsv(path('engines_timings'))) {
      for (const engine of ['sweep', 'network']) expect(numberIn(row, `${engine}_seconds`)).toBeGreaterThan(0);
    }
  });

  it('compares the figures of the study for each image and backend', () => {
    const rows = readCsv(path('engines_study'));
    expect(rows.map(({ quantity }) => quantity)).toEqual(
      Array.from({ length: 4 }, () => ['m_tilde_error', 'left', 'gauss']).flat(),
    );
    for (const row of rows) {
      const difference = Math.abs((numberIn(row, 'sweep') ?? 0) - (numberIn(row, 'network_engine') ?? 0));
      expect(difference).toBeLessThanOrEqual(row.quantity === 'm_tilde_error' ? 1e-3 : 1);
    }
  });

  it('goes on where an earlier run stopped, and is as one that was not', async () => {
    const before = ['engines', 'engines_study'].map((name) => readFileSync(path(name), 'utf8'));
    const journal = join(artifacts, 'engines', 'journal', 'all.jsonl');
    writeFileSync(journal, readFileSync(journal, 'utf8').slice(0, -100));
    await run();
    expect(['engines', 'engines_study'].map((name) => readFileSync(path(name), 'utf8'))).toEqual(before);
  });

  it('refuses numbers of partitions that are none, and misspelt backends and rules', async () => {
    await expect(run({ partitions: '10,1.5' })).rejects.toThrow('--partitions is 1.5; expected a whole number from 1.');
    await expect(run({ rules: 'lefd' })).rejects.toThrow("Unknown rule 'lefd'. Did you mean 'left'?");
    await expect(
      definition.create('engines', join(artifacts, 'other')).run({ ...options, backends: 'wsm' }, settings()),
    ).rejects.toThrow("Unknown backend 'wsm'. Did you mean 'wasm'?");
  });

  it('prints tables of differences, speed and the study, a row for each backend', () => {
    const text = definition.create('engines', artifacts).analyze();
    for (const backend of ['wasm', 'cpu'])
      expect(text.match(new RegExp(`mnist_dense +${backend} `, 'g'))).toHaveLength(3);
    expect(readCsv(path('summary')).map(({ backend, cells }) => [backend, cells])).toEqual([
      ['wasm', '8'],
      ['cpu', '8'],
    ]);
  });
});

describe('the tables of engines', () => {
  it('gives medians and largest differences, gradients per second and the median ratio of times', () => {
    const row = (l1: number, samples: number, network: number): Row => ({
      network: 'n',
      backend: 'b',
      l1: String(l1),
      l2: String(2 * l1),
      samples: String(samples),
      sweep_seconds: '2',
      network_seconds: String(network),
    });
    const rows = [row(1, 5, 1), row(2, 10, 2), row(6, 15, 7)];
    expect(differenceTable(rows).rows).toEqual([['n', 'b', 3, 2, 6, 4, 12]]);
    // 30 gradients in 10 s; ratios 1/2, 1 and 7/2.
    expect(speedTable(rows).rows).toEqual([['n', 'b', 3, 3, 1]]);
  });

  it('counts equal samples, those off by one, and those further apart or found by one engine only', () => {
    const row = (quantity: string, sweep: string, network: string): Row => ({
      network: 'n',
      backend: 'b',
      quantity,
      sweep,
      network_engine: network,
    });
    const { rows } = studyTable([
      row('left', '7', '7'),
      row('left', '', ''),
      row('left', '7', '8'),
      row('gauss', '9', '7'),
      row('gauss', '9', ''),
      row('m_tilde_error', '0.5', '0.25'),
      row('m_tilde_error', '', ''),
    ]);
    expect(rows).toEqual([['n', 'b', 5, 2, 1, 2, 0.6, 0.25]]);
  });
});
