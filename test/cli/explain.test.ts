import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import { readNpy, readNpz, writeNpy } from '../../src/arrays/index.ts';
import { exactIntegratedGradients, explain as explainNetwork, relativeL1 } from '../../src/attribution/index.ts';
import { loadData, loadNetwork, lineTo } from '../../src/catalogue/index.ts';
import { runCommandLine } from '../../src/cli/commandLine.ts';
import { heatMapText, showsColours } from '../../src/cli/explain/heatMap.ts';
import { whileWaiting } from '../../src/cli/explain/stderr.ts';
import { divergingColour } from '../../src/figures/index.ts';
import { Dense, inputName, Network, ReLU } from '../../src/network/index.ts';
import { writeOnnx } from '../../src/network/readers/onnx/index.ts';
import { sequentialModel, writeModel } from '../helpers/layersModels.ts';
import { floats, onnxModel } from '../helpers/onnxModels.ts';

let folder: string;
let stdout: MockInstance;
let stderr: MockInstance;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'explain-'));
  stdout = vi.spyOn(console, 'log').mockReturnValue();
  stderr = vi.spyOn(console, 'error').mockReturnValue();
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const path = (name: string): string => join(folder, name);
const text = (spy: MockInstance): string => spy.mock.calls.flat().join('\n').replace(/\s+/g, ' ');
const explain = (...args: string[]): Promise<number> =>
  runCommandLine(['explain', '--network', 'mnist_convsmall', ...args]);

/** Exact integrated gradients of an image of mnist_test from black, computed by the library. */
async function exactOf(image: number): Promise<{ attributions: Float64Array; input: Float64Array; regions: number }> {
  const loaded = await loadNetwork('mnist_convsmall');
  const { images } = await loadData(loaded);
  const { baseline, input } = lineTo(images.pixels[image], loaded.processing);
  return {
    ...(await exactIntegratedGradients(loaded.network, { baseline, input, target: images.labels[image] })),
    input,
  };
}

/** Orders of summation differ between ways to the same numbers: a few units in the last place. */
function expectNear(attributions: Float64Array, exact: Float64Array): void {
  expect(relativeL1(attributions, exact)).toBeLessThan(1e-13);
}

/** Outputs `relu(2 a - b)` and `relu(-a)`: from (0, 0) to (1, 1) exact attributions of output 0 are 2 and -1. */
function tabularNetwork(): string {
  const network = new Network(
    [2],
    [
      { name: 'hidden', layer: new Dense(Float64Array.of(2, -1, -1, 0), Float64Array.of(0, 0)), inputs: [inputName] },
      { name: 'relu', layer: new ReLU(), inputs: ['hidden'] },
    ],
  );
  writeFileSync(path('tabular.onnx'), writeOnnx(network));
  return path('tabular.onnx');
}

