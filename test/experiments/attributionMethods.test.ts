import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import definition from '../../experiments/attribution_methods.ts';
import { methodTable } from '../../experiments/attribution_methods/tables.ts';
import { exactIntegratedGradients, methodNamed, methods } from '../../src/attribution/index.ts';
import { insertionScore, softmaxProbability } from '../../src/attribution/metrics/index.ts';
import { lineTo, loadData, loadNetwork } from '../../src/catalogue/index.ts';
import { readCsv } from '../../src/experiment/csv.ts';
import { numberIn, type Row } from '../../src/experiment/index.ts';
import { settings } from '../helpers/runSettings.ts';
import { elements } from '../helpers/svg.ts';

const options = {
  networks: 'mnist_dense',
  data: undefined,
  images: '0-1',
  methods: 'all',
  baseline: 'black',
  layer: undefined,
  rule: 'gauss',
  n: '24,512',
  within: undefined,
  cell: undefined,
};

describe('the experiment attribution_methods', () => {
  let artifacts: string;
  let rows: Row[];
  const path = (name: string): string => join(artifacts, 'attribution_methods', name);
  const run = (changes: object = {}): Promise<unknown> =>
    definition.create('attribution_methods', artifacts).run({ ...options, ...changes }, settings());
  const value = (row: Row, column: string): number => numberIn(row, column) ?? NaN;
  const ofMethod = (name: string): Row[] => rows.filter(({ method }) => method === name);

  beforeAll(async () => {
    artifacts = mkdtempSync(join(tmpdir(), 'exact-ig-'));
    await run();
    rows = readCsv(path('attribution_methods.csv'));
  });
  afterAll(() => {
    rmSync(artifacts, { recursive: true });
  });

  it('has one row for each image and each way of every method', () => {
    for (const method of methods) {
      const { name, kind } = method;
      const ways = [
        ...('integrand' in method ? ['exact '] : []),
        ...(kind === 'path' ? ['gauss 24', 'gauss 512'] : []),
        ...('random' in method ? ['random 24', 'random 512'] : []),
        ...(kind === 'direct' ? [' '] : []),
      ];
      for (const image of ['0', '1']) {
        expect(
          ofMethod(name)
            .filter((row) => row.image === image)
            .map(({ rule, n }) => `${rule} ${n}`),
        ).toEqual(ways);
      }
    }
  });

  it('compares methods with their exact form, which is no distance from itself and complete', () => {
    const exact = rows.filter(({ rule }) => rule === 'exact');
    expect(exact.length).toBeGreaterThan(0);
    for (const row of exact) {
      expect(row.compared_with).toBe(row.method);
      expect([value(row, 'relative_l1'), value(row, 'relative_l2')]).toEqual([0, 0]);
      expect(value(row, 'rank_correlation')).toBeCloseTo(1, 12);
      if (row.completeness_gap !== '') expect(value(row, 'completeness_gap')).toBeLessThan(1e-9);
    }
    // What flows through one neuron may cancel out along the line, which makes relative errors large.
    const sampled = rows.filter(
      ({ rule, n, method }) => rule === 'gauss' && n === '512' && methodNamed(method).neuron === undefined,
    );
    expect(sampled.length).toBeGreaterThan(0);
    for (const row of sampled) expect(value(row, 'relative_l1')).toBeLessThan(0.01);
  });

  it('compares KernelSHAP with exact Shapley values, which it equals over all coalitions of nine superpixels', () => {
    const [few, all] = ['24', '512'].map((n) => ofMethod('kernel_shap').filter((row) => row.n === n));
    for (const row of [...few, ...all]) expect([row.compared_with, row.elements]).toEqual(['shapley_values', '9']);
    for (const row of all) expect(value(row, 'relative_l1')).toBeLessThan(1e-8);
    for (const row of few) expect(value(row, 'relative_l1')).toBeGreaterThan(1e-8);
  });

  it('compares others with exact integrated gradients, of the input or of the layer, by features where these are attributed', () => {
    const comparison = (name: string): string[] => [ofMethod(name)[0].compared_with, ofMethod(name)[0].elements];
    expect(comparison('saliency')).toEqual(['integrated_gradients', '784']);
    expect(comparison('layer_gradient_x_activation')).toEqual(['layer_integrated_gradients', '100']);
    expect(comparison('feature_ablation')).toEqual(['integrated_gradients', '9']);
  });

  it('scores attributions of the input to the target by insertion and deletion, and no others', async () => {
    const scored = rows
      .filter(({ insertion, deletion }) => insertion !== '' && deletion !== '')
      .map(({ method }) => method);
    const scorable = methods
      .filter(({ attributes, neuron }) => attributes === 'input' && neuron !== 'explained')
      .map(({ name }) => name);
    expect(new Set(scored)).toEqual(new Set(scorable));

    const { network, processing, dataset } = await loadNetwork('mnist_dense');
    const { images } = await loadData({
      name: 'mnist_dense',
      network,
      processing,
      file: '',
      files: [],
      dataset: dataset ?? '',
    });
    const { baseline, input } = lineTo(images.pixels[1], processing);
    const { attributions } = await exactIntegratedGradients(network, { baseline, input, target: images.labels[1] });
    const probability = softmaxProbability((points) => Promise.resolve(network.evaluate(points)), 10, images.labels[1]);
    const [, row] = ofMethod('integrated_gradients').filter(({ rule }) => rule === 'exact');
    expect(value(row, 'insertion')).toBeCloseTo(
      await insertionScore(probability, { attributions, input, baseline, channels: 1 }),
      12,
    );
  });

  it('correlates each two methods that attribute to the same, once', () => {
    const pairs = readCsv(path('rank_correlations.csv')).filter(({ image }) => image === '0');
    const count = (place: string): number => methods.filter(({ attributes }) => attributes === place).length;
    expect(pairs).toHaveLength((count('input') * (count('input') - 1) + count('layer') * (count('layer') - 1)) / 2);
    const known = pairs.find(({ method, other }) => method === 'integrated_gradients' && other === 'gradient_shap');
    // With one baseline both exact forms are the same.
    expect(Number(known?.rank_correlation)).toBeCloseTo(1, 12);
    for (const { method, other } of pairs) expect(methodNamed(method).attributes).toBe(methodNamed(other).attributes);
  });

  it('goes on where an earlier run stopped, and is as one that was not', async () => {
    const sheets = ['attribution_methods.csv', 'rank_correlations.csv', 'heat_maps.csv', 'saturation.csv'];
    const before = sheets.map((name) => readFileSync(path(name), 'utf8'));
    const journal = path('journal/all.jsonl');
    const [first, second] = readFileSync(journal, 'utf8').split('\n');
    writeFileSync(journal, `${first}\n${second.slice(0, 1000)}`);
    await run();
    expect(readFileSync(journal, 'utf8').startsWith(`${first}\n`)).toBe(true);
    expect(sheets.map((name) => readFileSync(path(name), 'utf8'))).toEqual(before);
  });

  it.each([
    [{ methods: 'salency' }, "Unknown method 'salency'. Did you mean 'saliency'?"],
    [{ methods: 'all,saliency' }, "--methods is 'all,saliency'; expected names of methods, or 'all' alone."],
    [{ rule: 'gaus' }, "Unknown rule 'gaus'. Did you mean 'gauss'?"],
    [{ n: '10,0' }, '--n is 0; expected a whole number from 1.'],
    [{ within: '-1%' }, "--within is '-1%'; expected a number above 0, like 0.01 or 1%."],
    [{ cell: 0 }, '--cell is 0; expected a whole number from 1.'],
    [{ layer: 'ReLU_3' }, "mnist_dense: Unknown layer 'ReLU_3'. Did you mean 'ReLU_2'?"],
  ])('refuses %o', async (changes, message) => {
    await expect(run(changes)).rejects.toThrow(message);
  });

  it('names network and method where one does not suit the other', async () => {
    const other = definition.create('attribution_methods', join(artifacts, 'other'));
    await expect(other.run({ ...options, methods: 'shapley_values', cell: 2 }, settings())).rejects.toThrow(
      /^mnist_dense, shapley_values: /,
    );
  });

  it('with a tolerance the methods that take one find their n', async () => {
    const folder = join(artifacts, 'tolerance');
    const choice = {
      ...options,
      methods: 'layer_conductance,gradient_shap,lime',
      images: '0',
      n: undefined,
      within: '5%',
    };
    await definition.create('attribution_methods', folder).run(choice, settings());
    const found = readCsv(join(folder, 'attribution_methods', 'attribution_methods.csv')).filter(
      ({ rule }) => rule !== 'exact',
    );
    expect(found.map(({ method, n, within }) => [method, n, within])).toEqual([
      ['layer_conductance', '', '0.05'],
      ['gradient_shap', '', '0.05'],
    ]);
    for (const row of found) {
      expect(value(row, 'n_used')).toBeGreaterThanOrEqual(8);
      expect(value(row, 'relative_l1')).toBeLessThanOrEqual(0.05);
    }
    const {
      rows: [, conductance],
    } = methodTable(readCsv(join(folder, 'attribution_methods', 'attribution_methods.csv')));
    expect(conductance.slice(1, 4)).toEqual(['layer_conductance', 'gauss', `${found[0].n_used} for 5.00 %`]);
  });

  it('prints a table and draws costs, correlations, heat maps and saturation of each network', () => {
    const text = definition.create('attribution_methods', artifacts).analyze();
    expect(text).toContain('network mnist_dense, images 2');
    for (const { name } of methods) expect(text).toMatch(new RegExp(`^${name}  `, 'm'));
    const figure = (name: string): string => readFileSync(path(`${name}_mnist_dense.svg`), 'utf8');
    expect(elements(figure('heat_maps'), '.panel')).toHaveLength(methods.length + 1);
    expect(elements(figure('rank_correlation'), '.rows text')).toHaveLength(methods.length);
    expect(elements(figure('saturation'), '.gathering')).toHaveLength(2);
    expect(
      elements(figure('cost'), '.key text')
        .map((label) => label.text)
        .sort(),
    ).toEqual(methods.map(({ name }) => name).sort());
    expect(existsSync(path('summary.csv'))).toBe(true);
  });
});

describe('the table of attribution methods', () => {
  it('has the medians over the images of each way of each method, of the values there are', () => {
    const row = (image: number, n: string, cells: Row): Row => ({
      network: 'net',
      image: String(image),
      method: 'm',
      rule: 'gauss',
      n,
      within: '',
      n_used: n,
      compared_with: 'm',
      relative_l1: '',
      relative_l2: '',
      rank_correlation: '',
      completeness_gap: '',
      insertion: '',
      deletion: '',
      evaluations: '0',
      gradients: '5',
      seconds: '1',
      ...cells,
    });
    const { rows } = methodTable(
      [
        row(0, '4', { relative_l1: '0.25', seconds: '3' }),
        row(1, '4', { relative_l1: '0.75', seconds: '1' }),
        row(2, '4', { seconds: '2' }),
        row(0, '8', {}),
      ],
      true,
    );
    expect(rows).toEqual([
      ['net', 'm', 'gauss', '4', 'm', 3, 0.5, undefined, undefined, undefined, undefined, undefined, 0, 5, 2],
      ['net', 'm', 'gauss', '8', 'm', 1, undefined, undefined, undefined, undefined, undefined, undefined, 0, 5, 1],
    ]);
  });
});
