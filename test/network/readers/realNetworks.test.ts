import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readImagesCsv } from '../../../src/datasets/index.ts';
import type { Network } from '../../../src/network/index.ts';
import { readNetwork } from '../../../src/network/readers/index.ts';
import { OnnxRuntime, type InputLayout } from '../../helpers/onnxRuntime.ts';
import { realFiles } from '../../helpers/realFiles.ts';

async function inputs(path: string, count: number): Promise<Float64Array[]> {
  const { pixels } = await readImagesCsv(path);
  return pixels.slice(0, count).map((image) => image.map((pixel) => pixel / 255));
}

const models: readonly (readonly [file: string, data: string, layout: InputLayout])[] = [
  ['cifar10_relu_convsmall.onnx', 'cifar10_test.csv', 'channel-first'],
  ['mnist_relu_3_100.onnx', 'mnist_test.csv', 'channel-first'],
  ['resnet_2b.onnx', 'cifar10_test.csv', 'channel-first'],
  ['cifar_base_kw.onnx', 'cifar10_test.csv', 'channel-first'],
  ['Convnet_maxpool.onnx', 'mnist_test.csv', 'channel-first'],
  ['cifar10_small.onnx', 'cifar10_test.csv', 'channel-last'],
  ['ffnnSIGMOID__Point_6x200.onnx', 'mnist_test.csv', 'channel-first'],
];

describe('a real ONNX network agrees with ONNX Runtime on 100 images', () => {
  for (const [file, data, layout] of models) {
    const paths = realFiles(file, data);
    it.skipIf(paths === undefined)(file, async () => {
      const [path, csv] = paths ?? ['', ''];
      const network = await readNetwork(path);
      const oracle = await OnnxRuntime.load(await readFile(path), layout);
      for (const input of await inputs(csv, 100)) await oracle.expectSame(network, input);
    });
  }
});

describe('a real network is the same function in both formats', () => {
  for (const [name, extension, data] of [
    ['cifar10_relu_convsmall', '.pyt', 'cifar10_test.csv'],
    ['mnist_relu_3_100', '.tf', 'mnist_test.csv'],
  ]) {
    const paths = realFiles(`${name}.onnx`, `${name}${extension}`, data);
    it.skipIf(paths === undefined)(name, async () => {
      const [onnxPath, eranPath, csv] = paths ?? ['', '', ''];
      const [onnx, eran] = [await readNetwork(onnxPath), await readNetwork(eranPath)];
      for (const input of await inputs(csv, 10)) expectSame(onnx, eran, input);
    });
  }
});

/** The text has float32 weights in decimal: up to 2e-6 of the largest output. */
function expectSame(a: Network, b: Network, input: Float64Array): void {
  const [x, y] = [a.evaluate(input), b.evaluate(input)];
  const scale = Math.max(...x.map(Math.abs));
  x.forEach((value, i) => {
    expect(Math.abs(value - y[i])).toBeLessThanOrEqual(2e-6 * scale);
  });
}