describe('explain', () => {
  it('names outputs with places by channel, row and column, and makes no softmax of all of them', async () => {
    const image = { input: ['N', 2, 2, 3], nodes: [{ op: 'Relu' }], outputRank: 4 };
    writeFileSync(path('image.onnx'), onnxModel(image));
    const data = Float64Array.from({ length: 12 }, (_, i) => i + 1);
    writeFileSync(path('x.npy'), writeNpy({ shape: [1, 2, 2, 3], data }));
    const given = ['--network', path('image.onnx'), '--input', path('x.npy'), '--baseline', 'zero', '--quiet'];
    const command = (...args: string[]): Promise<number> => runCommandLine(['explain', ...given, ...args]);
    expect(await command('--target', '1@0x2', '-o', path('ig.npy'))).toBe(0);
    // Each unit is a ReLU of one input, that of the channel 1, row 0, column 2 the 9th of channels, rows, columns.
    const { data: attributions } = readNpy(readFileSync(path('ig.npy')), 'ig.npy');
    expect([...attributions]).toEqual(Array.from(data, (x, i) => (i === 8 ? x : 0)));
    expect(await command('--target', '2@0x0')).toBe(1);
    expect(text(stderr)).toContain("'2@0x0'; expected an output from 0 to 11 or CHANNEL@ROWxCOLUMN within 2x3x2");
    stdout.mockClear();
    expect(await runCommandLine(['explain', ...given.slice(0, -1)])).toBe(0);
    expect(text(stdout)).toContain('gives 12 outputs, 2x3x2, each CHANNEL@ROWxCOLUMN.');
    expect(text(stdout)).toContain('for output 11 (1@1x2), predicted');
    expect(text(stdout)).not.toContain('softmax');
    stdout.mockClear();
    expect(await runCommandLine(['explain', ...given.slice(0, -1), '--target', '1@0x2'])).toBe(0);
    // The three largest of the units, and the one that is asked for, which is but the fourth.
    expect(text(stdout)).toMatch(/11 \(1@1x2\) 12 9 \(1@1x1\) 11 7 \(1@1x0\) 10 5 \(1@0x2\) 9 integrated/);
    expect(await command('--target', '1@0x2', '-o', path('image.svg'))).toBe(0);
    // Beside it the other channel of its place, not the largest of all.
    const svg = readFileSync(path('image.svg'), 'utf8');
    expect(svg).toContain('output 1@0x2');
    expect(svg).toContain('the other output');
    expect(svg).not.toContain('1@1x2');
  });

  it('warns where a network divides pixels by 255 that are divided already', async () => {
    const div = { op: 'Div', inputs: ['x', 'c'], name: 'rescale', output: 'd' };
    const scale = floats('c', [], [255]);
    const bytes = onnxModel({
      input: ['N', 1, 2, 2],
      nodes: [div, { op: 'Relu', inputs: ['d'] }],
      weights: [scale],
      outputRank: 4,
    });
    writeFileSync(path('rescale.onnx'), bytes);
    writeFileSync(path('x.png'), encode({ width: 2, height: 2, channels: 1, data: Uint8Array.of(1, 20, 150, 255) }));
    const given = ['--network', path('rescale.onnx'), '--input', path('x.png')];
    const warning = "Warning: The network's first layer 'rescale' divides by 255 itself";
    expect(await runCommandLine(['explain', ...given])).toBe(0);
    expect(text(stderr)).toContain(warning);
    stderr.mockClear();
    expect(await runCommandLine(['explain', ...given, '--divisor', '1'])).toBe(0);
    expect(text(stderr)).not.toContain(warning);
  });

  it('names those of a matrix by row and column', async () => {
    writeFileSync(path('matrix.onnx'), onnxModel({ input: ['N', 2, 3], nodes: [{ op: 'Relu' }], outputRank: 3 }));
    writeFileSync(path('x.npy'), writeNpy({ shape: [1, 2, 3], data: Float64Array.of(1, 2, 3, 4, 5, 6) }));
    const given = ['--network', path('matrix.onnx'), '--input', path('x.npy'), '--target', '1x0'];
    expect(await runCommandLine(['explain', ...given])).toBe(0);
    expect(text(stdout)).toContain('for output 3 (1x0): exact');
    // The output is a ReLU of the input at its own place.
    expect(text(stdout)).toContain('input [1, 0] = 4 4 ++++');
    // On a terminal with colours a map stands above them.
    stdout.mockClear();
    const terminal = Object.assign(Object.create(process.stdout) as typeof process.stdout, {
      isTTY: true,
      hasColors: () => true,
    });
    vi.spyOn(process, 'stdout', 'get').mockReturnValue(terminal);
    expect(await runCommandLine(['explain', ...given])).toBe(0);
    expect(text(stdout)).toMatch(/▀.*input \[1, 0\] = 4 4 \+{4}/s);
  });

  it('takes a picture for a network of matrices, which it draws as images of one channel', async () => {
    writeFileSync(path('matrix.onnx'), onnxModel({ input: ['N', 2, 3], nodes: [{ op: 'Relu' }], outputRank: 3 }));
    writeFileSync(
      path('x.png'),
      encode({ width: 3, height: 2, channels: 1, data: Uint8Array.of(0, 51, 102, 153, 204, 255) }),
    );
    const given = ['--network', path('matrix.onnx'), '--input', path('x.png'), '--target', '1x0', '--quiet'];
    expect(await runCommandLine(['explain', ...given, '-o', path('y.npy'), '-o', path('y.svg')])).toBe(0);
    const { shape, data } = readNpy(readFileSync(path('y.npy')), 'y.npy');
    expect(shape).toEqual([1, 2, 3]);
    expect([...data]).toEqual([0, 0, 0, 153 / 255, 0, 0]);
    expect(readFileSync(path('y.svg'), 'utf8')).toContain('over the image');
  });

  it('prints what was assumed, the prediction, the target, regions and the verdict', async () => {
    expect(await explain('--input', 'mnist_test:0')).toBe(0);
    const { regions } = await exactOf(0);
    const printed = text(stdout);
    expect(printed).toContain(
      'mnist_test has 100 images, pixels in row, column, channel order; they become pixel / 255. Baseline: black.',
    );
    expect(printed).toContain('mnist_test:0, labelled 7 output value softmax');
    expect(printed).toContain(
      `integrated_gradients for output 7, predicted and the label: exact, ${regions} regions; sums to 16.84`,
    );
    expect(stderr).not.toHaveBeenCalled();
  });

  it('writes arrays with channels first, as the file of the network has them, archives, pictures and all of it as JSON', async () => {
    const files = ['a.npy', 'a.npz', 'a.svg', 'a.json'].map(path);
    expect(
      await explain(
        '--input',
        'mnist_test:0-1',
        '--compare',
        'left:4',
        '--quiet',
        ...files.flatMap((file) => ['-o', file]),
      ),
    ).toBe(0);
    const [first, second] = [await exactOf(0), await exactOf(1)];
    const array = readNpy(readFileSync(files[0]), 'a.npy');
    expect(array.shape).toEqual([2, 1, 28, 28]);
    expectNear(array.data, Float64Array.of(...first.attributions, ...second.attributions));
    const archive = readNpz(readFileSync(files[1]), 'a.npz');
    expect([...archive.keys()]).toEqual(['integrated_gradients', 'integrated_gradients.left_4']);
    expect(readFileSync(path('a-1.svg'), 'utf8')).toContain('mnist_test:1, labelled 2');
    const { results } = JSON.parse(readFileSync(files[3], 'utf8')) as {
      results: { explanations: { regions: number }[]; compared: { gradients: number }[] }[];
    };
    expect(results.map(({ explanations, compared }) => [explanations[0].regions, compared[0].gradients])).toEqual([
      [first.regions, 4],
      [second.regions, 4],
    ]);
    expect(stdout).not.toHaveBeenCalled();
  });

  it('takes an array as it is and gives attributions of its shape', async () => {
    const { input, attributions } = await exactOf(0);
    writeFileSync(path('x.npy'), writeNpy({ shape: [28, 28], data: input }));
    expect(await explain('--input', path('x.npy'), '-o', path('y.npy'))).toBe(0);
    const answer = readNpy(readFileSync(path('y.npy')), 'y');
    expect(answer.shape).toEqual([28, 28]);
    expectNear(answer.data, attributions);
    expect(text(stdout)).toContain(
      "x.npy is 28x28: one input. Its numbers (float64) are the network's input as they are. Baseline: zero.",
    );
  });

  it.each([
    ['x.npy', [2, 28, 28], [1, 3, 5]],
    ['b.npy', [784], [5]],
  ])('tells where a number of %s is not finite, by indices of the array', async (name, shape, indices) => {
    const data = new Float64Array(shape.reduce((product, size) => product * size, 1));
    const place = indices.reduce((sum, index, axis) => sum * shape[axis] + index, 0);
    writeFileSync(path('x.npy'), writeNpy({ shape: [784], data: new Float64Array(784) }));
    writeFileSync(path(name), writeNpy({ shape, data: data.with(place, NaN) }));
    expect(await explain('--input', path('x.npy'), '--baseline', name === 'b.npy' ? path(name) : 'zero')).toBe(1);
    expect(text(stderr)).toContain(`${name} has NaN at [${indices.join(', ')}], counted from 0; expected finite`);
  });

  it('refuses an array without numbers', async () => {
    writeFileSync(path('x.npy'), writeNpy({ shape: [0, 28, 28], data: new Float64Array() }));
    expect(await explain('--input', path('x.npy'))).toBe(1);
    expect(text(stderr)).toContain('x.npy is 0x28x28 and holds no numbers.');
  });

  it('reads a picture in grey as the pixels it has', async () => {
    const { input, attributions } = await exactOf(0);
    writeFileSync(
      path('seven.png'),
      encode({ width: 28, height: 28, channels: 1, data: Uint8Array.from(input, (x) => Math.round(255 * x)) }),
    );
    expect(await explain('--input', path('seven.png'), '-o', path('y.npy'), '-o', path('y.png'))).toBe(0);
    expectNear(readNpy(readFileSync(path('y.npy')), 'y').data, attributions);
    expect(readFileSync(path('y.png')).subarray(1, 4).toString()).toBe('PNG');
  });

  it('explains rows of a table with the names of their columns', async () => {
    writeFileSync(path('data.csv'), 'alpha,beta,label\n1,1,0\n0,0,1\n');
    expect(
      await runCommandLine([
        'explain',
        '--network',
        tabularNetwork(),
        '--input',
        path('data.csv'),
        '--target',
        'label',
      ]),
    ).toBe(0);
    const printed = text(stdout);
    expect(printed).toContain("has 2 rows of 2 numbers, and labels in column 'label'. The first row is explained");
    expect(printed).toContain('(all of them: data.csv:0-1)');
    expect(printed).toMatch(/alpha = 1 2 \+{24} beta = 1 -1 -{12}/);
  });

  it('standardises columns by their mean and deviation if asked', async () => {
    // Columns have the means 2 and 5 and deviations 1 and 3: (1, 2) becomes (-1, -1), of which output 1, -a, is 1.
    writeFileSync(path('data.csv'), 'a,b\n1,2\n3,8\n');
    expect(
      await runCommandLine([
        'explain',
        '--network',
        tabularNetwork(),
        '--input',
        path('data.csv'),
        '--scale',
        'standardise',
        '-o',
        path('y.npy'),
      ]),
    ).toBe(0);
    expect([...readNpy(readFileSync(path('y.npy')), 'y').data]).toEqual(
      [1, 0].map((x): unknown => expect.closeTo(x, 12)),
    );
  });

  it('answers for each of several baselines by name, or with --average-baselines for their mean', async () => {
    // From (1, 0) to (1, 1) output 0, relu(2 a - b), falls from 2 to 1 by b alone; from (0, 0) attributions are 2, -1.
    writeFileSync(path('x.npy'), writeNpy({ shape: [2], data: Float64Array.of(1, 1) }));
    writeFileSync(path('b.npy'), writeNpy({ shape: [1, 2], data: Float64Array.of(1, 0) }));
    const ask = async (...args: string[]): Promise<number[][]> => {
      const input = ['--network', tabularNetwork(), '--input', path('x.npy'), '-o', path('y.npz')];
      expect(await runCommandLine(['explain', ...input, '--target', '0', ...args]), text(stderr)).toBe(0);
      return [...readNpz(readFileSync(path('y.npz')), 'y').values()].map(({ data }) => [...data]);
    };
    const near = (...rows: number[][]): unknown => rows.map((row) => row.map((x): unknown => expect.closeTo(x, 12)));
    const both = ['--baseline', `zero,${path('b.npy')}`];
    expect(await ask(...both, '-o', path('y.svg'))).toEqual(near([2, -1], [0, -1]));
    expect(text(stdout)).toMatch(
      /integrated_gradients from zero for output 0.*integrated_gradients from .*b\.npy.* for/,
    );
    expect(readFileSync(path('y.svg'), 'utf8')).toContain('α, from zero (0) to the input (1)');
    expect(await ask(...both, '--average-baselines')).toEqual(near([1, -1]));
    expect(text(stdout)).toMatch(/integrated_gradients from zero and .*b\.npy.* for output 0/);
    // Of (a, b) = alpha (1, 1) and (1, alpha) the output is straight, so that samples are exact, each for its own
    // baseline.
    const compared = await ask(...both, '--compare', 'midpoint:2');
    expect(compared).toEqual(near([2, -1], [0, -1], [2, -1], [0, -1]));
    writeFileSync(path('b.npy'), writeNpy({ shape: [2, 2], data: Float64Array.of(1, 0, 0, 0) }));
    expect(await ask('--baseline', path('b.npy'))).toEqual(near([0, -1], [2, -1]));
  });

  it('hides rows x columns of a --window that moves by --strides', async () => {
    const { network } = await loadNetwork('mnist_convsmall');
    const { input } = await exactOf(0);
    const way = { method: 'occlusion', window: [14, 7], strides: [7, 7] } as const;
    const [expected] = await explainNetwork(network, { ...way, input, target: 7 });
    const sizes = ['--window', '14x7', '--strides', '7x7'];
    const files = ['-o', path('y.npy')];
    expect(await explain('--input', 'mnist_test:0', '--method', 'occlusion', ...sizes, ...files)).toBe(0);
    expectNear(readNpy(readFileSync(path('y.npy')), 'y').data, expected.attributions);
  });

  it('samples on a --backend in float32, says so, and warns where an exact answer needs none', async () => {
    const sample = async (...backend: string[]): Promise<Float64Array> => {
      const files = ['-o', path('y.npy')];
      expect(await explain('--input', 'mnist_test:0', '--rule', 'gauss', '--n', '4', ...backend, ...files)).toBe(0);
      return Float64Array.from(readNpy(readFileSync(path('y.npy')), 'y').data);
    };
    const float64 = await sample();
    expect(await sample('--backend', 'float64')).toEqual(float64);
    const distance = relativeL1(await sample('--backend', 'cpu'), float64);
    // Rounding of float32 shows, and is no more than that.
    expect(distance).toBeGreaterThan(1e-9);
    expect(distance).toBeLessThan(1e-4);
    expect(text(stdout)).toContain('gauss, n = 4, computed by cpu;');
    expect(text(stderr)).not.toContain('--backend');
    expect(await explain('--input', 'mnist_test:0', '--backend', 'cpu')).toBe(0);
    expect(text(stderr)).toContain('All answers are exact, so that --backend cpu computes nothing');
    expect(text(stdout)).not.toMatch(/regions, computed/);
  });

  it('ends with 2 if a tolerance is not met', async () => {
    expect(await explain('--input', 'mnist_test:0', '--within', '5%', '--rule', 'trapezoid')).toBe(0);
    expect(text(stdout)).toContain('5 % allowed');
    writeFileSync(path('x.npy'), writeNpy({ shape: [2], data: Float64Array.of(1, 2 / 3) }));
    const args = [
      'explain',
      '--network',
      tabularNetwork(),
      '--input',
      path('x.npy'),
      '--baseline',
      path('b.npy'),
      '--within',
      '1e-12',
    ];
    writeFileSync(path('b.npy'), writeNpy({ shape: [2], data: Float64Array.of(-1, 0) }));
    expect(await runCommandLine(args)).toBe(2);
    expect(text(stdout)).toContain('NOT converged');
  });

  it.each([
    [
      ['--input', 'mnist_test:0', '-o', 'map.gif'],
      "Cannot write 'map.gif'; expected a name that ends with .svg, .png, .npy, .npz, .json.",
    ],
    [
      ['--input', 'mnist_test:0', '--method', 'saliency', '--layer', 'ReLU_1'],
      '--layer is given, and saliency takes none',
    ],
    [['--input', 'mnist_test:0', '--target', '10'], "The target is '10'; expected an output from 0 to 9"],
    [
      ['--input', 'mnist_test:0', '--compare', 'trapezoid'],
      'expected rules with their partitions, like trapezoid:50,gauss:20',
    ],
    [['--input', 'mnist_test:0', '--baseline', 'blak'], "The baseline 'blak' is neither zero, black, white"],
    [['--input', 'mnist_test:0', '--baseline', 'black,'], "--baseline is 'black,'; expected baselines separated by"],
    [
      ['--input', 'mnist_test:0', '--method', 'saliency', '--average-baselines'],
      '--average-baselines is given, and saliency takes none',
    ],
    [['--input', 'mnist_test:0', '--window', '4x4'], '--window is given, and integrated_gradients takes none'],
    [
      ['--input', 'mnist_test:0', '--method', 'occlusion', '--strides', '2'],
      "--strides is '2'; expected rows and columns, like 4x4.",
    ],
    [['--input', 'mnist_test:0', '--backend', 'wsm'], "Unknown backend 'wsm'. Did you mean 'wasm'?"],
    [['--input', 'mnist_test:0', '--n', '4', '--n', '5'], '--n is given more than once'],
    [['--input', 'mnist_test:200'], 'there is no image 200'],
    [['--input', 'nothing.npy'], 'The array nothing.npy cannot be read'],
  ])('refuses %j in one line', async (args, message) => {
    expect(await explain(...args)).toBe(1);
    expect(text(stderr)).toContain(message);
    expect(text(stderr)).not.toContain('defect');
  });
});

