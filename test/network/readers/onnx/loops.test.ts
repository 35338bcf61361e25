import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  ModelProtoSchema,
  TensorProtoSchema,
  TensorProto_DataType,
  ValueInfoProtoSchema,
  type GraphProto,
} from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { readOnnx } from '../../../../src/network/readers/index.ts';
import { kindOf } from '../../../helpers/kinds.ts';
import { attributes, floats, int64s, onnxModel, type TinyNode } from '../../../helpers/onnxModels.ts';
import { OnnxRuntime } from '../../../helpers/onnxRuntime.ts';
import { randomArray, seeded } from '../../../helpers/randomNetworks.ts';

type Model = Parameters<typeof onnxModel>[0];

const random = seeded(91);
const weights = floats('w', [3, 3], Array.from(randomArray(random, 9)));
const times = (name: string, count: number) => ({ ...int64s(name, [count]), dims: [] });
const truth = { name: 'true', dims: [], dataType: TensorProto_DataType.BOOL, int32Data: [1] };

/** A number and a condition have no axes, others as many as they have. */
const typed = (name: string, elemType: TensorProto_DataType) =>
  create(ValueInfoProtoSchema, {
    name,
    type: {
      value: { case: 'tensorType', value: { elemType, ...(elemType !== TensorProto_DataType.FLOAT && { shape: {} }) } },
    },
  });

/** A graph for a node to hold, with the types of its inputs and outputs by their names. */
function graphOf(nodes: readonly TinyNode[], ...ports: Readonly<Record<string, TensorProto_DataType>>[]): GraphProto {
  const { graph } = fromBinary(ModelProtoSchema, onnxModel({ input: [], nodes }));
  if (graph === undefined) throw new Error('no graph');
  const [input, output] = ports.map((of) => Object.entries(of).map(([name, type]) => typed(name, type)));
  return { ...graph, input, output };
}

/** The model with the graph as body of its node of this operator. */
function withBody(definition: Model, op: string, body: GraphProto): Uint8Array {
  const model = fromBinary(ModelProtoSchema, onnxModel({ opset: 16n, ...definition }));
  const type = AttributeProto_AttributeType.GRAPH;
  for (const node of model.graph?.node ?? [])
    if (node.opType === op) node.attribute.push(create(AttributeProtoSchema, { name: 'body', type, g: body }));
  return toBinary(ModelProtoSchema, model);
}

const { FLOAT, INT64, BOOL } = TensorProto_DataType;

/** `relu(h w) + i x` time by time, until four times are over or `i < limit` no more. */
const step = graphOf(
  [
    { op: 'MatMul', inputs: ['h', 'w'], output: 'product' },
    { op: 'Relu', inputs: ['product'], output: 'relu' },
    { op: 'Cast', inputs: ['i'], output: 'number', attributes: attributes({ to: 1 }) },
    { op: 'Mul', inputs: ['x', 'number'], output: 'term' },
    { op: 'Add', inputs: ['relu', 'term'], output: 'next' },
    { op: 'Identity', inputs: ['next'], output: 'copy' },
    { op: 'Less', inputs: ['i', 'limit'], output: 'cond_next' },
  ],
  { i: INT64, cond: BOOL, h: FLOAT },
  { cond_next: BOOL, next: FLOAT, copy: FLOAT },
);
const loop = (limit: number): Model => ({
  input: [1, 3],
  outputRank: 3,
  nodes: [{ op: 'Loop', inputs: ['four', 'true', 'x'], outputs: ['last', 'y'] }],
  weights: [weights, times('four', 4), times('limit', limit), truth],
});

/** Of each step the sum of all before, and a product. */
const sums = graphOf(
  [
    { op: 'Add', inputs: ['total', 'element'], output: 'next' },
    { op: 'MatMul', inputs: ['next', 'w'], output: 'product' },
    { op: 'Relu', inputs: ['product'], output: 'out' },
  ],
  { total: FLOAT, element: FLOAT },
  { next: FLOAT, out: FLOAT },
);
const scan = (given: Parameters<typeof attributes>[0]): Model => ({
  input: [1, 4, 3],
  outputRank: 3,
  nodes: [
    {
      op: 'Scan',
      inputs: ['zero', 'x'],
      outputs: ['sum', 'y'],
      attributes: attributes({ num_scan_inputs: 1, scan_input_axes: [1], ...given }),
    },
  ],
  weights: [weights, floats('zero', [1, 3], [0, 0, 0])],
});

