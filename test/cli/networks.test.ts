import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import { writeNpy } from '../../src/arrays/index.ts';
import { findEntry, networks } from '../../src/catalogue/index.ts';
import { runCommandLine } from '../../src/cli/commandLine.ts';
import { projectRoot } from '../../src/project/index.ts';
import { graphModel } from '../helpers/graphModels.ts';
import { functionalModel, modelOf, sequentialModel, writeModel } from '../helpers/layersModels.ts';
import { attributes, floats, onnxModel } from '../helpers/onnxModels.ts';

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
    const rows = await printed();
    expect(rows[0].slice(0, 3)).toEqual(['network', 'data', 'here']);
    const listed = rows.slice(2, 2 + networks.length);
    expect(listed.map(([name, data]) => [name, data])).toEqual(networks.map(({ name, dataset }) => [name, dataset]));
  });

  it('tells where the file of a bundled one is, and that of one found in EXACT_IG_PATH', async () => {
    copyFileSync(bundled('mnist_dense.onnx'), join(folder, 'mnist_relu_3_100.onnx'));
    const rows = await printed();
    expect(rows).toContainEqual(['mnist_convsmall', 'mnist_test', 'bundled']);
    expect(rows).toContainEqual(['mnist_convsmall', 'mnist_test', bundled('mnist_convsmall.onnx')]);
    expect(rows).toContainEqual(['mnist_relu_3_100', 'mnist_test', 'found']);
    expect(rows).toContainEqual(['mnist_relu_3_100', 'mnist_test', join(folder, 'mnist_relu_3_100.onnx')]);
  });

  it.each(networks.filter(({ source }) => source))(
    'tells how to get $name, or where it was fetched to',
    async (entry) => {
      const file = findEntry('networks', entry);
      const [here, way] = file === undefined ? ['no', `npm run fetch -- ${entry.name}`] : ['fetched', file];
      const rows = await printed();
      expect(rows).toContainEqual([entry.name, entry.dataset, here]);
      expect(rows).toContainEqual([entry.name, entry.dataset, way]);
    },
  );
});