describe('what gives wrong maps in silence is told', () => {
  it('pixels from 0 to 1 that are divided by 255 again', async () => {
    const { input } = await exactOf(0);
    writeFileSync(path('unit.csv'), `7,${input.join(',')}\n`);
    await explain('--input', path('unit.csv'));
    expect(text(stderr)).toContain(
      'Warning: The pixels are 0 to 1 and are divided by 255 all the same; if they are 0 to 1 already, give --divisor 1.',
    );
    stderr.mockClear();
    await explain('--input', path('unit.csv'), '--divisor', '1', '-o', path('y.npy'));
    expect(stderr).not.toHaveBeenCalled();
    expectNear(readNpy(readFileSync(path('y.npy')), 'y').data, (await exactOf(0)).attributions);
  });

  it('pixels from 0 to 255 that are taken as they are', async () => {
    const { input } = await exactOf(0);
    writeFileSync(path('x.npy'), writeNpy({ shape: [784], data: input.map((x) => Math.round(255 * x)) }));
    await explain('--input', path('x.npy'));
    expect(text(stderr)).toContain(
      'Warning: The numbers are whole ones from 0 to 255, like pixels, and are taken as they are',
    );
  });

  it('data of which the network predicts no more than by chance', async () => {
    const { images } = await loadData(await loadNetwork('mnist_convsmall'));
    const otherLabels = Array.from(
      { length: 20 },
      (_, i) => `${(images.labels[i] + 1) % 10},${images.pixels[i].join(',')}`,
    );
    writeFileSync(path('others.csv'), otherLabels.join('\n'));
    await explain('--input', path('others.csv'));
    expect(text(stderr)).toMatch(
      /Warning: Of the first 20 examples the network predicts \d as they are labelled, hardly more than by chance/,
    );
  });
});

