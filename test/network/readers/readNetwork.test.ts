import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readNetwork } from '../../../src/network/readers/index.ts';
import { sequentialModel } from '../../helpers/layersModels.ts';
import { onnxModel } from '../../helpers/onnxModels.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exact-ig-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe('readNetwork', () => {
  it.each(['net.eran', 'net.tf', 'net.PYT'])('reads %s as ERAN text', async (name) => {
    const network = await readNetwork(await file(name, 'Affine\n[[1, 2]]\n[3]\n'));
    expect([...network.evaluate(Float64Array.of(10, 100))]).toEqual([213]);
  });

  it('reads .onnx as ONNX', async () => {
    const network = await readNetwork(await file('net.onnx', onnxModel({ input: [1, 2], nodes: [{ op: 'Relu' }] })));
    expect([...network.evaluate(Float64Array.of(-1, 1))]).toEqual([0, 1]);
  });

  it('names the file and the line of an error', async () => {
    const path = await file('bad.eran', 'Affine\n[[1, 2], [3]]\n[3]\n');
    await expect(readNetwork(path)).rejects.toThrow(`${path}: line 2: weights[1] has 1 columns, expected 2.`);
  });

  it('names the file, the node and the operator of an error', async () => {
    const path = await file('bad.onnx', onnxModel({ input: [1, 2], nodes: [{ op: 'LSTM', name: 'memory' }] }));
    await expect(readNetwork(path)).rejects.toThrow(`${path}: LSTM ('memory') is recurrent`);
  });

  it('refuses a file that is not there, naming it', async () => {
    const path = join(folder, 'missing.onnx');
    await expect(readNetwork(path)).rejects.toThrow(`The network file ${path} cannot be read: `);
  });

  it('reads a layers model from model.json and the files that it names, and says which one is missing', async () => {
    const { bytes, weights } = sequentialModel([1], [{ class_name: 'Dense', config: { name: 'fc', units: 1 } }], {
      'fc/kernel': [[1, 1], [2]],
      'fc/bias': [[1], [3]],
    });
    const path = await file('model.json', bytes);
    await expect(readNetwork(path)).rejects.toThrow(`The network file ${join(folder, 'weights.bin')} cannot be read: `);
    await file('weights.bin', weights);
    expect([...(await readNetwork(folder)).evaluate(Float64Array.of(5))]).toEqual([13]);
  });

  it('refuses a folder without model.json', async () => {
    const empty = join(folder, 'empty');
    await mkdir(empty);
    await expect(readNetwork(empty)).rejects.toThrow(`The network file ${join(empty, 'model.json')} cannot be read: `);
  });

  it.each([
    ['net.pt', "export the network with torch.onnx.export(model, example, 'net.onnx')"],
    ['net.pth', 'export the network with torch.onnx.export'],
    ['net.h5', 'write the network with tensorflowjs.converters.save_keras_model, or as ONNX'],
    ['net.keras', 'write the network with tensorflowjs.converters.save_keras_model'],
  ])('says of %s how to export it', async (file, advice) => {
    await expect(readNetwork(file)).rejects.toThrow(advice);
  });

  it('refuses other extensions and lists the known ones', async () => {
    await expect(readNetwork('net.onx')).rejects.toThrow(
      "net.onx: Unknown extension '.onx'. Did you mean '.onnx'? Known: .onnx, .eran, .tf, .pyt, .json.",
    );
  });
});