describe('networks NAME', () => {
  it('lists the layers with their shapes, units and parameters, and what they are for exact methods, and sums up', async () => {
    // 4 x 4 x 1 x 16 + 16 and 4 x 4 x 16 x 32 + 32 parameters, 800 x 100 + 100 and 100 x 10 + 10; 3,604 ReLUs as the
    // README says.
    expect(await printed('mnist_convsmall')).toEqual([
      ['layer', 'type', 'output', 'units', 'parameters', 'exact path'],
      expect.anything(),
      ['Conv2D_0', 'Conv2D', '13x13x16', '2,704', '272', 'straight'],
      ['ReLU_1', 'ReLU', '13x13x16', '2,704', '0', '2,704 kinked'],
      ['Conv2D_2', 'Conv2D', '5x5x32', '800', '8,224', 'straight'],
      ['ReLU_3', 'ReLU', '5x5x32', '800', '0', '800 kinked'],
      ['Dense_5/Flatten', 'Flatten', '800', '800', '0', 'straight'],
      ['Dense_5', 'Dense', '100', '100', '80,100', 'straight'],
      ['ReLU_6', 'ReLU', '100', '100', '0', '100 kinked'],
      ['Dense_7', 'Dense', '10', '10', '1,010', 'straight'],
      [''],
      ['8 layers; 8,018 units, of which 3,604 kink; 89,606 parameters. Exact'],
      ['attributions: all of it is piecewise linear.'],
      ["Input 'input' of ?x1x28x28, here 28x28x1."],
      ["Output 'Dense_7' of ?x10, here 10."],
    ]);
  });

  it('takes a path, and counts the statistics of a normalisation', async () => {
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
    expect(lines).toContainEqual(['pool', 'MaxPool', '2x2x3', '12', '0', '12 kinked']);
    expect(lines).toContainEqual(['act', 'GELU', '2x2x3', '12', '0', 'smooth']);
    expect(lines).toContainEqual(['bn', 'BatchNorm', '4x4x3', '48', '12', 'straight']);
    expect(lines.flat().join(' ')).toContain("up to the smooth head, which layer 'act' (GELU) begins.");
  });

  it('says which layer keeps a network from exact answers', async () => {
    const nodes = [
      { op: 'Tanh', name: 'bent', output: 't' },
      { op: 'Relu', name: 'kink', inputs: ['t'] },
    ];
    writeFileSync(join(folder, 'sampled.onnx'), onnxModel({ input: ['N', 10_000], nodes }));
    const text = (await printed(join(folder, 'sampled.onnx'))).flat().join(' ');
    expect(text).toContain("Layer 'bent' (Tanh) is smooth, and layer 'kink' (ReLU) bends behind it");
  });

  it('fits 80 columns: a long name has a line of its own', async () => {
    const name = '/features/features.17/conv/conv.2/activation/Relu';
    writeFileSync(join(folder, 'long.onnx'), onnxModel({ input: ['N', 2], nodes: [{ op: 'Relu', name }] }));
    const lines = await printed(join(folder, 'long.onnx'));
    expect(lines.slice(2, 4)).toEqual([[name], ['', 'ReLU', '2', '2', '0', '2 kinked']]);
    expect(
      Math.max(
        ...stdout.mock.calls
          .flat()
          .join('\n')
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(80);
  });

  it('has one row for all that a recurrent layer is at its steps, and counts its weights once', async () => {
    const ones = (name: string, ...shape: number[]) =>
      floats(name, shape, new Array<number>(shape.reduce((a, b) => a * b, 1)).fill(1));
    const nodes = [
      {
        op: 'RNN',
        name: 'memory',
        inputs: ['x', 'W', 'R'],
        attributes: attributes({ layout: 1, activations: { texts: ['Relu'] } }),
      },
    ];
    const model = { input: ['N', 5, 3], nodes, weights: [ones('W', 1, 2, 3), ones('R', 1, 2, 2)], opset: 14n };
    writeFileSync(join(folder, 'recurrent.onnx'), onnxModel({ ...model, outputRank: 4 }));
    const lines = await printed(join(folder, 'recurrent.onnx'));
    // Units: 9 + 6 + 6 in parts of the series, 5 x 3 inputs, 5 x (5 + 2 + 2), the state before and all steps side by
    // side. Parameters: 3 x 2 + 2 x 2 weights, 2 biases, and 2 zeros of the state before.
    expect(lines.slice(2, 4)).toEqual([
      ['memory/...', '25 layers', '93', '14', '10 kinked'],
      ['memory', 'Reshape', '5x2', '10', '0', 'straight'],
    ]);
  });

  it('lists inputs and outputs, of which --output chooses one, and --json has it all', async () => {
    const file = join(folder, 'two.onnx');
    const nodes = [
      { op: 'Relu', output: 'kinked' },
      { op: 'Add', inputs: ['x', 'bias'], output: 'moved' },
    ];
    const model = { input: ['N', 2], inputs: { bias: ['N', 2] }, nodes, outputs: ['kinked', 'moved'] };
    writeFileSync(file, onnxModel(model));
    writeFileSync(join(folder, 'bias.npy'), writeNpy({ shape: [1, 2], data: Float64Array.of(1, 2) }));
    const given = [file, '--output', 'moved', '--inputs', `bias=${join(folder, 'bias.npy')}`];
    const text = (await printed(...given)).flat().join(' ');
    expect(text).toContain("Inputs 'x' of ?x2, 'bias' of ?x2. 'x' is explained, here 2; --inputs holds the others.");
    expect(text).toContain(
      "Outputs 'kinked' of ?x?, 'moved' of ?x?. 'moved' is explained, here 2; --output names another.",
    );
    stdout.mockClear();
    expect(JSON.parse((await printed(file, '--json')).map((line) => line.join('')).join(''))).toMatchObject({
      inputs: [{ name: 'x', sizes: [null, 2] }, { name: 'bias' }],
      outputs: [{ name: 'kinked' }, { name: 'moved' }],
      input: 'x',
      output: 'kinked',
      inputShape: [2],
      outputShape: [2],
      layers: [{ type: 'ReLU', shape: [2], units: 2, parameters: 0, exactPath: 'kinked', kinked: 2, pieces: 2 }],
    });
  });

  it('suggests the nearest name', async () => {
    expect(await runCommandLine(['networks', 'mnist_dens'])).toBe(1);
    expect(stdout).not.toHaveBeenCalled();
    expect(stderr.mock.calls.flat().join('\n')).toContain("Unknown network 'mnist_dens'. Did you mean 'mnist_dense'?");
  });
});

describe('networks NAME --verify', () => {
  const text = (): string => [...stdout.mock.calls, ...stderr.mock.calls].flat().join('\n').replace(/\s+/g, ' ');

  it('compares every output with ONNX Runtime, at inputs that are given too, and says what may be apart', async () => {
    const [, , [output, values, difference]] = await printed('mnist_dense', '--verify', '--input', 'mnist_test:0-2');
    expect([output, values]).toEqual(['Dense_5', '10']);
    expect(Number(difference)).toBeLessThan(1e-6);
    expect(text()).toContain(
      'in float32 at 7 inputs. Differences are relative to the largest value of the output; beyond what float32 rounds, which is estimated, to that of the unit that is off most. The latter may be 0.01 %.',
    );
  });

  it('compares batches that files are made for, images, inputs that are held, and says which output is not read', async () => {
    const file = join(folder, 'batch.onnx');
    const nodes = [
      { op: 'Transpose', output: 't', attributes: attributes({ perm: [0, 2, 3, 1] }) },
      { op: 'Add', inputs: ['x', 'bias'], output: 'sum' },
      { op: 'Sign', output: 'sign' },
    ];
    const outputs = ['t', 'sum', 'sign'];
    const inputs = { bias: [1, 2, 4, 5] };
    writeFileSync(file, onnxModel({ input: [3, 2, 4, 5], inputs, nodes, outputs, outputRank: 4 }));
    const bias = Float64Array.from({ length: 40 }, (_, i) => i / 7);
    writeFileSync(join(folder, 'bias.npy'), writeNpy({ shape: [1, 2, 4, 5], data: bias }));
    const code = await runCommandLine([
      'networks',
      file,
      '--verify',
      '--inputs',
      `bias=${join(folder, 'bias.npy')}`,
      '--json',
    ]);
    const { verification } = JSON.parse(String(stdout.mock.calls[0])) as { verification: { outputs: unknown[] } };
    expect(verification.outputs).toMatchObject([
      { output: 't', units: 40, difference: 0 },
      { output: 'sum', units: 40 },
      { output: 'sign', why: expect.stringContaining('no gradient') as unknown },
    ]);
    expect(code, text()).toBe(0);
  });

  it('holds inputs that no values are given for at random numbers, and says which', async () => {
    const file = join(folder, 'two.onnx');
    const nodes = [
      { op: 'Add', inputs: ['x', 'shift'], output: 'sum' },
      { op: 'Relu', inputs: ['sum'] },
    ];
    writeFileSync(file, onnxModel({ input: [1, 3], inputs: { shift: [1, 3] }, nodes }));
    expect(await runCommandLine(['networks', file, '--verify']), text()).toBe(0);
    expect(text()).toContain("Held at random numbers: 'shift'.");
  });

  it('compares any value of an ONNX file that --output names', async () => {
    const file = join(folder, 'inner.onnx');
    const nodes = [
      { op: 'Neg', output: 'inner' },
      { op: 'Relu', inputs: ['inner'] },
    ];
    writeFileSync(file, onnxModel({ input: [1, 3], nodes }));
    expect(await runCommandLine(['networks', file, '--verify', '--output', 'inner', '--json']), text()).toBe(0);
    const { verification } = JSON.parse(String(stdout.mock.calls[0])) as { verification: { outputs: unknown[] } };
    expect(verification.outputs).toMatchObject([{ output: 'inner', units: 3, difference: 0 }]);
  });

  it('compares one network, which must be named', async () => {
    expect(await runCommandLine(['networks', '--verify'])).toBe(1);
    expect(text()).toContain('--verify compares one network; name it');
  });

  const dense = { class_name: 'Dense', config: { name: 'fc', units: 2, activation: 'relu' } };
  const weights = {
    'fc/kernel': [
      [3, 2],
      [1, -2, 3, 4, -5, 6],
    ],
    'fc/bias': [[2], [0.5, 0.25]],
  } as const;

  it('compares a layers model with TensorFlow.js, of that the other inputs are held and the output is named', async () => {
    const input = (name: string) => ({
      class_name: 'InputLayer',
      config: { name, batch_input_shape: [null, 2], dtype: 'float32' },
      inbound_nodes: [],
    });
    const from = (...names: string[]) => [names.map((name) => [name, 0, 0, {}])];
    const layers = [
      input('shift'),
      { class_name: 'Add', config: { name: 'sum' }, inbound_nodes: from('x', 'shift') },
      { class_name: 'Activation', config: { name: 'y', activation: 'relu' }, inbound_nodes: from('sum') },
    ];
    const ports = {
      input_layers: [
        ['shift', 0, 0],
        ['x', 0, 0],
      ],
      output_layers: [
        ['sum', 0, 0],
        ['y', 0, 0],
      ],
    };
    writeModel(folder, functionalModel(layers, ports));
    writeFileSync(join(folder, 'shift.npy'), writeNpy({ shape: [2], data: Float64Array.of(0.5, -3) }));
    const held = `shift=${join(folder, 'shift.npy')}`;
    const rows = await printed(folder, '--verify', '--inputs', held);
    expect(rows.slice(2, 4).map(([name, values]) => [name, values])).toEqual([
      ['sum', '2'],
      ['y', '2'],
    ]);
    expect(rows.slice(2, 4).every(([, , difference]) => Number(difference) < 1e-6)).toBe(true);
    expect(text()).toContain('Compared with TensorFlow.js 4.');
    stdout.mockClear();
    const [, , [only], after] = await printed(folder, '--verify', '--inputs', held, '--output', 'y');
    expect([only, after]).toEqual(['y', ['']]);
  });

  it('compares a graph model of a fixed batch with TensorFlow.js, by the names of its signature', async () => {
    const nodes = [{ op: 'Softmax', name: 'probabilities' }];
    const { bytes, weights: none } = graphModel([3], nodes);
    const fixed = new TextDecoder().decode(bytes).replace('"size":"-1"', '"size":"4"');
    writeModel(folder, { bytes: new TextEncoder().encode(fixed), weights: none });
    const [, , [output, values, difference]] = await printed(folder, '--verify');
    expect([output, values]).toEqual(['output_0', '3']);
    expect(Number(difference)).toBeLessThan(1e-6);
  });

  it('shows where TensorFlow.js computes otherwise than is read', async () => {
    // TensorFlow.js ends hard_sigmoid at 0 and 1, of slope 1 / 5; Keras 3, which the file says wrote it, has 1 / 6.
    const topology = {
      class_name: 'Sequential',
      config: {
        name: 's',
        layers: [
          { class_name: 'Activation', config: { name: 'a', activation: 'hard_sigmoid', batch_input_shape: [null, 9] } },
        ],
      },
    };
    writeModel(folder, modelOf({ keras_version: '3.0.0', model_config: topology }));
    expect(await runCommandLine(['networks', folder, '--verify'])).toBe(1);
    expect(text()).toContain("Values differ by more than 0.01 %: 'a'.");
    expect(text()).toContain('Keras 3 wrote the file, which TensorFlow.js reads once fields are called as in Keras 2');
  });

  it('says what TensorFlow.js refuses, and how to install it where it is missing', async () => {
    writeModel(folder, sequentialModel([3], [dense], { ...weights, 'other/kernel': [[1], [2]] }));
    expect(await runCommandLine(['networks', folder, '--verify'])).toBe(1);
    expect(text()).toContain('TensorFlow.js refuses: Provided weight data has no target variable: other/kernel');
    for (const name of ['@tensorflow/tfjs-layers', '@tensorflow/tfjs-converter']) {
      vi.doMock(name, () => {
        throw new Error(`Cannot find package '${name}'`);
      });
      writeModel(
        folder,
        name.endsWith('layers') ? sequentialModel([3], [dense], weights) : graphModel([3], [{ op: 'Relu', name: 'y' }]),
      );
      expect(await runCommandLine(['networks', folder, '--verify'])).toBe(1);
      expect(text()).toContain(`Install it by \`npm install ${name}\`.`);
      vi.doUnmock(name);
    }
  });

  it('says what it cannot compare', async () => {
    writeFileSync(join(folder, 'net.eran'), 'ReLU\n[[1, 2], [3, 4]]\n[0, 0]\n');
    expect(await runCommandLine(['networks', join(folder, 'net.eran'), '--verify'])).toBe(1);
    expect(text()).toContain('net.eran is in a format that has no runtime of its own: ONNX files are compared with');
    expect(await runCommandLine(['networks', 'mnist_dense', '--input', 'x.npy'])).toBe(1);
    expect(text()).toContain('--input says at which inputs --verify compares too; give both, or none.');
  });

  it('says how to install ONNX Runtime where it is missing', async () => {
    vi.doMock('onnxruntime-web', () => {
      throw new Error("Cannot find package 'onnxruntime-web'");
    });
    expect(await runCommandLine(['networks', 'mnist_dense', '--verify'])).toBe(1);
    expect(text()).toContain('Install it by `npm install onnxruntime-web`.');
    vi.doUnmock('onnxruntime-web');
  });
});