describe('a network that ends in a softmax', () => {
  /** Logits `relu(2 a - b)` and `relu(-a)`, and their softmax. */
  function writeProbabilities(): string {
    const weights = {
      'hidden/kernel': [
        [2, 2],
        [2, -1, -1, 0],
      ],
      'hidden/bias': [[2], [0, 0]],
    } as const;
    writeModel(
      path('probabilities'),
      sequentialModel(
        [2],
        [
          { class_name: 'Dense', config: { name: 'hidden', units: 2, activation: 'relu' } },
          { class_name: 'Activation', config: { name: 'softmax', activation: 'softmax' } },
        ],
        weights,
      ),
    );
    writeFileSync(path('x.csv'), 'a,b\n1,1\n');
    return path('probabilities');
  }
  const sums = async (...args: string[]): Promise<number[]> => {
    const code = await runCommandLine([
      'explain',
      '--network',
      writeProbabilities(),
      '--input',
      path('x.csv'),
      '--label-column',
      'none',
      '--quiet',
      '-o',
      path('a.npy'),
      ...args,
    ]);
    expect(code, text(stderr)).toBe(0);
    return [...readNpy(readFileSync(path('a.npy')), 'a.npy').data];
  };

  it('is explained by its probabilities, or with --output logits by what goes into it', async () => {
    // Logit 0 is max(0, 2 a - b) = alpha on the line to (1, 1): attributions 2 and -1; its probability changes from 1/2
    // to e / (e + 1).
    expectNear(Float64Array.from(await sums('--output', 'logits', '--target', '0')), Float64Array.of(2, -1));
    const [a, b] = await sums('--output', 'probability', '--target', '0');
    expect(a + b).toBeCloseTo(Math.E / (Math.E + 1) - 1 / 2, 12);
    expect(await sums('--target', '0')).toEqual([a, b]);
  });

  it('which of both is said in the headline, the answer, the picture and the JSON', async () => {
    const network = writeProbabilities();
    const ask = async (...args: string[]): Promise<[printed: string, svg: string, json: unknown]> => {
      stdout.mockClear();
      const files = ['-o', path('a.svg'), '-o', path('a.json')];
      const input = ['--input', path('x.csv'), '--label-column', 'none'];
      expect(await runCommandLine(['explain', '--network', network, ...input, ...files, ...args])).toBe(0);
      const [svg, json] = ['a.svg', 'a.json'].map((file) => readFileSync(path(file), 'utf8'));
      return [text(stdout), svg, JSON.parse(json)];
    };
    // Of (1, 1) the logits are relu(2 - 1) = 1 and relu(-1) = 0.
    const [printed, svg, json] = await ask('--output', 'logits');
    expect(printed).toContain('Its logits are explained, which go into its probabilities.');
    expect(printed).toContain('output logit probability ------ ----- ----------- 0 1 73.11 % 1 0 26.89 %');
    expect(printed).toContain('integrated_gradients for the logit of 0, predicted');
    expect(svg).toContain('integrated_gradients for the logit of 0');
    expect(json).toMatchObject({
      output: 'logits',
      results: [{ outputs: [1, 0], explanations: [{ output: 'logits' }] }],
    });
    const [usual, usualSvg, usualJson] = await ask();
    expect(usual).toContain('Its probabilities are explained (what goes into them: --output logits).');
    expect(usual).toContain('output probability ------ ----------- 0 0.7311 1 0.2689');
    expect(usualSvg).toContain('integrated_gradients for the probability of 0');
    expect(usualJson).toMatchObject({
      output: 'probability',
      results: [{ explanations: [{ output: 'probability' }] }],
    });
  });

  it('and one that does not has outputs by name only', async () => {
    expect(await explain('--input', 'mnist_test:0', '--output', 'logits')).toBe(1);
    expect(text(stderr)).toContain('mnist_convsmall ends in no softmax or sigmoid, so that the output logits would be');
  });
});

