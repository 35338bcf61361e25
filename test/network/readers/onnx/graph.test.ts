import { describe, expect, it } from 'vitest';
import { readOnnx } from '../../../../src/network/readers/index.ts';
import { attributes, floats, int64s, onnxModel } from '../../../helpers/onnxModels.ts';

const identity = floats('w', [2, 2], [1, 0, 0, 1]);
const bias = floats('b', [2], [1, 2]);

describe('readOnnx', () => {
  it('drops the batch axis and orders an image as rows, columns, channels', () => {
    const network = readOnnx(onnxModel({ input: ['batch', 3, 4, 5], outputRank: 4, nodes: [{ op: 'Relu' }] }));
    expect(network.inputShape).toEqual([4, 5, 3]);
    expect(network.outputShape).toEqual([4, 5, 3]);
  });

  it('takes a flattened image as channel-last where that makes the channels the shorter axis', () => {
    const network = readOnnx(onnxModel({ input: [1, 28, 28, 1], nodes: [{ op: 'Flatten' }] }));
    expect(network.inputShape).toEqual([28, 28, 1]);
    expect(network.evaluate(Float64Array.from({ length: 784 }, (_, i) => i))[29]).toBe(29);
  });

  it('takes an image that is padded before it is transposed as channel-last', () => {
    const weights = [int64s('around', [0, 1, 1, 0, 0, 1, 1, 0]), floats('w', [1, 3, 1, 1], [1, 10, 100])];
    const toConvolution = [
      { op: 'Pad', inputs: ['x', 'around'], output: 'p' },
      { op: 'Transpose', inputs: ['p'], output: 't', attributes: attributes({ perm: [0, 3, 1, 2] }) },
      { op: 'Conv', inputs: ['t', 'w'] },
    ];
    const network = readOnnx(onnxModel({ input: [1, 8, 8, 3], outputRank: 4, nodes: toConvolution, weights }));
    expect(network.inputShape).toEqual([8, 8, 3]);
    expect(network.outputShape).toEqual([10, 10, 1]);
    // The first cell's channels are 0, 1 and 2.
    expect(network.evaluate(Float64Array.from({ length: 192 }, (_, i) => i))[11]).toBe(0 + 10 + 200);
  });

  it('takes an image of few columns that is padded before a convolution as channel-first', () => {
    const weights = [int64s('around', [0, 0, 1, 1, 0, 0, 1, 1]), floats('w', [1, 8, 1, 1], Array<number>(8).fill(1))];
    const nodes = [
      { op: 'Pad', inputs: ['x', 'around'], output: 'p' },
      { op: 'Conv', inputs: ['p', 'w'] },
    ];
    expect(readOnnx(onnxModel({ input: [1, 8, 8, 3], outputRank: 4, nodes, weights })).inputShape).toEqual([8, 3, 8]);
  });

  it('permutes the columns of a dense layer that takes a flattened image', () => {
    // Channel 0 holds 1, 2 and channel 1 holds 10, 20; in our order 1, 10, 2, 20. ONNX flattens to 1, 2, 10, 20.
    const weights = floats('w', [4, 1], [1000, 100, 10, 1]);
    const nodes = [
      { op: 'Flatten', output: 'f' },
      { op: 'MatMul', inputs: ['f', 'w'] },
    ];
    const network = readOnnx(onnxModel({ input: [1, 2, 1, 2], nodes, weights: [weights] }));
    expect([...network.evaluate(Float64Array.of(1, 10, 2, 20))]).toEqual([1000 + 2 * 100 + 10 * 10 + 20]);
  });

  it('reads MatMul and Add as one dense layer, Sub and Div as one WeightedSum', () => {
    const network = readOnnx(
      onnxModel({
        input: [1, 2],
        nodes: [
          { op: 'Sub', inputs: ['x', 'b'], output: 's' },
          { op: 'Div', inputs: ['s', 'b'], output: 'n' },
          { op: 'MatMul', inputs: ['n', 'w'], output: 'm' },
          { op: 'Add', inputs: ['m', 'b'] },
        ],
        weights: [identity, bias],
      }),
    );
    expect(network.nodes.map(({ layer }) => layer.type)).toEqual(['WeightedSum', 'Dense']);
    // (5 - 1) / 1 + 1 and (6 - 2) / 2 + 2
    expect([...network.evaluate(Float64Array.of(5, 6))]).toEqual([5, 4]);
  });

  it('names nodes as ONNX does, made unique, and by operator and place where ONNX gives no name', () => {
    const network = readOnnx(
      onnxModel({
        input: [1, 2],
        nodes: [
          { op: 'Relu', name: 'same', output: 'a' },
          { op: 'Tanh', name: 'same', inputs: ['a'], output: 'b' },
          { op: 'Relu', inputs: ['b'], output: 'c' },
          { op: 'Relu', name: 'input', inputs: ['c'] },
        ],
      }),
    );
    expect(network.nodes.map(({ name }) => name)).toEqual(['same', 'same_2', 'Relu_2', 'input_2']);
  });

  it('leaves out nodes and initialisers that the output does not need', () => {
    const nodes = [{ op: 'Relu' }, { op: 'LSTM', output: 'unused' }];
    const network = readOnnx(onnxModel({ input: [1, 2], nodes, weights: [identity] }));
    expect(network.nodes.map(({ layer }) => layer.type)).toEqual(['ReLU']);
  });
});

