import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi, type MockInstance } from 'vitest';
import { runCommandLine } from '../../src/cli/commandLine.ts';
import { Dense, inputName, Network, ReLU } from '../../src/network/index.ts';
import { writeOnnx } from '../../src/network/readers/onnx/index.ts';

let folder: string;
let stderr: MockInstance;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tabular-'));
  vi.spyOn(console, 'log').mockReturnValue();
  stderr = vi.spyOn(console, 'error').mockReturnValue();
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const path = (name: string): string => join(folder, name);
const written = (name: string): string => readFileSync(join(folder, 'integrated_gradients', name), 'utf8');

/** Outputs `relu(2 a - b)` and `relu(-a)`, or the first of them alone. */
function network(outputs: 1 | 2): string {
  const weights = outputs === 2 ? [2, -1, -1, 0] : [2, -1];
  const hidden = new Dense(Float64Array.from(weights), new Float64Array(outputs));
  const layers = [
    { name: 'hidden', layer: hidden, inputs: [inputName] },
    { name: 'relu', layer: new ReLU(), inputs: ['hidden'] },
  ];
  writeFileSync(path('net.onnx'), writeOnnx(new Network([2], layers)));
  return path('net.onnx');
}

function study(data: string, outputs: 1 | 2, ...args: string[]): Promise<number> {
  writeFileSync(path('data.csv'), data);
  const all = ['--networks', network(outputs), '--data', path('data.csv'), '--artifacts', folder, '--quiet'];
  return runCommandLine(['experiment', 'integrated_gradients', ...all, '--jobs', '1', '--rules', 'left', ...args]);
}

/** Feature, input and exact attribution of each column of a row of the table. */
function exactOf(row: number): string[][] {
  const rows = written('ig_features.csv')
    .split('\n')
    .map((line) => line.split(','));
  return rows.filter(([, image, rule]) => image === String(row) && rule === 'exact').map((cells) => cells.slice(6));
}

it('the study takes rows of any numbers under a header, explains the output of the label, from zero, by column', async () => {
  // From (0, 0) output 0 is (2 a - b) alpha, and output 1 is -a alpha.
  expect(await study('alpha,beta,label\n1000,-1.5,0\n-3,4,1\n', 2)).toBe(0);
  expect(exactOf(0)).toEqual([
    ['alpha', '1000', '2000'],
    ['beta', '-1.5', '1.5'],
  ]);
  expect(exactOf(1)[0]).toEqual(['alpha', '-3', '3']);
  expect(Number(exactOf(1)[1][2])).toBe(0);
  expect(await runCommandLine(['analyze', '--artifacts', folder])).toBe(0);
  expect(written('features_net.onnx.svg')).toContain('alpha');
  expect(written('error_net.onnx.svg')).toContain('2 rows; target: the output of the label; baseline: zero');
  expect(existsSync(join(folder, 'integrated_gradients', 'expository_figure.svg'))).toBe(false);
});

it('scales columns if asked, and a run goes on with the scale alone that it began with', async () => {
  // Means 2 and 5, deviations 1 and 3: (3, 8) becomes (1, 1).
  expect(await study('a,b,kind\n1,2,0\n3,8,0\n', 2, '--scale', 'standardise', '--label-column', 'kind')).toBe(0);
  const near = (value: number): unknown => expect.closeTo(value, 12); // 8 / 3 - 5 / 3 is not quite 1
  expect(exactOf(1).map(([, input, attribution]) => [Number(input), Number(attribution)])).toEqual([
    [near(1), near(2)],
    [near(1), near(-1)],
  ]);
  expect(await study('a,b,kind\n1,2,0\n3,8,0\n', 2, '--label-column', 'kind')).toBe(1);
  expect(stderr.mock.calls.flat().join('\n')).toContain('--scale was "standardise" and is not given');
});

it('of a network with one output labels may be any numbers, or be left out', async () => {
  expect(await study('a,b,y\n3,1,123.4\n', 1)).toBe(0);
  expect(exactOf(0)).toEqual([
    ['a', '3', '6'],
    ['b', '1', '-1'],
  ]);
  expect(await study('a,b\n3,1\n', 1, '--fresh')).toBe(0);
});

it.each([
  ['a,b\n1,2\n', 'has no column of labels, which say which of the 2 outputs of'],
  ['a,b,label\n1,2,0\n1,2,setosa\n', "row 1 has the label 'setosa'; 'net.onnx' has 2 outputs, expected the index of"],
  ['a,b,label\n1,2,2\n', "row 0 has the label '2'"],
])('refuses %j for two outputs, and writes nothing', async (data, message) => {
  expect(await study(data, 2)).toBe(1);
  expect(stderr.mock.calls.flat().join('\n')).toContain(message);
  expect(existsSync(join(folder, 'integrated_gradients'))).toBe(false);
});
