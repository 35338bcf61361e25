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
    const path = await file('bad.onnx', onnxModel({ input: [1, 2], nodes: [{ op: 'Hardmax', name: 'again' }] }));
    await expect(readNetwork(path)).rejects.toThrow(`${path}: Hardmax ('again') has no gradient: its values jump.`);
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
    await expect(readNetwork(path)).rejects.toThrow(
      `${path} names the file 'weights.bin' of its weights, which is not there. Copy or download it too`,
    );
    await file('weights.bin', weights.subarray(1));
    await expect(readNetwork(path)).rejects.toThrow('the weights in weights.bin are 7 bytes, expected 8');
    await file('weights.bin', weights);
    expect([...(await readNetwork(folder)).evaluate(Float64Array.of(5))]).toEqual([13]);
  });

  it('refuses a folder without model.json, and says how to convert a SavedModel', async () => {
    const empty = join(folder, 'empty');
    await mkdir(empty);
    await expect(readNetwork(empty)).rejects.toThrow(`The folder ${empty} has no model.json`);
    await file('empty/saved_model.pb', '');
    await expect(readNetwork(empty)).rejects.toThrow('python -m tf2onnx.convert --saved-model');
  });

  const keras = 'it is a file of Keras. Give it a name that ends with .keras or .h5';
  const torch = "Export the network with torch.onnx.export(model.eval(), example, 'net.onnx')";
  it.each([
    ['net.pt', torch],
    ['net.pth', torch],
    ['net.pkl', 'skl2onnx.to_onnx(model, X[:1])'],
    ['net.tflite', 'tf2onnx.convert --tflite'],
    ['net.safetensors', 'weights without the network'],
    ['saved_model.pb', 'graphs of TensorFlow'],
  ])('says of %s how to export it', async (name, advice) => {
    await expect(readNetwork(name)).rejects.toThrow(advice);
  });

  /** The first local header of a ZIP archive, which ends in the name of its first entry. */
  const zip = (entry: string): string => `PK\x03\x04${'\0'.repeat(26)}${entry}`;
  it.each([
    ['an empty file', '', 'the file is empty. Copy or download it again.'],
    ['a pointer of Git LFS', 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n', '`git lfs pull`'],
    ['a web page', '\n<!DOCTYPE html>\n<html>', 'it is a web page (HTML)'],
    ['what PyTorch saves', zip('archive/data.pkl'), torch],
    ['what PyTorch saved before', '\x80\x02\x8a', 'it holds Python objects (pickle)'],
    ['what Keras saves', zip('metadata.json'), keras],
    ['what Keras saved before', '\x89HDF\r\n', keras],
    ['a ZIP archive', zip('net.onnx'), 'it is a ZIP archive. Unpack it'],
    ['what gzip compressed', '\x1f\x8b\x08', 'it is compressed by gzip. Unpack it'],
    ['a model of TensorFlow Lite', '\x1c\0\0\0TFL3', 'it is a TensorFlow Lite model'],
    ['weights alone', `\x10${'\0'.repeat(7)}{"w":{}}`, 'it holds weights without the network'],
  ])('says of %s what it is and what to do, whatever it is called', async (_, content, advice) => {
    for (const name of ['net.onnx', 'net.json', 'net.eran', 'net.bin']) {
      const path = await file(name, Buffer.from(content, 'latin1'));
      await expect(readNetwork(path)).rejects.toThrow(
        expect.objectContaining({ message: expect.stringContaining(advice) as string, name: 'UserError' }),
      );
      await expect(readNetwork(path)).rejects.toThrow(`${path}: `);
    }
  });

  it('refuses other extensions and lists the known ones', async () => {
    await expect(readNetwork('net.onx')).rejects.toThrow(
      "net.onx: Unknown extension '.onx'. Did you mean '.onnx'? Known: .onnx, .eran, .tf, .pyt, .json, .keras, .h5, .hdf5.",
    );
  });
});
