import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema, StringStringEntryProtoSchema } from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { explain } from '../../../../src/attribution/index.ts';
import { modulesOf } from '../../../../src/network/index.ts';
import { readOnnx } from '../../../../src/network/readers/index.ts';
import { moduleOf } from '../../../../src/network/readers/onnx/modules.ts';
import { floats, onnxModel } from '../../../helpers/onnxModels.ts';
import { randomArray, seeded } from '../../../helpers/randomNetworks.ts';

const random = seeded(81);
const weights = ['w0', 'w1', 'w2'].map((name) => floats(name, [3, 3], Array.from(randomArray(random, 9))));

/** As PyTorch's older exporter writes a block of two layers, of which both are read outside of it, and a head. */
const older = onnxModel({
  input: [1, 3],
  nodes: [
    { op: 'MatMul', name: '/features/features.0/MatMul', inputs: ['x', 'w0'], output: 'a' },
    { op: 'Relu', name: '/features/features.1/Relu', inputs: ['a'], output: 'b' },
    { op: 'MatMul', name: '/block/left/MatMul', inputs: ['b', 'w1'], output: 'c' },
    { op: 'Relu', name: '/block/left/Relu', inputs: ['c'], output: 'd' },
    { op: 'MatMul', name: '/block/right/MatMul', inputs: ['b', 'w2'], output: 'e' },
    { op: 'Add', name: '/Add', inputs: ['d', 'e'] },
  ],
  weights,
});

/** The same with what the newer exporter says beside nodes. */
function newer(): Uint8Array {
  const model = fromBinary(ModelProtoSchema, older);
  for (const node of model.graph?.node ?? []) {
    const parts = (moduleOf(node) ?? '').split('.').filter((part) => part !== '');
    const paths = parts.map((_, i) => parts.slice(0, i + 1).join('.'));
    const value = `[${['', ...paths, node.opType].map((path) => `'${path}'`).join(', ')}]`;
    node.name = `node_${node.output[0]}`;
    node.metadataProps = [create(StringStringEntryProtoSchema, { key: 'pkg.torch.onnx.name_scopes', value })];
  }
  return toBinary(ModelProtoSchema, model);
}

describe("layers go by paths of PyTorch's modules", () => {
  const paths = ['features', 'features.0', 'features.1', 'block', 'block.left', 'block.right'];

  it.each([
    ['older', older, '/features/features.1/Relu', '/block/left/Relu'],
    ['newer', newer(), 'node_b', 'node_d'],
  ])('of the %s exporter, each the layer that gives what the module gives', async (_, bytes, relu, left) => {
    const network = readOnnx(bytes);
    expect(modulesOf(network)).toEqual(paths);
    const question = { method: 'layer_conductance', input: randomArray(random, 3), target: 0 } as const;
    const answers = await explain(network, { ...question, layer: ['features.1', 'block.left'] });
    expect(answers.map(({ layer }) => layer)).toEqual([relu, left]);
    const [whole] = await explain(network, { ...question, layer: 'features' });
    expect(whole.layer).toBe(relu);
  });

  it.each([
    [
      'block',
      "Module 'block' gives what several layers give; choose one of them: '/block/left/Relu', '/block/right/MatMul'.",
    ],
    ['features.2', "Unknown layer 'features.2'. Did you mean 'features.0'? Known: /features/features.0/MatMul, "],
  ])('%s is refused where no layer is its own, with those that there are', async (layer, message) => {
    const answer = explain(readOnnx(older), { method: 'layer_conductance', input: randomArray(random, 3), layer });
    await expect(answer).rejects.toThrow(message);
  });

  it.each([
    ['/features/features.2/a/a.0/Conv', 'features.2.a.0'],
    ['/layer1/layer1.0/conv1/Conv', 'layer1.0.conv1'],
    ['/Relu_3', undefined],
    ['model/dense/MatMul', undefined],
  ])('the name %s is of %s', (name, path) => {
    expect(moduleOf({ name, metadataProps: [] })).toBe(path);
  });
});
