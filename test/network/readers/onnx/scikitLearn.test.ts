import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema, TensorProto_DataType, TypeProtoSchema } from 'onnx-buf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explain } from '../../../../src/attribution/index.ts';
import { readNetwork, readOnnx } from '../../../../src/network/readers/index.ts';
import { verifyNetwork } from '../../../../src/verification/index.ts';
import { kindOf } from '../../../helpers/kinds.ts';
import { attributes, floats, int64s, onnxModel, type TinyNode } from '../../../helpers/onnxModels.ts';
import { randomArray, seeded } from '../../../helpers/randomNetworks.ts';

const random = seeded(23);
const numbers = (count: number): number[] => Array.from(randomArray(random, count));
const learning = 'ai.onnx.ml';

type Type = 'labels' | 'floats' | 'maps';
const types = {
  labels: create(TypeProtoSchema, { value: { case: 'tensorType', value: { elemType: TensorProto_DataType.INT64 } } }),
  floats: create(TypeProtoSchema, { value: { case: 'tensorType', value: { elemType: TensorProto_DataType.FLOAT } } }),
};
const maps = create(TypeProtoSchema, {
  value: {
    case: 'sequenceType',
    value: {
      elemType: {
        value: { case: 'mapType', value: { keyType: TensorProto_DataType.INT64, valueType: types.floats } },
      },
    },
  },
});

/** A model with outputs of these types, as skl2onnx writes them: the class first, then the scores. */
function pipeline(
  nodes: readonly TinyNode[],
  weights: readonly ReturnType<typeof floats>[],
  outputs: Readonly<Record<string, Type>>,
  input = TensorProto_DataType.FLOAT,
): Uint8Array {
  const model = fromBinary(
    ModelProtoSchema,
    onnxModel({ input: ['n', 4], nodes, weights, outputs: Object.keys(outputs), opset: 15n }),
  );
  for (const output of model.graph?.output ?? []) {
    const type = outputs[output.name];
    output.type = type === 'maps' ? maps : types[type];
  }
  const [{ type }] = model.graph?.input ?? [];
  if (type?.value.case === 'tensorType') type.value.value.elemType = input;
  return toBinary(ModelProtoSchema, model);
}

/** The nodes of an MLP from a value to its output. */
const mlp = (from: string, out: string, units: number): TinyNode[] => [
  { op: 'Cast', inputs: [from], output: 'cast_input', attributes: attributes({ to: TensorProto_DataType.FLOAT }) },
  { op: 'MatMul', inputs: ['cast_input', 'coefficient'], output: 'mul_result' },
  { op: 'Add', inputs: ['mul_result', 'intercepts'], output: 'add_result' },
  { op: 'Relu', inputs: ['add_result'], output: 'next_activations' },
  { op: 'MatMul', inputs: ['next_activations', 'coefficient1'], output: 'mul_result1' },
  { op: 'Add', inputs: ['mul_result1', 'intercepts1'], output: 'add_result1' },
  { op: out, inputs: ['add_result1'], output: units === 1 ? 'positive' : 'probabilities' },
];
const weightsOf = (units: number) => [
  floats('coefficient', [4, 6], numbers(24)),
  floats('intercepts', [1, 6], numbers(6)),
  floats('coefficient1', [6, units], numbers(6 * units)),
  floats('intercepts1', [1, units], numbers(units)),
  floats('unity', [], [1]),
  int64s('classes', [0, 1, 2].slice(0, Math.max(2, units))),
  int64s('flat', [-1]),
];
const label: TinyNode[] = [
  { op: 'ArgMax', inputs: ['probabilities'], output: 'best', attributes: attributes({ axis: 1 }) },
  { op: 'ArrayFeatureExtractor', domain: learning, inputs: ['classes', 'best'], output: 'class' },
  { op: 'Reshape', inputs: ['class', 'flat'], output: 'label' },
];
const scaler: TinyNode = {
  op: 'Scaler',
  domain: learning,
  output: 'variable',
  attributes: attributes({ offset: { floats: numbers(4) }, scale: { floats: [0.5, 2, 1.5, 1] } }),
};
const zipped: TinyNode = {
  op: 'ZipMap',
  domain: learning,
  inputs: ['probabilities'],
  output: 'output_probability',
  attributes: attributes({ classlabels_int64s: [0, 1, 2] }),
};
const logistic = (output: string): TinyNode => ({
  op: 'LinearClassifier',
  domain: learning,
  inputs: ['variable'],
  outputs: ['label', output],
  attributes: attributes({
    classlabels_ints: [0, 1, 2],
    coefficients: { floats: numbers(12) },
    intercepts: { floats: numbers(3) },
    multi_class: 1,
    post_transform: 'SOFTMAX',
  }),
});
const normalized: TinyNode = {
  op: 'Normalizer',
  domain: learning,
  inputs: ['raw'],
  output: 'probabilities',
  attributes: attributes({ norm: 'L1' }),
};

const models = {
  'a classifier of three classes': pipeline([scaler, ...mlp('variable', 'Softmax', 3), ...label], weightsOf(3), {
    label: 'labels',
    probabilities: 'floats',
  }),
  'a classifier of two classes, scores by class in a map': pipeline(
    [
      ...mlp('x', 'Sigmoid', 1),
      { op: 'Sub', inputs: ['unity', 'positive'], output: 'negative' },
      { op: 'Concat', inputs: ['negative', 'positive'], output: 'probabilities', attributes: attributes({ axis: 1 }) },
      ...label,
      zipped,
    ],
    weightsOf(1),
    { label: 'labels', output_probability: 'maps' },
  ),
  'logistic regression': pipeline([scaler, logistic('raw'), normalized, zipped], [], {
    label: 'labels',
    output_probability: 'maps',
  }),
  'a classifier of whole numbers': pipeline(
    [...mlp('x', 'Softmax', 3), ...label],
    weightsOf(3),
    { label: 'labels', probabilities: 'floats' },
    TensorProto_DataType.INT64,
  ),
};

describe.each(Object.entries(models))("scikit-learn's pipelines: %s", (name, bytes) => {
  let folder = '';
  const path = (): string => join(folder, 'pipeline.onnx');
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'exact-ig-'));
    await writeFile(path(), bytes);
  });
  afterAll(async () => rm(folder, { recursive: true }));

  it('is a head, whose scores are explained unless the class is asked for, which is refused', async () => {
    const network = await readNetwork(path());
    expect(kindOf(network)).toBe('head');
    expect(network.outputSize).toBe(name.includes('two') ? 2 : 3);
    const input = randomArray(random, 4);
    const baseline = new Float64Array(4);
    const [answer] = await explain(network, { method: 'integrated_gradients', input, baseline, target: 1 });
    expect(answer.rule).toBe('exact');
    expect(answer.completeness?.gap).toBeLessThan(1e-9);
    expect(() => readOnnx(bytes, { output: 'label' })).toThrow(
      /has no gradient.* Other outputs: '(output_)?probabilit/,
    );
  });

  it('has the scores of ONNX Runtime, and its class is not compared', async () => {
    const points = [new Float64Array(4), ...[1, 3, 10].map((scale) => randomArray(random, 4).map((x) => scale * x))];
    const { outputs } = await verifyNetwork(path(), {}, () => points);
    expect(outputs[0]).toMatchObject({ output: 'label', why: expect.stringContaining('has no gradient') as string });
    expect(outputs[1]).toMatchObject({ difference: expect.closeTo(0, 5) as number }); // float32
  });
});
