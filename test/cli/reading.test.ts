import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import { readNpy, writeNpy } from '../../src/arrays/index.ts';
import { runCommandLine } from '../../src/cli/commandLine.ts';
import { readCsv } from '../../src/experiment/csv.ts';
import { floats, onnxModel } from '../helpers/onnxModels.ts';

let folder: string;
let stderr: MockInstance;

const path = (name: string): string => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reading-'));
  vi.spyOn(console, 'log').mockReturnValue();
  stderr = vi.spyOn(console, 'error').mockReturnValue();
  writeFileSync(path('net.onnx'), maskedModel());
  writeFileSync(path('x.npy'), writeNpy({ shape: [3], data: Float64Array.of(1, 2, 4) }));
  writeFileSync(path('mask.npy'), writeNpy({ shape: [1, 3], data: Float64Array.of(1, 0, -2) }));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** With `m` the sum of `x * mask`: outputs `kinked`, max(0, m), and `straight`, -m. The size of x is left open. */
function maskedModel(): Uint8Array {
  return onnxModel({
    input: ['N', 'size'],
    inputs: { mask: ['N', 'size'] },
    nodes: [
      { op: 'Mul', inputs: ['x', 'mask'], output: 'product' },
      { op: 'MatMul', inputs: ['product', 'ones'], output: 'm' },
      { op: 'Relu', inputs: ['m'], output: 'kinked' },
      { op: 'Neg', inputs: ['m'], output: 'straight' },
    ],
    weights: [floats('ones', [3, 1], [1, 1, 1])],
    outputs: ['kinked', 'straight'],
  });
}

const spoken = (): string => stderr.mock.calls.flat().join('\n');
const explain = (...args: string[]): Promise<number> => {
  const known = ['--network', path('net.onnx'), '--input', path('x.npy'), '--input-shape', '3', '--quiet'];
  return runCommandLine(['explain', ...known, '-o', path('a.npy'), ...args]);
};
const answer = (): number[] => [...readNpy(readFileSync(path('a.npy')), 'a.npy').data];

describe('what a file of a network leaves open', () => {
  it('is said to explain: inputs that are held, sizes, and which output', async () => {
    // From 0 to (1, 2, 4), m = 1 x - 0 y - 2 z falls from 0 to -7: no change of `kinked`; `straight` is -x + 2 z.
    expect(await explain('--inputs', `mask=${path('mask.npy')}`), spoken()).toBe(0);
    expect(answer()).toEqual([0, 0, 0]);
    expect(await explain('--inputs', `mask=${path('mask.npy')}`, '--output', 'straight'), spoken()).toBe(0);
    expect(answer()).toEqual([-1, 0, 8]);
  });

  it('is asked for where it is not said', async () => {
    expect(await explain()).toBe(1);
    expect(spoken()).toContain("the output depends on 2 inputs ('x' of ?x?, 'mask' of ?x?)");
  });

  it.each([
    ['mask.npy', "--inputs has 'mask.npy'; expected the name of an input and its array, like mask=mask.npy."],
    ['mask=none.npy', 'The array none.npy cannot be read: ENOENT'],
    ['mask=a.npy,mask=a.npy', "--inputs names 'mask=a.npy' twice"],
  ])('is refused as --inputs %s', async (given, message) => {
    expect(await explain('--inputs', given)).toBe(1);
    expect(spoken()).toContain(message);
  });

  it('is told where it does not fit', async () => {
    expect(await explain('--inputs', `msk=${path('mask.npy')}`)).toBe(1);
    expect(spoken()).toContain("the model has no input 'msk' to hold at given values.");
    expect(await runCommandLine(['explain', '--network', 'a.onnx', '--input', 'x.npy', '--input-shape', '3,x'])).toBe(
      1,
    );
    expect(spoken()).toContain("--input-shape is '3,x'; expected sizes above 0, like 3x224x224 or 3,224,224.");
  });

  it('is said to the study, whose run goes on only with the same', async () => {
    writeFileSync(path('data.csv'), '0,255,0,0\n0,0,0,255\n');
    const study = (output: string): Promise<number> =>
      runCommandLine([
        ...['experiment', 'integrated_gradients', '--artifacts', path('artifacts'), '--jobs', '1'],
        ...['--networks', path('net.onnx'), '--data', path('data.csv'), '--images', '0-1', '--input-shape', '3'],
        ...['--inputs', `mask=${path('mask.npy')}`, '--output', output],
      ]);
    expect(await study('straight'), spoken()).toBe(0);
    // `straight` has one region, on which one sample is right.
    const rows = readCsv(path('artifacts/integrated_gradients/ig_run_data.csv'));
    expect(rows.map((row) => [row.status, row.exact_regions, row.left_samples])).toEqual([
      ['ok', '1', '1'],
      ['ok', '1', '1'],
    ]);
    expect(await study('kinked')).toBe(1);
    expect(spoken()).toContain('--output');
  });
});
