import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType,
  FunctionProtoSchema,
  ModelProtoSchema,
  OperatorSetIdProtoSchema,
  TensorProto_DataLocation,
  TensorProto_DataType,
} from 'onnx-buf';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readNetwork } from '../../../../src/network/readers/index.ts';
import { attributes, onnxModel, type TinyNode } from '../../../helpers/onnxModels.ts';

let folder = '';
beforeAll(async () => {
  const root = await mkdtemp(join(tmpdir(), 'exact-ig-'));
  folder = join(root, 'model');
  await mkdir(join(folder, 'weights'), { recursive: true });
  const numbers = Buffer.from(Float32Array.of(9, 9, 1, 2, 3, 4).buffer);
  for (const path of [join(folder, 'w.bin'), join(folder, 'weights', 'w.bin'), join(root, 'w.bin')])
    await writeFile(path, numbers);
});
afterAll(async () => rm(join(folder, '..'), { recursive: true }));

/** The matrix (1 2; 3 4), whose numbers stand behind two others. */
const outside = (location = 'w.bin') => ({
  name: 'w',
  dims: [2n, 2n],
  dataType: TensorProto_DataType.FLOAT,
  dataLocation: TensorProto_DataLocation.EXTERNAL,
  externalData: [
    { key: 'location', value: location },
    { key: 'offset', value: '8' },
    { key: 'length', value: '16' },
  ],
});
const constant = (location?: string): TinyNode => ({
  op: 'Constant',
  inputs: [],
  output: 'w',
  attributes: [{ name: 'value', type: AttributeProto_AttributeType.TENSOR, t: outside(location) }],
});
const product: TinyNode = { op: 'MatMul', inputs: ['x', 'w'] };
const plain = (nodes: readonly TinyNode[]): Uint8Array => onnxModel({ input: [1, 2], nodes });

/** A condition that is constant, and one branch with a weight of its own. */
function branching(): Uint8Array {
  const graph = {
    name: 'branch',
    initializer: [outside()],
    node: [{ opType: 'MatMul', input: ['x', 'w'], output: ['product'] }],
    output: [{ name: 'product' }],
  };
  const branch = (name: string) => ({ name, type: AttributeProto_AttributeType.GRAPH, g: graph });
  return plain([
    { op: 'Constant', inputs: [], output: 'yes', attributes: attributes({ value_int: 1 }) },
    { op: 'If', inputs: ['yes'], attributes: [branch('then_branch'), branch('else_branch')] },
  ]);
}

/** The constant and the product within a function, whose operators alone have a version. */
function calling(): Uint8Array {
  const model = fromBinary(ModelProtoSchema, plain([{ op: 'Dense', domain: 'mine' }]));
  const opset = create(OperatorSetIdProtoSchema, { domain: '', version: 13n });
  const node = fromBinary(ModelProtoSchema, plain([constant(), product])).graph?.node ?? [];
  model.functions = [
    Object.assign(create(FunctionProtoSchema, { domain: 'mine', name: 'Dense', input: ['x'], output: ['y'] }), {
      node,
      opsetImport: [opset],
    }),
  ];
  model.opsetImport = model.opsetImport.filter(({ domain }) => domain === 'mine');
  return toBinary(ModelProtoSchema, model);
}

it.each([
  ['of a node', plain([constant(), product])],
  ['of a graph within a node', branching()],
  ['of a function', calling()],
  ['in a folder beside it', onnxModel({ input: [1, 2], nodes: [product], weights: [outside('weights/w.bin')] })],
])('numbers %s may stand in another file, of which the model says which part', async (_, bytes) => {
  const path = join(folder, 'model.onnx');
  await writeFile(path, bytes);
  // (1 10) (1 2; 3 4) = (31 42)
  expect([...(await readNetwork(path)).evaluate(Float64Array.of(1, 10))]).toEqual([31, 42]);
});

it('numbers of a node in a file outside the folder are refused', async () => {
  const path = join(folder, 'stray.onnx');
  await writeFile(path, plain([constant('../w.bin'), product]));
  await expect(readNetwork(path)).rejects.toThrow("names the file '../w.bin', which is not in its folder");
});
