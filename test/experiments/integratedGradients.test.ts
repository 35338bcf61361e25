import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import definition from '../../experiments/integrated_gradients.ts';
import { prepare, type Setup } from '../../experiments/integrated_gradients/job.ts';
import type { RunRow } from '../../experiments/integrated_gradients/columns.ts';
import { exactIntegratedGradients, NetworkIntegrator, procedureNamed, study } from '../../src/attribution/index.ts';
import { loadData, loadNetwork, processImage } from '../../src/catalogue/index.ts';
import { numberIn, Progress, type Row, type RunSettings } from '../../src/experiment/index.ts';
import { readCsv } from '../../src/experiment/csv.ts';
import { gradientsOf } from '../../src/gradients/index.ts';
import { inputName, Network, Normalize } from '../../src/network/index.ts';
import { readNetwork } from '../../src/network/readers/index.ts';
import { gauss, left, right, simpson, trapezoid } from '../../src/quadrature/index.ts';
import { realFiles } from '../helpers/realFiles.ts';

const rules = [left, right, trapezoid, simpson, gauss];

const setup: Setup = {
  network: 'mnist_convsmall',
  data: undefined,
  rules: rules.map(({ name }) => name),
  engine: 'sweep',
  procedure: 'definition',
  backend: 'auto',
  batchSize: undefined,
};

/** Figures per image that an independent float64 implementation found by evaluating the network at every endpoint. */
interface Expected {
  readonly image: number;
  readonly label: number;
  readonly exact_regions: number;
  readonly m_tilde_steps: number | null;
  readonly m_tilde_error: number | null;
  readonly samples: Readonly<Record<string, number | null>>;
  readonly samples_reference_search: Readonly<Record<string, number | null>>;
}

function expectedIn(file: string): Expected[] {
  const parsed = JSON.parse(readFileSync(file, 'utf8')) as Expected[] | { images: Expected[] };
  return Array.isArray(parsed) ? parsed : parsed.images;
}

function samplesOf(row: RunRow): (number | undefined)[] {
  return ['left', 'right', 'trap', 'simpson', 'gauss'].map((rule) => row[`${rule}_samples`]);
}

function samplesIn(expected: Expected['samples']): (number | undefined)[] {
  return ['left', 'right', 'trap', 'simpson', 'gauss'].map((rule) => expected[rule] ?? undefined);
}

const real = realFiles(
  'cifar10_relu_convsmall.onnx',
  'cifar10_relu_convsmall.pyt',
  'cifar10_test.csv',
  'expected_cifar10_relu_convsmall.json',
);

describe.skipIf(real === undefined)("the study of ERAN's ConvSmall", () => {
  const [onnx, text, data, expectedFile] = real ?? ['', '', '', ''];
  const expected = real ? expectedIn(expectedFile) : [];

  it('agrees with the independent figures of every image', async () => {
    const perform = await prepare({ ...setup, network: onnx, data });
    for (const figures of expected) {
      const { row } = await perform({ image: figures.image, curve: false });
      expect(row).toMatchObject({ label: figures.label, exact_regions: figures.exact_regions });
      expect(row.m_tilde_steps).toBe(figures.m_tilde_steps ?? undefined);
      expect(Math.abs((row.m_tilde_error ?? 0) - (figures.m_tilde_error ?? 0))).toBeLessThan(1e-6);
      expect([figures.image, samplesOf(row)]).toEqual([figures.image, samplesIn(figures.samples)]);
      expect(row.completeness_gap).toBeLessThan(1e-9);
    }
  });

  it('agrees with the figures of the published search', async () => {
    const perform = await prepare({ ...setup, network: onnx, data, procedure: 'published' });
    for (const figures of expected.slice(0, 20)) {
      const { row } = await perform({ image: figures.image, curve: false });
      expect([figures.image, samplesOf(row)]).toEqual([figures.image, samplesIn(figures.samples_reference_search)]);
    }
  });

  it("agrees for ERAN's text form, once it normalises with the constants of the ONNX file", async () => {
    // The text says 0.4822 where the ONNX file holds 0.482200026512146, one float32 step off; all weights are equal
    // to the bit. Images whose relative error hangs on attributions near 0 feel even that.
    const { network: fromText, processing } = await loadNetwork(text);
    const normalize = (await readNetwork(onnx)).nodes[0].layer;
    const [first, ...rest] = fromText.nodes;
    if (normalize.type !== 'Normalize' || first.layer.type !== 'Normalize') throw new Error('the networks begin with Normalize');
    const own = first.layer;
    normalize.mean.forEach((mean, i) => {
      expect(own.mean[i]).toBeCloseTo(mean, 7);
    });
    const network = new Network(fromText.inputShape, [
      { name: first.name, layer: new Normalize(normalize.mean, normalize.deviation), inputs: [inputName] },
      ...rest.map(({ name, layer, inputs }) => ({ name, layer, inputs: inputs.map((input) => fromText.nodes[input].name) })),
    ]);
    const { images } = await loadData(await loadNetwork(text), data);
    for (const figures of expected.slice(0, 20)) {
      const input = processImage(images.pixels[figures.image], processing);
      const exact = await exactIntegratedGradients(network, new Float64Array(input.length), input, figures.label);
      const { samples, mTilde } = await study(exact, exact.integrator, rules, procedureNamed('definition'));
      expect([...samples.values()]).toEqual(samplesIn(figures.samples));
      expect([exact.regions, mTilde?.partitions]).toEqual([figures.exact_regions, figures.m_tilde_steps ?? undefined]);
    }
  });
});