describe('a network without linear regions', () => {
  it('is sampled, and why is said unless a rule was named', async () => {
    // Where each of 10,000 units bends is looked for by 20,000 multiplications a look: beyond 1e8.
    const nodes = [
      { op: 'Sigmoid', name: 'squash', output: 's' },
      { op: 'Relu', name: 'bend', inputs: ['s'] },
    ];
    writeFileSync(path('net.onnx'), onnxModel({ input: ['N', 10_000], nodes }));
    writeFileSync(path('x.npy'), writeNpy({ shape: [10_000], data: new Float64Array(10_000).fill(1) }));
    const given = ['explain', '--network', path('net.onnx'), '--input', path('x.npy')];
    const why = "Layer 'squash' (Sigmoid) is smooth, and layer 'bend' (ReLU) bends behind it";
    expect(await runCommandLine(given)).toBe(0);
    expect(text(stdout)).toContain(why);
    stdout.mockClear();
    expect(await runCommandLine([...given, '--rule', 'gauss'])).toBe(0);
    expect(text(stdout)).not.toContain(why);
  });
});

describe('what takes long', () => {
  it('is foretold by regions, time and memory, and nothing is said of what does not', async () => {
    const clock = vi.spyOn(performance, 'now');
    let now = 0;
    clock.mockImplementation(() => (now += 10_000));
    expect(await explain('--input', 'mnist_test:0')).toBe(0);
    expect(text(stderr)).toMatch(
      /mnist_test:0: about [\d,]+ regions, .+ and [\d.]+ MB for an exact answer on one core\. To sample instead, name a rule and n: --rule gauss -n 100\./,
    );
    stderr.mockClear();
    clock.mockRestore();
    expect(await explain('--input', 'mnist_test:0')).toBe(0);
    expect(stderr).not.toHaveBeenCalled();
  });

  it('is foretold for all baselines together, one after the other', async () => {
    const clock = vi.spyOn(performance, 'now');
    let now = 0;
    clock.mockImplementation(() => (now += 10_000));
    // On this clock the part of a line that is timed takes 10 s, however many crossings it has.
    expect(await explain('--input', 'mnist_test:0', '--baseline', 'black,white')).toBe(0);
    expect(text(stderr)).toMatch(
      /mnist_test:0: about [\d,]+ regions each, 20 s and [\d.]+ MB for exact answers from 2 baselines on one core\./,
    );
  });

  it('may take no more than --memory, which samples do not need', async () => {
    const bound = ['--input', 'mnist_test:0', '--memory', '1MB'];
    expect(await explain(...bound)).toBe(1);
    expect(text(stderr)).toMatch(/An exact answer takes at least [\d.]+ MB, .+ and 1\.0 MB are allowed/);
    expect(await explain(...bound, '--rule', 'gauss', '--n', '4')).toBe(0);
    expect(await explain('--input', 'mnist_test:0', '--memory', '0.01MB')).toBe(1);
    expect(text(stderr)).toMatch(/onnx: .+: with it the network takes .+, and 0\.0 MB are allowed/);
    expect(await explain('--input', 'mnist_test:0', '--memory', 'much')).toBe(1);
    expect(text(stderr)).toContain("'much' is no amount of memory");
  });

  it('is refused if the machine has not the memory that it is foretold to take', async () => {
    // Enough to read the network and to begin; then the rest is taken by something else.
    let asked = 0;
    vi.spyOn(process, 'availableMemory').mockImplementation(() => (++asked <= 2 ? 1e12 : 1e3));
    expect(await explain('--input', 'mnist_test:0')).toBe(1);
    expect(text(stderr)).toMatch(
      /mnist_test:0: an exact answer, of about [\d,]+ regions, takes about [\d.]+ MB, and this machine has [\d.]+ MB; name/,
    );
  });

  it('is foretold too where samples are held against it, and not where nothing exact is computed', async () => {
    const clock = vi.spyOn(performance, 'now');
    let now = 0;
    clock.mockImplementation(() => (now += 10_000));
    expect(await explain('--input', 'mnist_test:0', '--rule', 'gauss', '--within', '50%')).toBe(0);
    expect(text(stderr)).toMatch(/about [\d,]+ regions/);
    stderr.mockClear();
    expect(await explain('--input', 'mnist_test:0', '--rule', 'gauss', '--n', '4')).toBe(0);
    expect(await explain('--input', 'mnist_test:0', '--method', 'saliency')).toBe(0);
    expect(text(stderr)).not.toContain('regions');
  });

  it('tells how much of it is done, and the time left, in lines where stderr is no terminal', async () => {
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    await whileWaiting('dog', false, (progress) => {
      progress(1, 100);
      now = 6000;
      progress(25, 100);
      return Promise.resolve();
    });
    // A quarter in 6 s leaves 18 s.
    expect(stderr.mock.calls).toEqual([['dog: 25 %  18 s left']]);
  });
});

