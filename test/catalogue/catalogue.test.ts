import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { datasets, downloadsOf, isPresent, loadData, loadNetwork, networks } from '../../src/catalogue/index.ts';
import { locate } from '../../src/catalogue/locate.ts';
import { centredRange, unitRange } from '../../src/catalogue/processing.ts';
import { processImage } from '../../src/network/index.ts';
import { sha256OfFile } from '../../src/project/index.ts';
import { sequentialModel, writeModel } from '../helpers/layersModels.ts';
import { onnxModel } from '../helpers/onnxModels.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'catalogue-'));
  vi.stubEnv('EXACT_IG_PATH', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** A network of ERAN's text format: all weights 0, one layer; 10 outputs unless told otherwise. */
function writeDense(path: string, inputs: number, header = '', outputs = 10): void {
  const rows = (length: number): string => `[${new Array<number>(length).fill(0).join(', ')}]`;
  const matrix = new Array<string>(outputs).fill(rows(inputs)).join(', ');
  writeFileSync(path, `${header}Affine\n[${matrix}]\n${rows(outputs)}\n`);
}

/** The line that normalises each of 3072 inputs. */
const normalization = `Normalize mean=[${new Array(3072).fill(0.5).join(', ')}] std=[${new Array(3072).fill(0.25).join(', ')}]\n`;

const writeImages = (path: string, label: number, pixels: number): void => {
  writeFileSync(path, `${[label, ...new Array<number>(pixels).fill(255)].join(',')}\n`);
};

describe('The catalogue', () => {
  it('has networks of unique names, each with a data set that it has', () => {
    const names = networks.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { dataset } of networks) expect(datasets.map(({ name }) => name)).toContain(dataset);
  });

  it('prefers a network as ONNX to the same as text', () => {
    for (const { files } of networks) expect(files[0]).toMatch(/\.onnx$/);
  });

  it('holds the figures that the paper prints for its first network', () => {
    expect(networks.find(({ name }) => name === 'cifar10_relu_convsmall')?.paper).toEqual({
      exactRegions: 2582.74,
      mTildeError: 0.2495,
      leftSamples: 136.74,
      rightSamples: 139.4,
      trapezoidSamples: 91.67,
    });
  });
});