describe('readOnnx refuses', () => {
  const refusals: readonly (readonly [title: string, Parameters<typeof onnxModel>[0], message: RegExp])[] = [
    [
      'an unknown operator, naming it, its node and where the supported ones stand',
      {
        input: [1, 2],
        nodes: [{ op: 'Relue', name: 'act1' }],
      },
      /^Relue \('act1'\) is not supported\. The operators that are read stand in docs\/networks\.md\.$/,
    ],
    [
      'a Conv on a vector',
      {
        input: [1, 4],
        nodes: [{ op: 'Conv', inputs: ['x', 'w'] }],
        weights: [floats('w', [1, 1, 1, 1], [1])],
      },
      /Conv.*its input 1x4 is not channels x rows x columns, channels x steps, or channels x depth x rows x columns/,
    ],
    [
      'a LeakyRelu whose slope is NaN',
      {
        input: [1, 2],
        nodes: [{ op: 'LeakyRelu', attributes: attributes({ alpha: { float: NaN } }) }],
      },
      /node .LeakyRelu_0. \(LeakyRelu\): The alpha of a LeakyReLU layer is NaN/,
    ],
    [
      'layers without units',
      {
        input: [1, 2],
        nodes: [{ op: 'MatMul', inputs: ['x', 'w'] }],
        weights: [floats('w', [2, 0], [])],
      },
      /1x0 has no units/,
    ],
    [
      'windows on padding of 30,000 cells',
      {
        input: [1, 1, 4, 4],
        nodes: [
          { op: 'MaxPool', attributes: attributes({ kernel_shape: [2, 2], pads: [30000, 30000, 30000, 30000] }) },
        ],
      },
      /MaxPool.*are 3600360009 units; more than 67108864/,
    ],
    [
      'weights for another number of inputs',
      {
        input: [1, 3],
        nodes: [{ op: 'MatMul', inputs: ['x', 'w'] }],
        weights: [identity],
      },
      /MatMul.*its input is 1x3, expected a vector of 2 units/,
    ],
    [
      'a constant that does not broadcast',
      {
        input: [1, 3],
        nodes: [{ op: 'Sub', inputs: ['x', 'b'] }],
        weights: [bias],
      },
      /Sub.*inputs 1x3 and 2 do not broadcast to one shape/,
    ],
    [
      'a Softmax over the batch',
      { input: [1, 2], nodes: [{ op: 'Softmax', attributes: attributes({ axis: 0 }) }] },
      /Softmax.*along axis 0 of its input 1x2, that of the batch/,
    ],
    [
      'a Gelu of another approximation',
      {
        input: [1, 2],
        nodes: [{ op: 'Gelu', attributes: attributes({ approximate: 'tan' }) }],
      },
      /Gelu.*Unknown approximation 'tan'\. Did you mean 'tanh'/,
    ],
    [
      'an input that nothing gives',
      { input: [1, 2], nodes: [{ op: 'Relu', inputs: ['z'] }] },
      /the output does not depend on an input \('x' of 1x2\)/,
    ],
    [
      'an input of unknown size',
      { input: [1, 'n'], nodes: [{ op: 'Relu' }] },
      /its input has shape '\?', which leaves sizes open. Say them with the option inputShape/,
    ],
    [
      'a tensor whose numbers and shape differ',
      {
        input: [1, 2],
        nodes: [{ op: 'Add', inputs: ['x', 'b'] }],
        weights: [floats('b', [2], [1])],
      },
      /Add.*tensor 'b' holds 1 numbers, but its shape is 2/,
    ],
    [
      'numbers of another type',
      {
        input: [1, 2],
        nodes: [{ op: 'Add', inputs: ['x', 'b'] }],
        weights: [{ ...bias, dataType: 14 }],
      },
      /tensor 'b' has type COMPLEX64; supported: FLOAT, DOUBLE, FLOAT16/,
    ],
    [
      'weights that are NaN, naming the layer',
      {
        input: [1, 2],
        nodes: [{ op: 'MatMul', name: 'fc', inputs: ['x', 'w'] }],
        weights: [floats('w', [2, 1], [1, NaN])],
      },
      /Layer 'fc' \(Dense\): it has weights that are NaN or infinite/,
    ],
  ];

  it.each(refusals)('%s', (_, model, message) => {
    expect(() => readOnnx(onnxModel(model))).toThrow(
      expect.objectContaining({ name: 'UserError', message: expect.stringMatching(message) as string }),
    );
  });

  it('a file cut off anywhere', () => {
    const bytes = onnxModel({
      input: [1, 2],
      nodes: [
        { op: 'MatMul', inputs: ['x', 'w'], output: 'm' },
        { op: 'Add', inputs: ['m', 'b'] },
      ],
      weights: [identity, bias],
    });
    for (let length = 0; length < bytes.length; length++) {
      expect(() => readOnnx(bytes.subarray(0, length)), `${length} bytes`).toThrow(
        expect.objectContaining({ name: 'UserError' }),
      );
    }
  });

  it('a file of another format', () => {
    expect(() => readOnnx(new TextEncoder().encode('ReLU\n[[1, 2]]\n[3]\n'))).toThrow(/not a whole ONNX model/);
  });
});