describe('explain refuses, or tells', () => {
  it.each([
    [
      ['--input', 'mnist_test:0', '--channels', 'bgr'],
      '--channels is given, and has no meaning for rows of a data set',
    ],
    [
      ['--input', 'x.npy', '--scale', 'standardise'],
      '--scale is given, and has no meaning for an array, which x.npy is',
    ],
    [['--input', 'x.jpg', '--label-column', 'y'], '--label-column is given, and has no meaning for a picture'],
    [['--input', 'x.bmp'], 'x.bmp is a picture of a kind that is not read; save it as one of .png'],
    [
      ['--input', 'mnist_test:0', '--mean', '1,2'],
      'The mean is 1, 2, and the input has 1 channel; expected one number',
    ],
  ])('%j', async (given, message) => {
    expect(await explain(...given)).toBe(1);
    expect(text(stderr)).toContain(message);
  });

  it('of which answer a sampling is, in JSON', async () => {
    const given = ['--method', 'saliency,integrated_gradients', '--compare', 'left:4', '-o', path('a.json'), '--quiet'];
    expect(await explain('--input', 'mnist_test:0', ...given)).toBe(0);
    expect(JSON.parse(readFileSync(path('a.json'), 'utf8'))).toMatchObject({
      results: [
        {
          explanations: [{ method: 'saliency' }, { method: 'integrated_gradients' }],
          compared: [{ explanation: 1, rule: 'left', n: 4 }],
        },
      ],
    });
  });

  it('names of outputs without what a terminal would obey, and shortened where there is little room', async () => {
    const names = Array.from({ length: 10 }, (_, i) => `\x1b[31m${'long '.repeat(20)}${i}`);
    writeFileSync(path('names.txt'), names.join('\n'));
    expect(await explain('--input', 'mnist_test:0', '--labels', path('names.txt'))).toBe(0);
    expect(text(stdout)).not.toContain('\x1b');
    expect(text(stdout)).toContain('7 (\\u001b[31mlong long long long long long long…');
  });

  it('neurons by their places, as targets are named', async () => {
    const ask = async (neuron: string): Promise<string> => {
      const given = ['--method', 'neuron_integrated_gradients', '--neuron', neuron, '-o', path('n.npy'), '--quiet'];
      expect(await explain('--input', 'mnist_test:0', ...given), neuron).toBe(0);
      return readFileSync(path('n.npy')).toString('hex');
    };
    expect(await ask('3@1x2')).toBe(await ask('1,2,3'));
    expect(await explain('--input', 'mnist_test:0', '--method', 'neuron_conductance', '--neuron', '3@1')).toBe(1);
    expect(text(stderr)).toContain("--neuron is '3@1'; expected the index of a unit, or its place: CHANNEL@ROWxCOLUMN");
  });

  it('how smooth layers bend an output between breakpoints, in pictures', async () => {
    writeFileSync(path('smooth.onnx'), onnxModel({ input: ['N', 1], nodes: [{ op: 'Sigmoid' }] }));
    writeFileSync(path('x.npy'), writeNpy({ shape: [1, 1], data: Float64Array.of(8) }));
    const given = ['--network', path('smooth.onnx'), '--input', path('x.npy'), '--quiet', '-o', path('y.svg')];
    expect(await runCommandLine(['explain', ...given])).toBe(0);
    // Of one region; a line from end to end would have two points.
    const [, curve] = /class="course".*<path d="(M[^"]+)"/s.exec(readFileSync(path('y.svg'), 'utf8')) ?? [];
    expect(curve.split('L').length).toBeGreaterThan(100);
  });

  it('that nothing is compared, where no answer is an integral', async () => {
    expect(await explain('--input', 'mnist_test:0', '--method', 'saliency', '--compare', 'left:4')).toBe(0);
    expect(text(stderr)).toContain('Warning: --compare sets samplings beside exact integrals');
  });
});

