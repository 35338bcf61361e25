import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readNetwork } from '../../../src/network/readers/index.ts';
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
    const path = await file('bad.onnx', onnxModel({ input: [1, 2], nodes: [{ op: 'Softmax', name: 'probabilities' }] }));
    await expect(readNetwork(path)).rejects.toThrow(`${path}: node 'probabilities' (Softmax): Unknown operator 'Softmax'.`);
  });

  it('refuses a file that is not there, naming it', async () => {
    const path = join(folder, 'missing.onnx');
    await expect(readNetwork(path)).rejects.toThrow(`The network file ${path} cannot be read: `);
  });

  it('refuses other extensions and lists the known ones', async () => {
    await expect(readNetwork('net.onx')).rejects.toThrow("net.onx: Unknown extension '.onx'. Did you mean '.onnx'? Known: .onnx, .eran, .tf, .pyt.");
  });
});