describe('graphs that are repeated as often as constants say agree with ONNX Runtime, and are piecewise linear', () => {
  it.each([
    ['a Loop of four times', withBody(loop(10), 'Loop', step)],
    ['a Loop until its condition holds no more', withBody(loop(1), 'Loop', step)],
    ['a Scan of steps', withBody(scan({}), 'Scan', sums)],
    [
      'a Scan from the last step, whose results stand the other way',
      withBody(scan({ scan_input_directions: [1], scan_output_directions: [1], scan_output_axes: [1] }), 'Scan', sums),
    ],
  ])('%s', async (_, bytes) => {
    const [network, oracle] = [readOnnx(bytes, { output: 'y' }), await OnnxRuntime.load(bytes)];
    for (let i = 0; i < 3; i++) await oracle.expectSame(network, randomArray(random, network.inputSize));
    expect(kindOf(network)).toBe('exact');
  });

  it('and hold their own weights once, however often they are repeated', () => {
    const rows = 3000;
    const body = graphOf(
      [
        { op: 'Gather', inputs: ['table', 'i'], output: 'row' },
        { op: 'Add', inputs: ['h', 'row'], output: 'next' },
        { op: 'Identity', inputs: ['next'], output: 'copy' },
        { op: 'Identity', inputs: ['cond'], output: 'cond_next' },
      ],
      { i: INT64, cond: BOOL, h: FLOAT },
      { cond_next: BOOL, next: FLOAT, copy: FLOAT },
    );
    const table = create(TensorProtoSchema, floats('table', [rows, 3], Array.from(randomArray(random, 3 * rows))));
    const bytes = withBody({ ...loop(10), weights: [times('four', 4), truth] }, 'Loop', {
      ...body,
      initializer: [table],
    });
    // Of float64 they take 72 kB, of each of four times 288 kB.
    expect(readOnnx(bytes, { output: 'y', memory: 100_000 }).outputShape).toEqual([4, 1, 3]);
  });

  it('and are refused where what they give is of another shape each time', () => {
    const growing = graphOf(
      [
        { op: 'Concat', inputs: ['h', 'x'], output: 'next', attributes: attributes({ axis: 1 }) },
        { op: 'Identity', inputs: ['next'], output: 'copy' },
        { op: 'Identity', inputs: ['cond'], output: 'cond_next' },
      ],
      { i: INT64, cond: BOOL, h: FLOAT },
      { cond_next: BOOL, next: FLOAT, copy: FLOAT },
    );
    expect(() => readOnnx(withBody({ ...loop(10), weights: [times('four', 4), truth] }, 'Loop', growing))).toThrow(
      '(Loop): its inputs 1x1x6, 1x1x9, 1x1x12, 1x1x15 differ in more than axis 0.',
    );
  });

  it('and are refused where computed values say how often', () => {
    const until = graphOf(
      [
        { op: 'MatMul', inputs: ['h', 'w'], output: 'next' },
        { op: 'ReduceSum', inputs: ['next'], output: 'sum', attributes: attributes({ keepdims: 0 }) },
        { op: 'Less', inputs: ['sum', 'number'], output: 'cond_next' },
      ],
      { i: INT64, cond: BOOL, h: FLOAT },
      { cond_next: BOOL, next: FLOAT },
    );
    const bytes = withBody(
      {
        input: [1, 3],
        nodes: [{ op: 'Loop', inputs: ['four', 'true', 'x'], outputs: ['y'] }],
        weights: [weights, times('four', 4), truth, floats('number', [], [1])],
      },
      'Loop',
      until,
    );
    expect(() => readOnnx(bytes)).toThrow('(Loop): it goes on for as long as what is computed says.');
  });
});
