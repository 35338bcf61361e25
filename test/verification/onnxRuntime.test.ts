import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TensorProto_DataLocation, TensorProto_DataType } from 'onnx-buf';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { float16Bits } from '../../src/base/index.ts';
import { verifyNetwork, type VerifyOptions } from '../../src/verification/index.ts';
import { attributes, floats, onnxModel } from '../helpers/onnxModels.ts';
import { randomArray, seeded } from '../helpers/randomNetworks.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'runtime-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function verified(bytes: Uint8Array, options: VerifyOptions = {}): ReturnType<typeof verifyNetwork> {
  const file = join(folder, 'net.onnx');
  writeFileSync(file, bytes);
  const random = seeded(1);
  return verifyNetwork(file, options, (size) => [randomArray(random, size), randomArray(random, size)]);
}

it('compares a network of float16 as if it computed in float32, and says so', async () => {
  const bits = Array.from({ length: 64 }, (_, i) => float16Bits(Math.sin(i + 1)));
  const numbers = new Uint8Array(Uint16Array.from(bits).buffer);
  const half = { name: 'w', dims: [16n, 4n], dataType: TensorProto_DataType.FLOAT16, rawData: numbers };
  const to = (type: TensorProto_DataType) => attributes({ to: type });
  const nodes = [
    { op: 'Cast', output: 'h', attributes: to(TensorProto_DataType.FLOAT16) },
    { op: 'MatMul', inputs: ['h', 'w'], output: 'p' },
    { op: 'Cast', inputs: ['p'], attributes: to(TensorProto_DataType.FLOAT) },
  ];
  const { outputs, note } = await verified(onnxModel({ input: [1, 16], nodes, weights: [half] }));
  // Each value of float16 is rounded by up to 2^-11, 5e-4.
  expect(outputs).toMatchObject([{ output: 'y', units: 4, beyondRounding: 0 }]);
  expect('difference' in outputs[0] && outputs[0].difference).toBeLessThan(1e-6);
  expect(note).toBe('The file computes in float16; ONNX Runtime was given it in float32.');
});

it('compares a network of float64 in float32, of which ONNX Runtime has all operators', async () => {
  const double = (name: string, dims: bigint[], doubleData: number[]) => ({
    name,
    dims,
    dataType: TensorProto_DataType.DOUBLE,
    doubleData,
  });
  const to = attributes({ to: TensorProto_DataType.DOUBLE });
  const nodes = [
    { op: 'Cast', output: 'd', attributes: to },
    { op: 'Conv', inputs: ['d', 'w'], output: 'c' },
    { op: 'Relu', inputs: ['c'] },
  ];
  const weights = [double('w', [2n, 1n, 2n, 2n], [0.1, -2, 3, 0.7, 5, -6, 1 / 3, 8])];
  const { outputs, note } = await verified(onnxModel({ input: [1, 1, 3, 3], nodes, weights, outputRank: 4 }));
  expect(outputs).toMatchObject([{ output: 'y', units: 8, beyondRounding: 0 }]);
  expect(note).toBe('The file computes in float64; ONNX Runtime was given it in float32.');
});

it('takes shapes and other small tensors in files beside the model, which ONNX Runtime wants in it', async () => {
  writeFileSync(join(folder, 'net.data'), Buffer.from(BigInt64Array.of(1n, 6n).buffer));
  const shape = {
    name: 'shape',
    dims: [2n],
    dataType: TensorProto_DataType.INT64,
    dataLocation: TensorProto_DataLocation.EXTERNAL,
    externalData: [{ key: 'location', value: 'net.data' }],
  };
  const nodes = [{ op: 'Reshape', inputs: ['x', 'shape'] }];
  const { outputs } = await verified(onnxModel({ input: [1, 2, 3], nodes, weights: [shape] }));
  expect(outputs).toEqual([{ output: 'y', units: 6, inputs: 2, difference: 0, beyondRounding: 0 }]);
});

it('compares what goes into a last softmax beside what comes out of it, or either alone', async () => {
  const nodes = [
    { op: 'MatMul', inputs: ['x', 'w'], output: 'scores' },
    { op: 'Softmax', inputs: ['scores'], output: 'p' },
    { op: 'Identity', inputs: ['p'] },
  ];
  const weights = [floats('w', [2, 3], [1, -2, 300, 4, 50, -6])];
  const bytes = onnxModel({ input: ['N', 2], nodes, weights });
  const namesOf = async (options?: VerifyOptions): Promise<string[]> =>
    (await verified(bytes, options)).outputs.map((of) => ('difference' in of ? of.output : of.why));
  expect(await namesOf()).toEqual(['y', 'y (logits)']);
  expect(await namesOf({ output: 'y', ending: 'logits' })).toEqual(['y (logits)']);
  expect(await namesOf({ output: 'y', ending: 'probability' })).toEqual(['y']);
});
