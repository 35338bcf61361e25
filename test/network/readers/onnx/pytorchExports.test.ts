import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readNetwork } from '../../../../src/network/readers/index.ts';
import { projectRoot } from '../../../../src/project/index.ts';
import { verifyNetwork } from '../../../../src/verification/index.ts';
import { kindOf } from '../../../helpers/kinds.ts';
import { pythonWith, runPython } from '../../../helpers/python.ts';
import { randomArray, seeded } from '../../../helpers/randomNetworks.ts';

const python = pythonWith('torch', 'onnx');

/** What is exported, and how exact methods take it. */
const kinds = {
  mlp: 'head',
  lenet: 'head',
  vgg: 'exact',
  resnet: 'exact',
  mobilenet_v2: 'exact',
  mobilenet_v3: 'head',
  efficientnet: 'head',
  shufflenet: 'exact',
  squeezenet: 'exact',
  inception: 'exact',
  densenet: 'exact',
  unet: 'head',
  unet_bilinear: 'head',
  convnext: 'head',
  vit: 'head',
  tcn: 'head',
  genomics: 'head',
  autoencoder: 'head',
  group_norm: 'head',
  instance_norm: 'head',
  activations: 'head',
  squeezed: 'exact',
  assigned: 'exact',
  padded: 'exact',
  normalized: 'head',
  pixel_shuffle: 'exact',
  maxout: 'exact',
  lstm: 'head',
  gru: 'head',
  rnn_relu: 'exact',
  crnn: 'head',
  seq2seq: 'head',
} as const;

describe.skipIf(python === undefined)("networks that PyTorch's exporter writes", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pytorch-'));
    runPython(python ?? '', readFileSync(join(projectRoot, 'test/helpers/pytorchExports.py'), 'utf8'), folder);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each(
    Object.entries(kinds).flatMap(([name, kind]) => ['fixed', 'open'].map((batch) => [name, batch, kind] as const)),
  )('%s for a batch that is %s is %s, and has the values of ONNX Runtime', async (name, batch, kind) => {
    const path = join(folder, `${name}.${batch}.onnx`);
    expect(kindOf(await readNetwork(path))).toBe(kind);
    const random = seeded(3);
    const { outputs } = await verifyNetwork(path, {}, (size) => [1, 2].map(() => randomArray(random, size)));
    // Float32 against float64: some eighty roundings of 2^-23.
    expect(outputs[0]).toMatchObject({ output: 'y', inputs: 2 });
    for (const of of outputs) expect('difference' in of && of.difference).toBeLessThan(1e-5);
    for (const of of outputs) expect('difference' in of && of.beyondRounding).toBeLessThan(1e-4);
  });
});