describe('judge', () => {
  const judge = (...args: string[]): Promise<number> =>
    runCommandLine(['judge', ...args, '--network', 'mnist_convsmall', '--input', 'mnist_test:0']);

  it('finds ours within 1 %, ends with 0, and counts what would have sufficed', async () => {
    await explain('--input', 'mnist_test:0', '-o', path('ours.npy'), '--quiet');
    expect(await judge(path('ours.npy'))).toBe(0);
    expect(text(stdout)).toContain('L1 distance 0 % of the exact attributions');
    expect(text(stdout)).toContain('would suffice trapezoid with n = 37 (38 gradients) for 1 %');
    expect(text(stdout)).toContain('verdict within 1 %');
  });

  it('ends with 2 on what is farther off', async () => {
    await explain('--input', 'mnist_test:0', '--rule', 'trapezoid', '--n', '36', '-o', path('near.npy'), '--quiet');
    await explain('--input', 'mnist_test:0', '--rule', 'trapezoid', '--n', '8', '-o', path('far.npy'), '--quiet');
    expect(await judge(path('far.npy'))).toBe(2);
    expect(text(stdout)).toContain('verdict NOT within 1 %');
    expect(await judge(path('far.npy'), '--within', '20%')).toBe(0);
  });

  it('sees a missing product with the input, and another scale', async () => {
    const { attributions, input } = await exactOf(0);
    writeFileSync(
      path('local.npy'),
      writeNpy({ shape: [784], data: attributions.map((a, i) => (input[i] === 0 ? 0 : a / input[i])) }),
    );
    expect(await judge(path('local.npy'))).toBe(2);
    expect(text(stdout)).toContain('without the product with input less baseline (multiply_by_inputs=False)');
    writeFileSync(path('scaled.npy'), writeNpy({ shape: [1, 28, 28], data: attributions.map((a) => -255 * a) }));
    expect(await judge(path('scaled.npy'))).toBe(2);
    expect(text(stdout)).toContain('They are the exact ones times -255');
    writeFileSync(path('absolute.npy'), writeNpy({ shape: [1, 28, 28], data: attributions.map(Math.abs) }));
    expect(await judge(path('absolute.npy'))).toBe(2);
    expect(text(stdout)).toContain('They are the absolute values of the exact ones.');
  });

  it('says where PyTorch counts the unit of an image that a bare index names', async () => {
    writeFileSync(path('image.onnx'), onnxModel({ input: ['N', 2, 2, 3], nodes: [{ op: 'Relu' }], outputRank: 4 }));
    const data = Float64Array.from({ length: 12 }, (_, i) => i + 1);
    writeFileSync(path('x.npy'), writeNpy({ shape: [1, 2, 2, 3], data }));
    // Unit 8 of 2 channels of 2 rows of 3 columns is 6 + 2: channel 1, row 0, column 2; here 8 is row 1, column 1.
    const only = data.map((x, i) => (i === 8 ? x : 0));
    writeFileSync(path('theirs.npy'), writeNpy({ shape: [1, 2, 2, 3], data: only }));
    const given = ['judge', path('theirs.npy'), '--network', path('image.onnx'), '--input', path('x.npy'), '--target'];
    expect(await runCommandLine([...given, '8'])).toBe(2);
    expect(text(stdout)).toContain(
      "Output 8 is 0@1x1 here, where rows are counted first; index 8 of PyTorch's flattened",
    );
    expect(text(stdout)).toContain('is --target 1@0x2.');
    expect(await runCommandLine([...given, '1@0x2'])).toBe(0);
  });

  it('refuses several baselines or layers, of which theirs could be any', async () => {
    writeFileSync(path('a.npy'), writeNpy({ shape: [784], data: new Float64Array(784) }));
    expect(await judge(path('a.npy'), '--baseline', 'black,white')).toBe(1);
    expect(text(stderr)).toContain('Attributions are of one layer and one baseline');
    expect(await judge(path('a.npy'), '--baseline', 'black,white', '--average-baselines')).toBe(2);
  });

  it('refuses attributions of another shape or number', async () => {
    writeFileSync(path('a.npy'), writeNpy({ shape: [2, 784], data: new Float64Array(1568) }));
    expect(await judge(path('a.npy'))).toBe(1);
    expect(text(stderr)).toContain('has attributions of 2 inputs, --input 1; expected as many');
    expect(existsSync(path('b.npy'))).toBe(false);
  });
});

