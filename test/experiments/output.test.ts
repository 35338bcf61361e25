import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import attributionMethods from '../../experiments/attribution_methods.ts';
import engines from '../../experiments/engines.ts';
import integratedGradients from '../../experiments/integrated_gradients.ts';
import { runCommandLine } from '../../src/cli/commandLine.ts';
import { readCsv } from '../../src/experiment/csv.ts';
import { numberIn, Progress, type Row } from '../../src/experiment/index.ts';
import { projectRoot } from '../../src/project/index.ts';
import { endingIn } from '../helpers/onnxModels.ts';
import { settings } from '../helpers/runSettings.ts';

const bytes = readFileSync(join(projectRoot, 'networks', 'mnist_dense.onnx'));
const experiments = {
  integrated_gradients: integratedGradients,
  attribution_methods: attributionMethods,
  engines,
};
type Name = keyof typeof experiments;

const options = {
  integrated_gradients: {
    images: '0',
    rules: 'left,trapezoid,gauss',
    engine: 'sweep',
    procedure: 'definition',
    requireGpu: false,
  },
  attribution_methods: {
    images: '0',
    methods: 'integrated_gradients,layer_conductance,saliency',
    baseline: 'black',
    rule: 'gauss',
    n: '24',
  },
  engines: { images: '0', rules: 'left,gauss', partitions: '10', backends: 'wasm', study: true },
} as const;

/** What a run tells its user. */
class Heard {
  text = '';
  write(line: string): boolean {
    this.text += line;
    return true;
  }
}

describe('experiments on networks that end in a softmax', () => {
  let folder: string;
  const file = (end: string): string => join(folder, end, 'net.onnx');

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'exact-ig-'));
    for (const end of ['logits', 'softmax']) mkdirSync(join(folder, end));
    writeFileSync(file('logits'), bytes);
    writeFileSync(file('softmax'), endingIn(bytes, 'Softmax'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** Runs an experiment in a folder of its own. @returns what it told, what it wrote and what `analyze` says */
  async function run(name: Name, end: string, changes: object = {}) {
    const heard = new Heard();
    const experiment = experiments[name].create(name, mkdtempSync(join(folder, 'artifacts-')));
    await experiment.run(
      { networks: file(end), data: 'mnist_test', ...options[name], ...changes },
      settings({ progress: new Progress(false, heard) }),
    );
    const read = (sheet: string): string => readFileSync(join(experiment.folder, `${sheet}.csv`), 'utf8');
    const rows = (sheet: string): Row[] => readCsv(join(experiment.folder, `${sheet}.csv`));
    const manifest = JSON.parse(readFileSync(join(experiment.folder, 'manifest.json'), 'utf8')) as {
      fixed: { output?: string };
      notes: string[];
    };
    return { heard: heard.text, read, rows, manifest, report: experiment.analyze() };
  }

  it.each([
    ['integrated_gradients', ['ig_run_data', 'ig_error_curves', 'ig_line', 'ig_layers', 'ig_maps']],
    ['attribution_methods', ['attribution_methods', 'rank_correlations', 'heat_maps', 'saturation']],
    ['engines', ['engines', 'engines_study']],
  ] as const)(
    '%s is about their logits unless told otherwise, says so, and writes what it writes of the network without softmax',
    async (name, sheets) => {
      const [plain, ending] = [await run(name, 'logits'), await run(name, 'softmax')];
      for (const sheet of sheets) expect(ending.read(sheet)).toBe(plain.read(sheet));
      const note =
        'net.onnx ends in a softmax or sigmoid: its logits are explained, which go into it; --output probability explains what it gives.';
      expect(ending.heard).toContain(note);
      expect(ending.report).toContain(note);
      expect(ending.manifest).toMatchObject({ notes: [note] });
      expect([plain.heard, plain.report].join()).not.toContain('softmax');
    },
  );

  it('the study is about probabilities if told so: exact attributions are complete to 1e-9, and rules come near them', async () => {
    const { rows, heard, manifest } = await run('integrated_gradients', 'softmax', { output: 'probability' });
    const note = 'net.onnx ends in a softmax or sigmoid: what it gives is explained';
    expect(heard).toContain(note);
    expect(manifest).toMatchObject({ fixed: { output: 'probability' }, notes: [expect.stringContaining(note)] });
    const logits = (await run('integrated_gradients', 'softmax')).rows('ig_run_data');
    for (const [i, row] of rows('ig_run_data').entries()) {
      expect(numberIn(row, 'completeness_gap')).toBeLessThan(1e-9);
      expect(row.exact_regions).toBe(logits[i].exact_regions);
      expect(row.m_tilde_error).not.toBe(logits[i].m_tilde_error);
      expect(numberIn(row, 'gauss_samples')).toBeGreaterThan(0);
    }
    const errors = rows('ig_error_curves').filter(({ rule, samples }) => rule === 'left' && samples === '1000');
    expect(errors).toHaveLength(1);
    for (const { error } of errors) expect(Number(error)).toBeLessThan(0.05);
  });

  it('the network engine samples what the sweep integrates, of probabilities too', async () => {
    const { rows } = await run('engines', 'softmax', { output: 'probability', study: false });
    expect(rows('engines')).toHaveLength(2);
    for (const row of rows('engines')) expect(numberIn(row, 'l1')).toBeLessThan(1e-5);
  });

  it('attribution methods score by the softmax of the logits, whichever are explained', async () => {
    const scores = async (output: string): Promise<string[]> => {
      const { rows } = await run('attribution_methods', 'softmax', {
        output,
        methods: 'saliency',
      });
      return rows('attribution_methods')
        .filter(({ method }) => method === 'saliency')
        .map(({ insertion }) => insertion);
    };
    const [logits, probability] = [await scores('logits'), await scores('probability')];
    // Probabilities taken for logits would give nearly equal shares, 0.1 of ten classes.
    expect(Number(logits[0])).toBeGreaterThan(0.3);
    expect(Number(probability[0])).toBeGreaterThan(0.3);
  });

  it('an output that the network does not have is refused', async () => {
    for (const name of Object.keys(experiments) as Name[])
      await expect(run(name, 'logits', { output: 'logit' })).rejects.toThrow("the model has no output 'logit'");
  });

  it('submit hands the output on to the tasks', async () => {
    const stdout = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const asked = ['--networks', file('softmax'), '--images', '0', '--output', 'probability', '--artifacts', folder];
    const code = await runCommandLine(['submit', 'integrated_gradients', '--tasks', '1', '--print', ...asked]);
    const script = stdout.mock.calls.join('');
    stdout.mockRestore();
    expect(code).toBe(0);
    expect(script).toMatch(/^exec .* experiment integrated_gradients .*--output=probability /m);
  });

  it('a layer behind the softmax is no layer that methods can be compared on', async () => {
    await expect(run('attribution_methods', 'softmax', { output: 'probability', layer: 'end' })).rejects.toThrow(
      "net.onnx: Layer 'end' lies behind the straight part of the network, which layer 'end' (Softmax) ends.",
    );
  });
});
