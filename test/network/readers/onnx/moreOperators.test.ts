import { create, fromBinary, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import { ModelProtoSchema, SparseTensorProtoSchema, TensorProto_DataType, TensorProtoSchema } from 'onnx-buf';
import { describe, expect, it } from 'vitest';
import { readOnnx } from '../../../../src/network/readers/index.ts';
import { comparators } from '../../../../src/network/readers/onnx/operators/comparators.ts';
import { attributes, floats, int64s, onnxModel, type TinyNode } from '../../../helpers/onnxModels.ts';
import { OnnxRuntime } from '../../../helpers/onnxRuntime.ts';
import { randomArray, seeded } from '../../../helpers/randomNetworks.ts';

type Model = Parameters<typeof onnxModel>[0];

const random = seeded(61);
const numbers = (count: number, span?: number): number[] => Array.from(randomArray(random, count, span));
const scalar = (name: string, value: number) => ({ ...int64s(name, [value]), dims: [] });
const shaped = (name: string, dims: readonly number[], values: readonly number[]) => ({
  ...int64s(name, values),
  dims: dims.map(BigInt),
});
const bools = (name: string, values: readonly number[]) => ({
  name,
  dims: [BigInt(values.length)],
  dataType: TensorProto_DataType.BOOL,
  int32Data: [...values],
});
const image = [1, 3, 4, 5];
/** The largest numbers, whose places nothing takes. */
const top = (k: number, input: number[], given: Parameters<typeof attributes>[0] = {}): Model => ({
  input,
  outputRank: input.length,
  nodes: [{ op: 'TopK', inputs: ['x', 'k'], outputs: ['y', 'places'], attributes: attributes(given) }],
  weights: [int64s('k', [k])],
});
const one = (
  op: string,
  input: number[],
  given: Parameters<typeof attributes>[0] = {},
  weights: NonNullable<Model['weights']> = [],
  more: Partial<Model> = {},
): Model => ({
  input,
  outputRank: input.length,
  nodes: [{ op, inputs: ['x', ...weights.map(({ name = '' }) => name)], attributes: attributes(given) }],
  weights,
  ...more,
});
const scattered = (op: string, reduction: string, given: Parameters<typeof attributes>[0], places: object): Model =>
  one(op, [1, 4, 3], { reduction, ...given }, [places, floats('updates', [1, 3, 3], numbers(9))], { opset: 18n });
const rows = shaped('places', [1, 3, 3], [0, 1, 2, 0, 1, 3, 0, 2, 2]);
const pairs = shaped('places', [1, 3, 2], [0, 1, 0, 1, 0, 3]);

const straight: readonly (readonly [title: string, Model])[] = [
  ['TopK of all: a sort', top(7, [1, 7])],
  ['TopK of one', top(1, [1, 5])],
  ['TopK of some of sixteen', top(3, [1, 2, 16])],
  ['TopK of the smallest', top(3, [1, 6], { largest: 0 })],
  ['TopK along channels of an image', top(2, image, { axis: 1 })],
  ['TopK along rows of an image, the smallest', top(2, image, { axis: 2, largest: 0 })],
  [
    'TopK of opset 9',
    {
      ...top(2, [1, 5], { k: 2 }),
      opset: 9n,
      nodes: [{ op: 'TopK', outputs: ['y', 'i'], attributes: attributes({ k: 2 }) }],
    },
  ],
  ['ScatterElements that adds', scattered('ScatterElements', 'add', { axis: 1 }, rows)],
  ['ScatterElements that takes the largest', scattered('ScatterElements', 'max', { axis: 1 }, rows)],
  ['ScatterElements that takes the smallest', scattered('ScatterElements', 'min', { axis: 1 }, rows)],
  ['ScatterND that adds, several to one place', scattered('ScatterND', 'add', {}, pairs)],
  [
    'ScatterElements that adds what is computed to constants',
    {
      input: [1, 3],
      opset: 18n,
      nodes: [
        { op: 'ScatterElements', inputs: ['c', 'i', 'x'], attributes: attributes({ axis: 1, reduction: 'add' }) },
      ],
      weights: [floats('c', [1, 2], [0.5, 0.25]), shaped('i', [1, 3], [1, 0, 1])],
    },
  ],
  [
    'ScatterElements that adds constants to constants',
    {
      input: [1, 2],
      opset: 18n,
      nodes: [
        {
          op: 'ScatterElements',
          inputs: ['c', 'i', 'u'],
          output: 's',
          attributes: attributes({ axis: 1, reduction: 'add' }),
        },
        { op: 'Mul', inputs: ['x', 's'] },
      ],
      weights: [floats('c', [1, 2], [0.5, 0.25]), shaped('i', [1, 3], [1, 0, 1]), floats('u', [1, 3], numbers(3))],
    },
  ],
  ['LpPool of magnitudes', one('LpPool', image, { kernel_shape: [2, 3], p: 1, strides: [2, 1], pads: [1, 0, 0, 1] })],
  ['GlobalLpPool of magnitudes', one('GlobalLpPool', image, { p: 1 })],
  ['Compress along columns', one('Compress', image, { axis: 3 }, [bools('which', [1, 0, 1, 0])])],
  ['Compress of all elements', one('Compress', [1, 2, 3], {}, [bools('which', [0, 1, 1, 0, 1, 0])], { outputRank: 1 })],
  [
    'ReverseSequence by items',
    {
      input: [1, 12],
      outputRank: 3,
      nodes: [
        { op: 'Reshape', inputs: ['x', 'shape'], output: 'r' },
        {
          op: 'ReverseSequence',
          inputs: ['r', 'lengths'],
          attributes: attributes({ time_axis: 1, batch_axis: 0 }),
        },
      ],
      weights: [int64s('shape', [2, 3, 2]), int64s('lengths', [2, 3])],
    },
  ],
  ['CenterCropPad', one('CenterCropPad', image, { axes: [2, 3] }, [int64s('sizes', [7, 2])], { opset: 18n })],
  [
    'CenterCropPad the other way',
    one('CenterCropPad', image, { axes: [2, 3] }, [int64s('sizes', [1, 8])], { opset: 18n }),
  ],
  [
    'OneHot of constants along an axis between',
    {
      input: [1, 3, 2],
      outputRank: 3,
      nodes: [
        { op: 'OneHot', inputs: ['i', 'depth', 'ends'], output: 'h', attributes: attributes({ axis: 1 }) },
        { op: 'Mul', inputs: ['x', 'h'] },
      ],
      weights: [shaped('i', [1, 2], [2, -2]), scalar('depth', 3), floats('ends', [2], [0.5, 2])],
    },
  ],
  [
    'Mod with the sign of the divisor, or of the dividend',
    {
      input: [1, 3],
      nodes: [
        { op: 'Mod', inputs: ['a', 'b'], output: 'm', attributes: attributes({ fmod: 1 }) },
        { op: 'Mod', inputs: ['i', 'j'], output: 'whole' },
        { op: 'Cast', inputs: ['whole'], output: 'n', attributes: attributes({ to: 1 }) },
        { op: 'Mul', inputs: ['x', 'm'], output: 'xm' },
        { op: 'Add', inputs: ['xm', 'n'] },
      ],
      weights: [
        floats('a', [3], [-5.5, 5.5, 7]),
        floats('b', [3], [3, -3, 2]),
        int64s('i', [-5, 5, 7]),
        int64s('j', [3, -3, 2]),
      ],
    },
  ],
  ...(['linear', 'cubic'] as const).flatMap((mode) =>
    (
      [
        [3, 2],
        [3, 9],
        [8, 10],
      ] as const
    ).map(
      (sizes) =>
        [
          `Resize of 4x5 cells to ${sizes.join('x')} with antialias, ${mode}`,
          one('Resize', image, { mode, antialias: 1 }, [], {
            opset: 18n,
            nodes: [{ op: 'Resize', inputs: ['x', '', '', 'sizes'], attributes: attributes({ mode, antialias: 1 }) }],
            weights: [int64s('sizes', [1, 3, ...sizes])],
          }),
        ] as const,
    ),
  ),
  [
    'Col2Im of blocks that overlap',
    {
      ...one('Col2Im', [1, 12, 6], {}, [int64s('image', [3, 4]), int64s('block', [2, 2])], { opset: 18n }),
      outputRank: 4,
    },
  ],
  [
    'Col2Im with strides, dilations and pads',
    one(
      'Col2Im',
      [1, 8, 12],
      { strides: [2, 1], dilations: [1, 2], pads: [1, 0, 0, 1] },
      [int64s('image', [5, 5]), int64s('block', [2, 2])],
      { opset: 18n, outputRank: 4 },
    ),
  ],
  ...(['linear', 'nearest', 'cubic'] as const).flatMap((mode) =>
    (['zeros', 'border', 'reflection'] as const).map(
      (padding_mode, align_corners) =>
        [
          `GridSample at constant places, ${mode}, ${padding_mode}`,
          one(
            'GridSample',
            [1, 2, 4, 5],
            { mode, padding_mode, align_corners: align_corners % 2 },
            [floats('places', [1, 3, 2, 2], numbers(12, 2))],
            { opset: 20n },
          ),
        ] as const,
    ),
  ),
  [
    'GridSample of a volume',
    one('GridSample', [1, 2, 3, 4, 3], {}, [floats('places', [1, 2, 1, 2, 3], numbers(12, 2))], { opset: 20n }),
  ],
  ...[0, 1].map(
    (align_corners) =>
      [
        `AffineGrid, align_corners ${align_corners}`,
        one('AffineGrid', [1, 2, 3], { align_corners }, [int64s('size', [1, 3, 4, 5])], { opset: 20n, outputRank: 4 }),
      ] as const,
  ),
  ...(['half_pixel', 'output_half_pixel'] as const).flatMap((coordinate_transformation_mode) =>
    [0, 2].map(
      (sampling_ratio) =>
        [
          `RoiAlign in constant rectangles, ${coordinate_transformation_mode}, sampling_ratio ${sampling_ratio}`,
          {
            input: [1, 2, 5, 6],
            opset: 16n,
            nodes: [
              {
                op: 'RoiAlign',
                inputs: ['x', 'rois', 'items'],
                output: 'r',
                attributes: attributes({
                  coordinate_transformation_mode,
                  sampling_ratio,
                  output_height: 2,
                  output_width: 3,
                  spatial_scale: { float: 0.8 },
                }),
              },
              { op: 'Reshape', inputs: ['r', 'flat'] },
            ],
            weights: [
              floats('rois', [3, 4], [0.5, 1, 3.7, 4, -2, 0, 9, 5, 1, 1, 1.5, 1.5]),
              int64s('items', [0, 0, 0]),
              int64s('flat', [1, -1]),
            ],
          },
        ] as const,
    ),
  ),
  [
    'MelWeightMatrix',
    {
      input: [1, 33],
      opset: 17n,
      nodes: [
        { op: 'MelWeightMatrix', inputs: ['bands', 'length', 'rate', 'low', 'high'], output: 'm' },
        { op: 'MatMul', inputs: ['x', 'm'] },
      ],
      weights: [
        scalar('bands', 5),
        scalar('length', 64),
        scalar('rate', 16000),
        floats('low', [], [20]),
        floats('high', [], [7600]),
      ],
    },
  ],
  [
    'bits of constants',
    {
      input: [1, 3],
      opset: 18n,
      nodes: [
        { op: 'BitwiseAnd', inputs: ['a', 'b'], output: 'and' },
        { op: 'BitwiseXor', inputs: ['and', 'a'], output: 'xor' },
        { op: 'BitwiseOr', inputs: ['xor', 'b'], output: 'or' },
        { op: 'Cast', inputs: ['or'], output: 'n', attributes: attributes({ to: 1 }) },
        { op: 'Mul', inputs: ['x', 'n'] },
      ],
      weights: [int64s('a', [5, -7, 12]), int64s('b', [3, 9, 10])],
    },
  ],
  [
    'MatMul with a matrix of its own for each place',
    one('MatMul', [1, 3, 2, 4], {}, [floats('w', [3, 4, 5], numbers(60))]),
  ],
  [
    'MatMul from the left with a matrix of its own for each place',
    {
      input: [1, 3, 4, 5],
      outputRank: 4,
      nodes: [{ op: 'MatMul', inputs: ['w', 'x'] }],
      weights: [floats('w', [3, 5, 4], numbers(60))],
    },
  ],
  ['MatMul with one matrix of three axes', one('MatMul', [1, 2, 4], {}, [floats('w', [1, 4, 5], numbers(20))])],
  ...[
    { op: 'Crop', given: { border: [1, 0, 1, 2] } },
    { op: 'ImageScaler', given: { scale: { float: 0.5 }, bias: { floats: [1, 2, 3] } } },
    { op: 'Affine', given: { alpha: { float: 0.5 }, beta: { float: 2 } } },
  ].map(({ op, given }) => [`${op} of before opset 10`, one(op, image, given, [], { opset: 9n })] as const),
  ...['ReduceL1', 'ReduceMax', 'ReduceSum'].map(
    (op) =>
      [`${op} of no axes, each number alone`, one(op, image, { noop_with_empty_axes: 1 }, [], { opset: 18n })] as const,
  ),
  ['DFT along the usual axis of opset 20', one('DFT', [1, 2, 5, 2], {}, [], { opset: 20n })],
  ['DFT along the usual axis of opset 17', one('DFT', [1, 2, 4, 2], {}, [], { opset: 17n })],
  ...[
    { given: { transBatchA: 1, alpha: { float: 0.5 } }, dims: [2, 5, 3] },
    { given: { transBatchA: 1, transA: 1 }, dims: [2, 4, 3] },
    { given: { transBatchA: 1, transBatchB: 1, transB: 1 }, dims: [3, 2, 5] },
  ].map(
    ({ given, dims }) =>
      [
        `FusedMatMul whose first axis stands behind the next: ${Object.keys(given).join(', ')}`,
        {
          input: [1, 40],
          outputRank: 3,
          nodes: [
            { op: 'Reshape', inputs: ['x', 'shape'], output: 'r' },
            { op: 'FusedMatMul', domain: 'com.microsoft', inputs: ['r', 'w'], attributes: attributes(given) },
          ],
          weights: [int64s('shape', [4, 2, 5]), floats('w', dims, numbers(dims[0] * dims[1] * dims[2]))],
        },
      ] as const,
  ),
  ['DFT of real numbers', one('DFT', [1, 6, 1], { axis: 1 }, [], { opset: 17n })],
  ['DFT of complex numbers, inverse', one('DFT', [1, 5, 2], { axis: 1, inverse: 1 }, [], { opset: 17n })],
  ['DFT back from one side', one('DFT', [1, 4, 2], { axis: 1, onesided: 1, inverse: 1 }, [], { opset: 17n })],
  [
    'DFT back from one side to an odd number',
    one('DFT', [1, 4, 2], { onesided: 1, inverse: 1 }, [scalar('length', 7), scalar('axis', 1)], { opset: 20n }),
  ],
  ['DFT of one side, with zeros behind', one('DFT', [1, 5, 1], { onesided: 1 }, [scalar('length', 8)], { opset: 17n })],
  [
    'DFT of columns, cut, with its axis as input',
    one('DFT', [1, 2, 5, 2], {}, [scalar('length', 4), scalar('axis', 2)], { opset: 20n }),
  ],
  [
    'DFT of rows, with its axis as input',
    one('DFT', [1, 2, 5, 2], {}, [scalar('length', 2), scalar('axis', -3)], { opset: 20n }),
  ],
  ...(['HannWindow', 'HammingWindow', 'BlackmanWindow'] as const).map(
    (op, periodic) =>
      [
        `STFT by a ${op}`,
        {
          input: [1, 12],
          outputRank: 4,
          opset: 17n,
          nodes: [
            { op, inputs: ['size'], output: 'w', attributes: attributes({ periodic: periodic % 2 }) },
            { op: 'Unsqueeze', inputs: ['x', 'two'], output: 's' },
            { op: 'STFT', inputs: ['s', 'step', 'w', 'size'], attributes: attributes({ onesided: periodic % 2 }) },
          ],
          weights: [scalar('size', 5), scalar('step', 3), int64s('two', [2])],
        },
      ] as const,
  ),
  [
    'GatherND of each row of a batch',
    {
      input: [1, 24],
      outputRank: 3,
      nodes: [
        { op: 'Reshape', inputs: ['x', 'shape'], output: 'r' },
        { op: 'GatherND', inputs: ['r', 'i'], attributes: attributes({ batch_dims: 1 }) },
      ],
      weights: [int64s('shape', [2, 3, 4]), shaped('i', [2, 2, 1], [2, 0, 1, 1])],
    },
  ],
  [
    'lists of parts, of which some are taken and joined',
    {
      input: [1, 3, 4],
      outputRank: 3,
      nodes: [
        { op: 'SplitToSequence', inputs: ['x', 'two'], output: 'l', attributes: attributes({ axis: 2 }) },
        { op: 'SequenceAt', inputs: ['l', 'last'], output: 'a' },
        { op: 'SequenceAt', inputs: ['l', 'first'], output: 'b' },
        { op: 'SequenceConstruct', inputs: ['a', 'x'], output: 'made' },
        { op: 'SequenceInsert', inputs: ['made', 'b', 'first'], output: 'more' },
        { op: 'SequenceErase', inputs: ['more', 'last'], output: 'less' },
        { op: 'ConcatFromSequence', inputs: ['less'], attributes: attributes({ axis: 2 }) },
      ],
      weights: [scalar('two', 2), scalar('last', -1), scalar('first', 0)],
    },
  ],
  [
    'lists of rows without their axis, stacked along another',
    {
      input: [1, 3, 4],
      outputRank: 3,
      nodes: [
        { op: 'SplitToSequence', inputs: ['x'], output: 'l', attributes: attributes({ axis: 1, keepdims: 0 }) },
        { op: 'ConcatFromSequence', inputs: ['l'], output: 's', attributes: attributes({ axis: 2, new_axis: 1 }) },
        { op: 'SequenceLength', inputs: ['l'], output: 'n' },
        { op: 'Cast', inputs: ['n'], output: 'f', attributes: attributes({ to: 1 }) },
        { op: 'Mul', inputs: ['s', 'f'] },
      ],
    },
  ],
];

const smooth: readonly (readonly [title: string, Model])[] = [
  ...[
    {
      input: [1, 4, 5, 6],
      kernel: [6, 2, 3, 2],
      given: { group: 2, pads: [1, 0, 2, 1], strides: [2, 1], dilations: [1, 2] },
    },
    { input: [1, 3, 8], kernel: [2, 3, 3], given: { pads: [1, 1], strides: [2] } },
  ].map(
    ({ input, kernel, given }) =>
      [
        `Conv of ${input.join('x')} by a computed kernel`,
        {
          input,
          outputRank: input.length,
          nodes: [
            { op: 'Reshape', inputs: ['x', 'flat'], output: 'v' },
            { op: 'MatMul', inputs: ['v', 'w'], output: 'k' },
            { op: 'Reshape', inputs: ['k', 'shape'], output: 'kernel' },
            { op: 'Conv', inputs: ['x', 'kernel', 'b'], attributes: attributes(given) },
          ],
          weights: [
            int64s('flat', [1, -1]),
            floats(
              'w',
              [input.reduce((a, b) => a * b), kernel.reduce((a, b) => a * b)],
              numbers(input.reduce((a, b) => a * b) * kernel.reduce((a, b) => a * b), 0.1),
            ),
            int64s('shape', kernel),
            floats('b', [kernel[0]], numbers(kernel[0])),
          ],
        },
      ] as const,
  ),
  ...(['zeros', 'border'] as const).flatMap((padding_mode) =>
    [0, 1].map(
      (align_corners) =>
        [
          `GridSample at computed places, ${padding_mode}, align_corners ${align_corners}`,
          {
            input: [1, 2, 4, 5],
            outputRank: 4,
            opset: 20n,
            nodes: [
              { op: 'Reshape', inputs: ['x', 'flat'], output: 'v' },
              { op: 'MatMul', inputs: ['v', 'w'], output: 'p' },
              { op: 'Reshape', inputs: ['p', 'grid'], output: 'g' },
              { op: 'GridSample', inputs: ['x', 'g'], attributes: attributes({ padding_mode, align_corners }) },
            ],
            weights: [int64s('flat', [1, -1]), floats('w', [40, 12], numbers(480, 0.4)), int64s('grid', [1, 3, 2, 2])],
          },
        ] as const,
    ),
  ),
  ...['ReduceL2', 'ReduceSumSquare', 'ReduceLogSumExp'].map(
    (op) =>
      [`${op} of no axes, each number alone`, one(op, image, { noop_with_empty_axes: 1 }, [], { opset: 18n })] as const,
  ),
  ['LpPool', one('LpPool', image, { kernel_shape: [2, 2] })],
  ['LpPool of a third power over a series', one('LpPool', [1, 3, 8], { kernel_shape: [3], p: 3, strides: [2] })],
  ['GlobalLpPool', one('GlobalLpPool', image)],
  ['GlobalLpPool of a third power', one('GlobalLpPool', image, { p: 3 })],
  ['RMSNormalization', one('RMSNormalization', [1, 3, 4], {}, [floats('scale', [4], numbers(4))], { opset: 23n })],
  [
    'RMSNormalization over two axes of an image',
    one('RMSNormalization', image, { axis: 2, epsilon: { float: 0.1 } }, [floats('scale', [4, 5], numbers(20))], {
      opset: 23n,
    }),
  ],
];

describe('readOnnx agrees with ONNX Runtime', () => {
  it.each(straight)('on %s, which is piecewise linear', async (_, definition) => {
    const bytes = onnxModel(definition);
    const [network, oracle] = [readOnnx(bytes), await OnnxRuntime.load(bytes)];
    for (let i = 0; i < 3; i++) await oracle.expectSame(network, randomArray(random, network.inputSize));
    expect(network.nodes.map(({ operation }) => operation.family)).not.toContain('smooth');
  });

  it.each(smooth)('on %s', async (_, definition) => {
    const bytes = onnxModel(definition);
    const [network, oracle] = [readOnnx(bytes), await OnnxRuntime.load(bytes)];
    for (let i = 0; i < 3; i++) await oracle.expectSame(network, randomArray(random, network.inputSize));
  });
});

describe('a sparse tensor', () => {
  const values = create(TensorProtoSchema, floats('w', [2], [5, -7]));
  const sparse = (indices: MessageInitShape<typeof TensorProtoSchema>): Uint8Array => {
    const model = fromBinary(
      ModelProtoSchema,
      onnxModel({ input: [1, 2], nodes: [{ op: 'MatMul', inputs: ['x', 'w'] }] }),
    );
    const tensor = { values, indices: create(TensorProtoSchema, indices), dims: [2n, 3n] };
    model.graph?.sparseInitializer.push(create(SparseTensorProtoSchema, tensor));
    return toBinary(ModelProtoSchema, model);
  };

  it.each([
    ['by row and column', shaped('i', [2, 2], [0, 1, 1, 2])],
    ['by one number', int64s('i', [1, 5])],
  ])('has its numbers where it says %s, zeros elsewhere', (_, indices) => {
    // x (0 5 0 / 0 0 -7) of x = (2 3).
    expect([...readOnnx(sparse(indices)).evaluate(Float64Array.of(2, 3))]).toEqual([0, 10, -21]);
  });

  it('with places outside its shape is refused', () => {
    expect(() => readOnnx(sparse(int64s('i', [1, 6])))).toThrow(
      "the sparse tensor 'w' has places outside its shape 2x3; the file is damaged.",
    );
  });
});

it('comparators sort any numbers: every list of zeros and ones, of up to eleven', () => {
  // By the zero-one principle (Knuth 5.3.4, theorem Z) that is enough.
  for (let size = 1; size <= 11; size++) {
    const steps = comparators(size, [...Array(size).keys()]);
    for (let bits = 0; bits < 2 ** size; bits++) {
      const list = Array.from({ length: size }, (_, i) => (bits >> i) & 1);
      for (const [a, b] of steps.flat()) [list[a], list[b]] = [Math.max(list[a], list[b]), Math.min(list[a], list[b])];
      expect(list).toEqual(list.toSorted((a, b) => b - a));
    }
  }
});

describe('readOnnx refuses in one sentence', () => {
  const refused: readonly (readonly [string, TinyNode[], string])[] = [
    [
      'the places of the largest',
      [
        { op: 'TopK', inputs: ['x', 'one'], outputs: ['v', 'places'] },
        { op: 'Cast', inputs: ['places'], attributes: attributes({ to: 1 }) },
      ],
      "its second output, the places of the largest, jumps and has no gradient. Choose the output 'x' before it.",
    ],
    [
      'more numbers than there are',
      [{ op: 'TopK', inputs: ['x', 'many'], outputs: ['y', 'i'] }],
      'it takes 9 of 3 numbers.',
    ],
    [
      'a list in the place of a tensor',
      [
        { op: 'SequenceConstruct', output: 'l' },
        { op: 'Relu', inputs: ['l'] },
      ],
      "'l' is a list of tensors, expected one of them.",
    ],
    [
      'parts of no places',
      [
        { op: 'SplitToSequence', inputs: ['x', 'none'], output: 'l' },
        { op: 'SequenceAt', inputs: ['l', 'one'] },
      ],
      'it splits into parts of 0 places, expected a whole number of at least 1.',
    ],
    [
      'a place that a list has not',
      [
        { op: 'SequenceConstruct', output: 'l' },
        { op: 'SequenceAt', inputs: ['l', 'many'] },
      ],
      'it takes place 9 of a list of 1.',
    ],
    ['a tensor in the place of a list', [{ op: 'SequenceAt', inputs: ['x', 'one'] }], "'x' is no list of tensors"],
    [
      'products of what is scattered',
      [{ op: 'ScatterElements', inputs: ['x', 'i', 'x'], attributes: attributes({ axis: 1, reduction: 'mul' }) }],
      "'mul'",
    ],
    ['what draws numbers', [{ op: 'RandomNormalLike' }], 'draws random numbers, other ones at every run.'],
  ];
  it.each(refused)('%s', (_, nodes, message) => {
    const weights = [int64s('one', [1]), int64s('many', [9]), scalar('none', 0), shaped('i', [1, 3], [0, 1, 2])];
    expect(() => readOnnx(onnxModel({ input: [1, 3], nodes, weights, opset: 18n }))).toThrow(message);
  });

  it('a sort of more numbers than a network of comparators is for, with the output before it', () => {
    expect(() => readOnnx(onnxModel(top(3, [1, 300])))).toThrow(
      "it sorts 300 numbers; more than 256 are not supported. Choose the output 'x' before it.",
    );
  });
});
