import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import { findEntry, networks } from '../../src/catalogue/index.ts';
import { runCommandLine } from '../../src/cli/commandLine.ts';
import { projectRoot } from '../../src/project/index.ts';
import { sequentialModel, writeModel } from '../helpers/layersModels.ts';

const bundled = (name: string): string => join(projectRoot, 'networks', name);

let folder: string;
let stdout: MockInstance;
let stderr: MockInstance;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'networks-'));
  vi.stubEnv('EXACT_IG_PATH', folder);
  stdout = vi.spyOn(console, 'log').mockReturnValue();
  stderr = vi.spyOn(console, 'error').mockReturnValue();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** What the command prints, as the cells of its lines. */
async function printed(...args: string[]): Promise<string[][]> {
  expect(await runCommandLine(['networks', ...args])).toBe(0);
  const text = stdout.mock.calls.flat().join('\n');
  return text.split('\n').map((line) => line.split(/ {2,}/));
}

describe('networks', () => {
  it('lists all of the catalogue, each with its data', async () => {
    const [header, , ...rows] = await printed();
    expect(header).toEqual(['network', 'data', 'here', 'file, or how to get it']);
    expect(rows.map(([name, data]) => [name, data])).toEqual(networks.map(({ name, dataset }) => [name, dataset]));
  });

  it('tells where the file of a bundled one is, and that of one found in EXACT_IG_PATH', async () => {
    copyFileSync(bundled('mnist_dense.onnx'), join(folder, 'mnist_relu_3_100.onnx'));
    const rows = await printed();
    expect(rows).toContainEqual(['mnist_convsmall', 'mnist_test', 'bundled', bundled('mnist_convsmall.onnx')]);
    expect(rows).toContainEqual(['mnist_relu_3_100', 'mnist_test', 'found', join(folder, 'mnist_relu_3_100.onnx')]);
  });

  it.each(networks.filter(({ source }) => source))(
    'tells how to get $name, or where it was fetched to',
    async (entry) => {
      const file = findEntry('networks', entry);
      const [here, way] = file === undefined ? ['no', `npm run fetch -- ${entry.name}`] : ['fetched', file];
      expect(await printed()).toContainEqual([entry.name, entry.dataset, here, way]);
    },
  );
});

describe('networks NAME', () => {
  it('lists the layers with their shapes, units, parameters and linear pieces, and sums up', async () => {
    // 4 x 4 x 1 x 16 + 16 and 4 x 4 x 16 x 32 + 32 parameters, 800 x 100 + 100 and 100 x 10 + 10; 3,604 ReLUs as the
    // README says.
    expect(await printed('mnist_convsmall')).toEqual([
      ['layer', 'type', 'output', 'units', 'parameters', 'pieces'],
      expect.anything(),
      ['Conv2D_0', 'Conv2D', '13x13x16', '2,704', '272'],
      ['ReLU_1', 'ReLU', '13x13x16', '2,704', '0', '2'],
      ['Conv2D_2', 'Conv2D', '5x5x32', '800', '8,224'],
      ['ReLU_3', 'ReLU', '5x5x32', '800', '0', '2'],
      ['Dense_5/Flatten', 'Flatten', '800', '800', '0'],
      ['Dense_5', 'Dense', '100', '100', '80,100'],
      ['ReLU_6', 'ReLU', '100', '100', '0', '2'],
      ['Dense_7', 'Dense', '10', '10', '1,010'],
      [''],
      ['Input 28x28x1; 8 layers; 8,018 units, of which 3,604 bend; 89,606 parameters.'],
    ]);
  });

  it('takes a path; says of how many pieces a maximum is, which layers are smooth, and counts the statistics of a normalisation', async () => {
    const statistics = ['gamma', 'beta', 'moving_mean', 'moving_variance'].map(
      (name) => [`bn/${name}`, [[3], [1, 1, 1]]] as const,
    );
    writeModel(
      join(folder, 'convolutional'),
      sequentialModel(
        [4, 4, 3],
        [
          { class_name: 'BatchNormalization', config: { name: 'bn', epsilon: 0.001 } },
          { class_name: 'MaxPooling2D', config: { name: 'pool', pool_size: [2, 2] } },
          { class_name: 'Activation', config: { name: 'act', activation: 'gelu' } },
        ],
        Object.fromEntries(statistics),
      ),
    );
    const lines = await printed(join(folder, 'convolutional'));
    expect(lines).toContainEqual(['pool', 'MaxPool', '2x2x3', '12', '0', '4']);
    expect(lines).toContainEqual(['act', 'GELU', '2x2x3', '12', '0', 'smooth']);
    expect(lines).toContainEqual(['bn', 'BatchNorm', '4x4x3', '48', '12']);
  });

  it('suggests the nearest name', async () => {
    expect(await runCommandLine(['networks', 'mnist_dens'])).toBe(1);
    expect(stdout).not.toHaveBeenCalled();
    expect(stderr.mock.calls.flat().join('\n')).toContain("Unknown network 'mnist_dens'. Did you mean 'mnist_dense'?");
  });
});