describe('the heat map of a terminal', () => {
  it('is two places a letter in 24-bit colours, on a terminal that has them', () => {
    const [top, bottom] = [1, -1].map((share) => divergingColour(share).join(';'));
    expect(heatMapText({ rows: 2, columns: 1, values: [3, -3] })).toBe(`\x1b[38;2;${top};48;2;${bottom}m▀\x1b[0m`);
    expect(heatMapText({ rows: 224, columns: 224, values: new Float64Array(224 * 224) }).split('\n')).toHaveLength(28);
    expect(showsColours({ isTTY: true, hasColors: () => true })).toBe(true);
    expect(showsColours({ isTTY: false, hasColors: () => true })).toBe(false);
    expect(showsColours({ isTTY: true, hasColors: () => false })).toBe(false);
  });
});

describe('inputs for which a network is not a number', () => {
  /** A network that gives 1 / x of both inputs, from (1, 1). */
  const ask = (data: number[], ...args: string[]): Promise<number> => {
    writeFileSync(
      path('reciprocal.onnx'),
      onnxModel({ input: ['N', 2], nodes: [{ op: 'Reciprocal', name: 'inverse' }] }),
    );
    writeFileSync(path('x.npy'), writeNpy({ shape: [data.length / 2, 2], data: Float64Array.from(data) }));
    writeFileSync(path('from.npy'), writeNpy({ shape: [1, 2], data: Float64Array.of(1, 1) }));
    const files = ['--network', path('reciprocal.onnx'), '--input', path('x.npy'), '--baseline', path('from.npy')];
    return runCommandLine(['explain', ...files, '--target', '0', ...args]);
  };

  it('one alone is an error with exit code 1, and nothing is written', async () => {
    expect(await ask([0, 1], '-o', path('y.npy'))).toBe(1);
    expect(text(stderr)).toMatch(
      /^Layer 'inverse' \(SmoothFunction\) gives Infinity for its unit 0 at the input\. Attributions need/,
    );
    expect(existsSync(path('y.npy'))).toBe(false);
  });

  it('among others: these are written, those are told, the rows of an array stay in place, and the exit code is 3', async () => {
    const files = ['y.npy', 'y.json', 'y.svg'].map(path);
    expect(await ask([2, 1, 0, 1, 1, 3], ...files.flatMap((file) => ['-o', file]))).toBe(3);
    expect(text(stderr)).toContain(
      "x.npy:1: Layer 'inverse' (SmoothFunction) gives Infinity for its unit 0 at the input.",
    );
    // 1 / 2 - 1 is all by x0; x1 does nothing.
    const [first, ...others] = readNpy(readFileSync(files[0]), 'y.npy').data;
    expect(first).toBeCloseTo(-0.5, 14);
    expect(others.map(Math.abs)).toEqual([0, NaN, NaN, 0, 0]);
    const { results } = JSON.parse(readFileSync(files[1], 'utf8')) as { results: { input: string }[] };
    expect(results.map(({ input }) => input)).toEqual(['x.npy:0', 'x.npy:2']);
    expect(['y-0.svg', 'y-1.svg', 'y-2.svg'].map((name) => existsSync(path(name)))).toEqual([true, false, true]);
  });

  it('what is wrong with the first two alike ends it', async () => {
    expect(await ask([1, 1, 2, 1, 3, 1], '--method', 'occlusion')).toBe(1);
    expect(stderr).toHaveBeenCalledTimes(2);
  });
});