describe('the two engines', () => {
  it('give the same figures up to float32', async () => {
    const loaded = await loadNetwork('mnist_convsmall');
    const { images } = await loadData(loaded);
    const gradients = await gradientsOf(loaded.network);
    for (const image of [0, 1, 2]) {
      const input = processImage(images.pixels[image], loaded.processing);
      const baseline = new Float64Array(input.length);
      const label = images.labels[image];
      const exact = await exactIntegratedGradients(loaded.network, baseline, input, label);
      const search = procedureNamed('definition');
      const bySweep = await study(exact, exact.integrator, rules, search);
      const byNetwork = await study(exact, new NetworkIntegrator(gradients, baseline, input, label), rules, search);
      expect(byNetwork.mTilde?.partitions).toBe(bySweep.mTilde?.partitions);
      expect(Math.abs((byNetwork.mTilde?.error ?? 0) - (bySweep.mTilde?.error ?? 0))).toBeLessThan(1e-3);
      const counts = [...byNetwork.samples.values()];
      [...bySweep.samples.values()].forEach((count, r) => {
        expect(Math.abs((counts[r] ?? 0) - (count ?? 0))).toBeLessThanOrEqual(1);
      });
    }
    gradients.dispose();
  });
});

describe('the experiment', () => {
  let artifacts: string;
  const options = {
    networks: 'mnist_dense',
    data: undefined,
    images: '0-3',
    rules: 'left,trapezoid',
    engine: 'sweep',
    procedure: 'definition',
    backend: 'auto',
    batchSize: undefined,
  };
  const settings = (): RunSettings => ({
    seed: 0,
    jobs: 1,
    fresh: false,
    progress: new Progress(true),
    signal: new AbortController().signal,
  });
  const rowsIn = (folder: string): Row[] => readCsv(join(folder, 'integrated_gradients', 'ig_run_data.csv'));

  beforeAll(async () => {
    artifacts = mkdtempSync(join(tmpdir(), 'exact-ig-'));
    await definition.create('integrated_gradients', artifacts).run(options, settings());
  });
  afterAll(() => {
    rmSync(artifacts, { recursive: true });
  });

  it('writes one row for each image, with nothing under the rules that were not asked for', () => {
    const rows = rowsIn(artifacts);
    expect(rows.map(({ image }) => Number(image)).sort()).toEqual([0, 1, 2, 3]);
    for (const row of rows) {
      expect(row).toMatchObject({ network: 'mnist_dense', right_samples: '', gauss_samples: '' });
      expect(numberIn(row, 'left_samples')).toBeGreaterThan(0);
      expect(numberIn(row, 'completeness_gap')).toBeLessThan(1e-9);
    }
  });

  it('goes on where an earlier run stopped, without doing an image twice', async () => {
    const before = rowsIn(artifacts);
    await definition.create('integrated_gradients', artifacts).run(options, settings());
    expect(rowsIn(artifacts)).toEqual(before);
  });

  it('refuses to mix options in one folder, and says which differs', async () => {
    const other = definition.create('integrated_gradients', artifacts).run({ ...options, procedure: 'published' }, settings());
    await expect(other).rejects.toThrow('--procedure was "definition" and is "published"');
  });

  it('gives the same rows with one thread and with two', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'exact-ig-'));
    await definition.create('integrated_gradients', folder).run(options, { ...settings(), jobs: 2 });
    const withoutTime = (rows: Row[]): Row[] =>
      [...rows].sort((a, b) => Number(a.image) - Number(b.image)).map((row) => ({ ...row, seconds: '' }));
    expect(withoutTime(rowsIn(folder))).toEqual(withoutTime(rowsIn(artifacts)));
    rmSync(folder, { recursive: true });
  });

  it('suggests the nearest rule and network for a misspelt one', async () => {
    const run = (changes: object): Promise<void> =>
      definition.create('integrated_gradients', artifacts).run({ ...options, ...changes }, settings());
    await expect(run({ rules: 'left,simson' })).rejects.toThrow("Unknown rule 'simson'. Did you mean 'simpson'?");
    await expect(run({ networks: 'mnist_dens' })).rejects.toThrow("Unknown network 'mnist_dens'. Did you mean 'mnist_dense'?");
    await expect(run({ images: '5-200' })).rejects.toThrow('there is no image 200. There are 100, from 0 to 99.');
  });

  it('prints both tables and draws both figures', async () => {
    const text = await definition.create('integrated_gradients', artifacts).analyze();
    expect(text).toContain('Table 1: mean relative error of m-tilde');
    expect(text).toMatch(/mnist_dense +exact regions +4/);
    for (const figure of ['expository_figure', 'error_mnist_dense']) {
      expect(readFileSync(join(artifacts, 'integrated_gradients', `${figure}.svg`), 'utf8')).toContain('<svg');
    }
  });
});
