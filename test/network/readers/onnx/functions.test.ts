import { create, fromBinary, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType,
  FunctionProtoSchema,
  ModelProtoSchema,
  OperatorSetIdProtoSchema,
  type NodeProtoSchema,
} from 'onnx-buf';
import { expect, it } from 'vitest';
import { readOnnx } from '../../../../src/network/readers/index.ts';
import { attributes, floats, int64s, onnxModel } from '../../../helpers/onnxModels.ts';
import { OnnxRuntime } from '../../../helpers/onnxRuntime.ts';
import { randomArray, seeded } from '../../../helpers/randomNetworks.ts';

const common = 'pkg.onnxscript.torch_lib.common';
const library = 'pkg.onnxscript.torch_lib';
type NodeInit = MessageInitShape<typeof NodeProtoSchema>;
type FunctionInit = MessageInitShape<typeof FunctionProtoSchema>;

const op = (opType: string, input: string[], output: string, rest: NodeInit = {}): NodeInit => ({
  opType,
  input,
  output: [output],
  ...rest,
});

const branch = (name: string, node: NodeInit[]) => ({
  name,
  type: AttributeProto_AttributeType.GRAPH,
  g: { name, node, output: [{ name: 'result' }] },
});

const keepdims = { name: 'keepdims', type: AttributeProto_AttributeType.INT, refAttrName: 'keepdim' };

const rank: FunctionInit = {
  domain: common,
  name: 'Rank',
  input: ['input'],
  output: ['rank'],
  node: [op('Shape', ['input'], 'tmp'), op('Size', ['tmp'], 'rank')],
};
const isScalar: FunctionInit = {
  domain: common,
  name: 'IsScalar',
  input: ['input'],
  output: ['answer'],
  node: [
    op('Rank', ['input'], 'tmp', { domain: common }),
    op('Constant', [], 'zero', { attribute: attributes({ value_int: 0 }) }),
    op('Equal', ['tmp', 'zero'], 'answer'),
  ],
};
const meanOver: FunctionInit = {
  domain: library,
  name: 'aten_mean_dim',
  input: ['self', 'dim'],
  output: ['mean'],
  attributeProto: attributes({ keepdim: 0 }),
  node: [
    op('IsScalar', ['self'], 'condition', { domain: common }),
    op('If', ['condition'], 'mean', {
      attribute: [
        branch('then_branch', [op('Identity', ['self'], 'result')]),
        branch('else_branch', [op('ReduceMean', ['self', 'dim'], 'result', { attribute: [keepdims] })]),
      ],
    }),
  ],
};

function withFunctions(bytes: Uint8Array, functions: readonly FunctionInit[]): Uint8Array {
  const model = fromBinary(ModelProtoSchema, bytes);
  const versions = [common, library].map((domain) => ({ domain, version: 1n }));
  const opsetImport = [...versions, { domain: '', version: 18n }].map((one) => create(OperatorSetIdProtoSchema, one));
  for (const node of model.graph?.node ?? []) {
    const called = functions.find(({ name }) => name === node.opType);
    node.domain = called?.domain ?? '';
  }
  model.irVersion = 8n;
  model.opsetImport = opsetImport;
  model.functions = functions.map((one) => Object.assign(create(FunctionProtoSchema, one), { opsetImport }));
  return toBinary(ModelProtoSchema, model);
}

it("functions of a model's own, called several times and within each other, have the values of ONNX Runtime", async () => {
  const random = seeded(5);
  const bytes = withFunctions(
    onnxModel({
      input: ['batch', 3, 4, 4],
      opset: 18n,
      weights: [floats('weight', [2, 3], [...randomArray(random, 6)]), int64s('rows', [2]), int64s('columns', [-1])],
      nodes: [
        { op: 'Relu', output: 'relu' },
        // The one keeps its axis as the call says, the other drops it as the function does by itself.
        {
          op: 'aten_mean_dim',
          name: 'call',
          inputs: ['relu', 'rows'],
          output: 'means',
          attributes: attributes({ keepdim: 1 }),
        },
        { op: 'aten_mean_dim', inputs: ['means', 'columns'], output: 'mean' },
        { op: 'Squeeze', inputs: ['mean', 'rows'], output: 'squeezed' },
        { op: 'Gemm', inputs: ['squeezed', 'weight'], attributes: attributes({ transB: 1 }) },
      ],
    }),
    [rank, isScalar, meanOver],
  );
  const runtime = await OnnxRuntime.load(bytes);
  const network = readOnnx(bytes);
  for (let i = 0; i < 3; i++) await runtime.expectSame(network, randomArray(random, 48));
});

it('a function that calls itself, and functions that make ever so many nodes, are refused', () => {
  const calling = (name: string, other: string): FunctionInit => ({
    domain: library,
    name,
    input: ['a'],
    output: ['b'],
    node: [op(other, ['a'], 'c', { domain: library }), op(other, ['c'], 'b', { domain: library })],
  });
  const called = (functions: readonly FunctionInit[]) =>
    withFunctions(onnxModel({ input: ['batch', 2], nodes: [{ op: 'f0', name: 'first' }] }), functions);
  expect(() => readOnnx(called([calling('f0', 'f1'), calling('f1', 'f0')]))).toThrow(
    "node 'first/f1_0/f0_0' (f0): the function calls itself.",
  );
  const doubling = Array.from({ length: 40 }, (_, i) => calling(`f${i}`, `f${i + 1}`));
  const relu: FunctionInit = {
    domain: library,
    name: 'f40',
    input: ['a'],
    output: ['b'],
    node: [op('Relu', ['a'], 'b')],
  };
  expect(() => readOnnx(called([...doubling, relu]))).toThrow(
    "the model's functions make more than 10000 nodes; it is damaged.",
  );
});
