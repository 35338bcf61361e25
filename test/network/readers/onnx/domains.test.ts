import { describe, expect, it } from 'vitest';
import { readOnnx } from '../../../../src/network/readers/index.ts';
import { attributes, floats, int64s, onnxModel, type TinyNode } from '../../../helpers/onnxModels.ts';
import { OnnxRuntime } from '../../../helpers/onnxRuntime.ts';
import { randomArray, seeded } from '../../../helpers/randomNetworks.ts';

type Model = Parameters<typeof onnxModel>[0];
type Given = Parameters<typeof attributes>[0];

const random = seeded(17);
const numbers = (count: number): number[] => Array.from(randomArray(random, count));
const domainOf =
  (domain: string) =>
  (op: string, given: Given, rest: Partial<TinyNode> = {}) => ({
    op,
    domain,
    ...(Object.keys(given).length > 0 && { attributes: attributes(given) }),
    ...rest,
  });
const learning = domainOf('ai.onnx.ml');
const runtime = domainOf('com.microsoft');

/** Three classes of four features. */
const classifier = (transform: string): TinyNode =>
  learning(
    'LinearClassifier',
    {
      classlabels_ints: [0, 1, 2],
      coefficients: { floats: numbers(12) },
      intercepts: { floats: numbers(3) },
      post_transform: transform,
    },
    { outputs: ['label', 'y'] },
  );
const row = (node: TinyNode, rest: Partial<Model> = {}): Model => ({ input: [1, 4], nodes: [node], ...rest });
const images = (node: TinyNode, rest: Partial<Model> = {}): Model => ({
  input: [1, 2, 5, 4],
  outputRank: 4,
  nodes: [node],
  weights: [floats('w', [3, 2, 3, 3], numbers(54)), floats('b', [3], numbers(3))],
  ...rest,
});
const fusedConv = (given: Given, inputs = ['x', 'w', 'b']): TinyNode =>
  runtime('FusedConv', { pads: [1, 1, 1, 1], ...given }, { inputs });

const cases: readonly (readonly [title: string, Model])[] = [
  ['Scaler', row(learning('Scaler', { offset: { floats: numbers(4) }, scale: { floats: [0.5, 2, -1, 3] } }))],
  ['Scaler of one number for all', row(learning('Scaler', { offset: { floats: [0.5] }, scale: { floats: [2] } }))],
  ...['MAX', 'L1', 'L2'].map((norm) => [`Normalizer, ${norm}`, row(learning('Normalizer', { norm }))] as const),
  [
    'LinearRegressor of two targets',
    row(
      learning('LinearRegressor', {
        targets: 2,
        coefficients: { floats: numbers(8) },
        intercepts: { floats: numbers(2) },
      }),
    ),
  ],
  ['LinearRegressor without intercept', row(learning('LinearRegressor', { coefficients: { floats: numbers(4) } }))],
  ...['NONE', 'SOFTMAX', 'LOGISTIC'].map(
    (transform) => [`the scores of LinearClassifier, ${transform}`, row(classifier(transform))] as const,
  ),
  [
    'ArrayFeatureExtractor of columns',
    row(learning('ArrayFeatureExtractor', {}, { inputs: ['x', 'columns'] }), { weights: [int64s('columns', [2, 0])] }),
  ],
  [
    'Imputer of missing values',
    {
      input: [1, 4],
      nodes: [
        { op: 'Relu', output: 'r' },
        learning(
          'Imputer',
          { imputed_value_floats: { floats: numbers(4) }, replaced_value_float: { float: NaN } },
          { inputs: ['r'] },
        ),
      ],
    },
  ],
  [
    'FeatureVectorizer of two values',
    {
      input: [1, 2],
      nodes: [
        { op: 'Relu', output: 'r' },
        learning('FeatureVectorizer', { inputdimensions: [2, 2] }, { inputs: ['r', 'x'] }),
      ],
    },
  ],
  ['FusedConv with Relu', images(fusedConv({ activation: 'Relu' }))],
  ['FusedConv with LeakyRelu', images(fusedConv({ activation: 'LeakyRelu', activation_params: { floats: [0.25] } }))],
  ['FusedConv with Clip', images(fusedConv({ activation: 'Clip', activation_params: { floats: [-0.5, 0.75] } }))],
  [
    'FusedConv with HardSigmoid',
    images(fusedConv({ activation: 'HardSigmoid', activation_params: { floats: [0.3, 0.4] } })),
  ],
  [
    'FusedConv of a sum',
    {
      ...images(fusedConv({ activation: 'Relu', pads: [1, 1, 1, 1] }, ['x', 'w', 'b', 'z'])),
      nodes: [{ op: 'Conv', inputs: ['x', 'v'], output: 'z' }, fusedConv({ activation: 'Relu' }, ['x', 'w', 'b', 'z'])],
      weights: [
        floats('w', [3, 2, 3, 3], numbers(54)),
        floats('b', [3], numbers(3)),
        floats('v', [3, 2, 1, 1], numbers(6)),
      ],
    },
  ],
  ...(['Elu', 'Softplus', 'Softsign'] as const).map(
    (activation) =>
      [
        `FusedGemm with ${activation}`,
        row(runtime('FusedGemm', { activation, activation_alpha: { float: 0.5 } }, { inputs: ['x', 'w', 'b'] }), {
          weights: [floats('w', [4, 3], numbers(12)), floats('b', [3], numbers(3))],
        }),
      ] as const,
  ),
  [
    'FusedGemm with LeakyRelu',
    row(
      runtime(
        'FusedGemm',
        { transB: 1, activation: 'LeakyRelu', activation_alpha: { float: 0.3 } },
        { inputs: ['x', 'w', 'b'] },
      ),
      { weights: [floats('w', [3, 4], numbers(12)), floats('b', [3], numbers(3))] },
    ),
  ],
  [
    'FusedMatMul, transposed and scaled',
    row(runtime('FusedMatMul', { transB: 1, alpha: { float: 0.5 } }, { inputs: ['x', 'w'] }), {
      weights: [floats('w', [3, 4], numbers(12))],
    }),
  ],
  ['Gelu', row(runtime('Gelu', {}))],
  ['BiasGelu', row(runtime('BiasGelu', {}, { inputs: ['x', 'b'] }), { weights: [floats('b', [4], numbers(4))] })],
  ['FastGelu', row(runtime('FastGelu', {}, { inputs: ['x', 'b'] }), { weights: [floats('b', [4], numbers(4))] })],
  ['FastGelu without bias', row(runtime('FastGelu', {}))],
  ['QuickGelu', row(runtime('QuickGelu', { alpha: { float: 1.5 } }))],
];