describe('downloadsOf', () => {
  it('has everything that ERAN publishes when no name is given, each with its hash', () => {
    const downloads = downloadsOf([]);
    expect(downloads.map(({ name }) => name)).toEqual([
      'mnist_relu_3_100',
      'cifar10_relu_convsmall',
      'cifar10_relu_convmedium',
      'cifar10_relu_convbig_diffai',
      'mnist_test',
      'cifar10_test',
    ]);
    for (const { sha256 } of downloads) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('puts a network under networks/fetched and data under data/fetched', () => {
    const [network, data] = downloadsOf(['cifar10_relu_convsmall', 'cifar10_test']);
    expect(network.file).toMatch(/networks.fetched.cifar10_relu_convsmall\.pyt$/);
    expect(data.file).toMatch(/data.fetched.cifar10_test\.csv$/);
  });

  it('has the bundled MNIST images as ERAN publishes them, so that they need no download', async () => {
    const [{ file, sha256 }] = downloadsOf(['mnist_test']);
    expect(await sha256OfFile(file)).toBe(sha256);
  });

  it('suggests the nearest of what can be downloaded', () => {
    expect(() => downloadsOf(['cifar_test'])).toThrow("Did you mean 'cifar10_test'?");
    expect(() => downloadsOf(['mnist_dense'])).toThrow("Unknown name of a download 'mnist_dense'");
  });
});

describe('processImage', () => {
  it('divides by 255 and adds the offset', () => {
    const pixels = Float64Array.of(0, 51, 255);
    expect(processImage(pixels, unitRange)).toEqual(Float64Array.of(0, 51 / 255, 1));
    expect(processImage(pixels, centredRange)).toEqual(Float64Array.of(-0.5, 51 / 255 - 0.5, 0.5));
  });
});

describe('loadNetwork', () => {
  it('finds a network by its name in the folders of EXACT_IG_PATH, the first folder first', async () => {
    const second = join(folder, 'second');
    vi.stubEnv('EXACT_IG_PATH', [folder, second].join(delimiter));
    mkdirSync(second);
    for (const place of [folder, second]) writeDense(join(place, 'mnist_relu_3_100.tf'), 784);
    const { name, file, dataset, processing } = await loadNetwork('mnist_relu_3_100');
    expect({ name, file, dataset, processing }).toEqual({
      name: 'mnist_relu_3_100',
      file: join(folder, 'mnist_relu_3_100.tf'),
      dataset: 'mnist_test',
      processing: unitRange,
    });
  });

  it('takes ONNX before text', async () => {
    writeDense(join(folder, 'mnist_relu_3_100.tf'), 784);
    writeFileSync(join(folder, 'mnist_relu_3_100.onnx'), 'no ONNX');
    await expect(loadNetwork('mnist_relu_3_100')).rejects.toThrow('mnist_relu_3_100.onnx');
  });

  it.each([
    ['vector.tf', 784, '', 'mnist_test', unitRange],
    ['plain.pyt', 3072, '', 'cifar10_test', centredRange],
    ['normalized.pyt', 3072, normalization, 'cifar10_test', unitRange],
    ['plain.eran', 5, '', undefined, unitRange],
  ])(
    'takes %s with %d inputs from its path, data and processing by what it is',
    async (file, inputs, header, dataset, processing) => {
      writeDense(join(folder, file), inputs, header);
      const loaded = await loadNetwork(join(folder, file));
      expect(loaded).toMatchObject({ name: file, file: join(folder, file), processing });
      expect(loaded.dataset).toBe(dataset);
    },
  );

  it('takes a file by its bare name from the folders of EXACT_IG_PATH', async () => {
    writeDense(join(folder, 'mine.tf'), 784);
    expect(await loadNetwork('mine.tf')).toMatchObject({ file: join(folder, 'mine.tf') });
  });

  it('suggests the nearest name', async () => {
    await expect(loadNetwork('mnist_convsmal')).rejects.toThrow(
      "Unknown network 'mnist_convsmal'. Did you mean 'mnist_convsmall'?",
    );
  });

  it('says where it looked for a file', async () => {
    const missing = loadNetwork(join(folder, 'nothing.onnx'));
    await expect(missing).rejects.toThrow(/There is no file '.*nothing\.onnx'. Looked for it as a path and in /);
    await expect(loadNetwork(join(import.meta.filename, 'net.onnx'))).rejects.toThrow(/There is no file '.*net\.onnx'/);
  });
});

describe('locate', () => {
  const source = { file: 'far.pyt', url: 'http://localhost/', sha256: '' };

  it('says where it looked for what can be fetched, and how to fetch it', () => {
    const entries = [{ name: 'far', files: ['far.onnx', 'far.pyt'], source }];
    expect(() => locate('networks', 'far', entries)).toThrow(
      new RegExp(
        `'far' \\(far.onnx or far.pyt\\) is not in .*${basename(folder)}, .*fetched. \`npm run fetch -- far\` downloads it`,
      ),
    );
  });

  it('says which folder of EXACT_IG_PATH does not exist', () => {
    vi.stubEnv('EXACT_IG_PATH', [folder, join(folder, 'gone')].join(delimiter));
    expect(() => locate('networks', 'far', [{ name: 'far', files: ['far.onnx'], source }])).toThrow(
      `is not in ${folder}, ${join(folder, 'gone')} (does not exist), `,
    );
  });

  it('says that what is bundled is missing', () => {
    expect(() => locate('data', 'near', [{ name: 'near', files: ['near.csv'] }])).toThrow('It belongs to the project');
  });
});

describe('isPresent', () => {
  it('tells whether a network of the catalogue is there', () => {
    expect(isPresent('nothing')).toBe(false);
    writeDense(join(folder, 'mnist_relu_3_100.tf'), 784);
    expect(isPresent('mnist_relu_3_100')).toBe(true);
  });
});

describe('loadData', () => {
  it("takes the network's own data set", async () => {
    writeDense(join(folder, 'mnist_relu_3_100.tf'), 784);
    writeImages(join(folder, 'mnist_test.csv'), 7, 784);
    const { name, file, images } = await loadData(await loadNetwork('mnist_relu_3_100'));
    expect({ name, file, count: images.count }).toEqual({
      name: 'mnist_test',
      file: join(folder, 'mnist_test.csv'),
      count: 1,
    });
  });

  it('takes the data that is given before', async () => {
    writeDense(join(folder, 'mnist_relu_3_100.tf'), 784);
    writeImages(join(folder, 'mine.csv'), 7, 784);
    expect(await loadData(await loadNetwork('mnist_relu_3_100'), join(folder, 'mine.csv'))).toMatchObject({
      name: 'mine.csv',
    });
  });

  it('asks for data when the size of the input tells nothing', async () => {
    writeDense(join(folder, 'five.tf'), 5);
    await expect(loadData(await loadNetwork('five.tf'))).rejects.toThrow(
      "for the 5 inputs of 'five.tf'. Name one with --data.",
    );
  });

  it('refuses images of another size', async () => {
    writeDense(join(folder, 'mine.tf'), 784);
    writeImages(join(folder, 'short.csv'), 7, 783);
    await expect(loadData(await loadNetwork('mine.tf'), 'short.csv')).rejects.toThrow(
      /short\.csv:1: the row has 783 pixels, but the network takes 784/,
    );
  });

  it('refuses a label that the network has no output for', async () => {
    writeDense(join(folder, 'mine.tf'), 784, '', 7);
    writeImages(join(folder, 'mine.csv'), 7, 784);
    await expect(loadData(await loadNetwork('mine.tf'), 'mine.csv')).rejects.toThrow(
      "image 0 has the label 7, but 'mine.tf' has only 7 outputs",
    );
  });

  it('suggests the nearest name', async () => {
    writeDense(join(folder, 'mine.tf'), 784);
    await expect(loadData(await loadNetwork('mine.tf'), 'mnist_tests')).rejects.toThrow(
      "Unknown data set 'mnist_tests'. Did you mean 'mnist_test'?",
    );
  });
});

describe('the output logits', () => {
  it('is what goes into a last softmax or sigmoid, and the name of an output where there is none', async () => {
    const write = (name: string, model: Parameters<typeof onnxModel>[0]): string => {
      writeFileSync(join(folder, name), onnxModel(model));
      return join(folder, name);
    };
    const ending = write('ending.onnx', {
      input: ['N', 2],
      nodes: [
        { op: 'Neg', output: 'n' },
        { op: 'Softmax', inputs: ['n'] },
      ],
    });
    const named = write('named.onnx', {
      input: ['N', 2],
      nodes: [
        { op: 'Relu', output: 'y' },
        { op: 'Neg', output: 'logits' },
      ],
      outputs: ['y', 'logits'],
    });
    const valuesOf = async (file: string, output: string): Promise<number[]> => [
      ...(await loadNetwork(file, { output })).network.evaluate(Float64Array.of(1, 1)),
    ];
    expect(await valuesOf(ending, 'logits')).toEqual([-1, -1]);
    expect(await valuesOf(ending, 'probability')).toEqual([0.5, 0.5]);
    expect(await valuesOf(named, 'logits')).toEqual([-1, -1]);
    expect(await valuesOf(named, 'y')).toEqual([1, 1]);
    await expect(loadNetwork(named, { output: 'probability' })).rejects.toThrow("has no output 'probability'");
  });
});

describe('a TensorFlow.js layers model', () => {
  it.each([
    ['its folder', 'residual'],
    ['its model.json', join('residual', 'model.json')],
  ])('is loaded by %s, named after the folder, with the files of its weights', async (_, given) => {
    writeModel(join(folder, 'residual'), sequentialModel([2], [{ class_name: 'ReLU' }]));
    const { name, files } = await loadNetwork(join(folder, given));
    expect(name).toBe('residual');
    expect(files.map((file) => basename(file))).toEqual(['model.json', 'weights.bin']);
  });

  it('takes from options what its file leaves open', async () => {
    writeModel(join(folder, 'open'), sequentialModel([null, 2], [{ class_name: 'ReLU' }]));
    expect((await loadNetwork(join(folder, 'open'), { inputShape: [3, 2] })).network.inputShape).toEqual([3, 2]);
  });
});
