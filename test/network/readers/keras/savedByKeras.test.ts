import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readNetwork, readNetworkFiles } from '../../../../src/network/readers/index.ts';
import { openRuntime } from '../../../../src/verification/runtimes.ts';

const here = import.meta.dirname;
const saved = ['saved.keras', 'saved.h5'];
const x = Float64Array.of(1, -2, 0.5, 3, -1, 0.25);
/** Of Keras 3.15 with PyTorch, in float32: what savedByKeras.py prints. */
const y = [0.18487858772277832, 0.5598785877227783];

describe('readNetwork reads what Keras saves,', () => {
  it.each(saved)('%s, with nested, wrapped and stacked layers', async (name) => {
    const path = join(here, name);
    const { network, files, input, output } = await readNetworkFiles(path);
    expect({ files, input, output }).toEqual({ files: [path], input: 'x', output: 'y' });
    network.evaluate(x).forEach((value, unit) => {
      expect(value).toBeCloseTo(y[unit], 6);
    });
  });

  it.each(['keras2.h5', 'keras2.keras'])('%s of Keras 2, which names weights and groups otherwise', async (name) => {
    const network = await readNetwork(join(here, name));
    // 1 + 2 * 5 + 3 = 14, of which (14 - 1) / 2 * 2.
    expect([...network.evaluate(Float64Array.of(1, 5))]).toEqual([13]);
  });

  it('as a layers model that TensorFlow.js takes, too', async () => {
    const runtime = await openRuntime(join(here, 'chain.keras'));
    const both = runtime.read(runtime.outputs[0], {});
    const point = Float64Array.of(1, -2, 0.5);
    const [values] = await both.theirs([point]);
    const ours = both.network.evaluate(point);
    expect(ours.every((value) => value !== 0)).toBe(true);
    ours.forEach((value, unit) => {
      expect(value).toBeCloseTo(values[unit], 6);
    });
  });
});

describe('readNetwork refuses, of files of Keras,', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'exact-ig-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const h5 = readFileSync(join(here, 'saved.h5'));
  const archive = unzipSync(readFileSync(join(here, 'saved.keras')));
  const without = (name: string): Uint8Array =>
    zipSync(Object.fromEntries(Object.entries(archive).filter(([file]) => file !== name)));

  it.each<[what: string, name: string, content: Uint8Array, message: string]>([
    [
      'weights alone',
      'net.weights.h5',
      archive['model.weights.h5'],
      "it holds weights without the network that they are of. Save the whole model in Python: model.save('net.keras').",
    ],
    [
      'an archive without weights',
      'net.keras',
      without('model.weights.h5'),
      'it is an archive without model.weights.h5',
    ],
    [
      'a truncated file',
      'net.h5',
      h5.subarray(0, 3000),
      'the file is damaged, or of a kind of HDF5 that is not read: ',
    ],
    [
      'a truncated archive',
      'net.keras',
      readFileSync(join(here, 'saved.keras')).subarray(0, 9000),
      'it is no zip archive, or damaged: ',
    ],
    [
      'layers that are no JSON',
      'net.keras',
      zipSync({ ...archive, 'config.json': Uint8Array.of(1) }),
      'its config.json is no JSON object; the file is damaged.',
    ],
    [
      'what is called as something else',
      'net.onnx',
      h5,
      'it is a file of Keras. Give it a name that ends with .keras or .h5',
    ],
    ['what is none', 'net.h5', Uint8Array.of(1, 2, 3), 'the file is damaged, or of a kind of HDF5 that is not read: '],
  ])('%s', async (_, name, content, message) => {
    const path = join(folder, name);
    await writeFile(path, content);
    await expect(readNetwork(path)).rejects.toThrow(
      expect.objectContaining({ name: 'UserError', message: expect.stringContaining(`${path}: ${message}`) as string }),
    );
  });
});