describe('readOnnx agrees with ONNX Runtime on operators of other domains', () => {
  it.each(cases)('%s', async (_, definition) => {
    const bytes = onnxModel(definition);
    const [network, oracle] = [readOnnx(bytes), await OnnxRuntime.load(bytes)];
    const points = Array.from({ length: 3 }, () => randomArray(random, network.inputSize));
    // At 0 a norm is 0, and leaves what it would divide as it is.
    for (const point of [...points, new Float64Array(network.inputSize)]) await oracle.expectSame(network, point);
  });
});

describe('readOnnx', () => {
  it('adds no kink to the norm of what is nowhere below 0, so that it stays a smooth head', () => {
    const normalizer = learning('Normalizer', { norm: 'L1' }, { inputs: ['p'] });
    const network = readOnnx(
      onnxModel(
        row(classifier('SOFTMAX'), { nodes: [{ ...classifier('SOFTMAX'), outputs: ['label', 'p'] }, normalizer] }),
      ),
    );
    expect(network.nodes.map(({ operation }) => operation.family)).not.toContain('elementwise');
  });

  it.each([
    [
      'the class that a classifier gives',
      [classifier('NONE')],
      "(LinearClassifier) gives a class, 'label', which has no gradient. Other outputs: 'y'.",
    ],
    ['steps', [learning('TreeEnsembleRegressor', {}, { output: 'label' })], 'is a function of steps'],
    ['categories', [learning('OneHotEncoder', {}, { output: 'label' })], 'takes words or categories'],
    [
      'support vectors',
      [learning('SVMRegressor', {}, { output: 'label' })],
      "ai.onnx.ml.SVMRegressor ('SVMRegressor_0') measures how far inputs are from many others, which is not supported.",
    ],
    [
      'lists of tensors',
      [{ op: 'SequenceAt', inputs: ['x', 'w'], output: 'label' }],
      "'x' is no list of tensors that a node before gives",
    ],
    ['quantised operators', [runtime('QLinearAdd', {}, { output: 'label' })], 'is quantised'],
    [
      'what is filled in for a number',
      [learning('Imputer', { replaced_value_float: { float: 0 } }, { output: 'label' })],
      'it replaces the number 0',
    ],
    [
      'a score for other than each class',
      [
        learning(
          'LinearClassifier',
          { classlabels_ints: [0, 1], coefficients: { floats: [1, 2, 3, 4] }, intercepts: { floats: [1] } },
          { outputs: ['c', 'label'] },
        ),
      ],
      'it has 1 scores for 2 classes',
    ],
    [
      'a transform of scores that it does not know',
      [
        learning(
          'LinearRegressor',
          { coefficients: { floats: [1, 2, 3, 4] }, post_transform: 'PROBIT' },
          { output: 'label' },
        ),
      ],
      "its post_transform is 'PROBIT'; supported: NONE, LOGISTIC, SOFTMAX.",
    ],
    [
      'an activation that it does not know',
      [runtime('FusedGemm', { activation: 'toString' }, { inputs: ['x', 'w'], output: 'label' })],
      "its activation is 'toString'; supported: Clip",
    ],
  ] as const)('refuses %s', (_, nodes, message) => {
    const bytes = onnxModel({
      input: [1, 4],
      nodes,
      outputs: ['label', 'y'],
      weights: [floats('w', [4, 2], numbers(8))],
    });
    expect(() => readOnnx(bytes, { output: 'label' })).toThrow(message);
  });
});
