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

  it('permutes the columns of a dense layer that takes a flattened image', () => {
    // Channel 0 holds 1, 2 and channel 1 holds 10, 20; in our order 1, 10, 2, 20. ONNX flattens to 1, 2, 10, 20.
    const weights = floats('w', [4, 1], [1000, 100, 10, 1]);
    const nodes = [{ op: 'Flatten', output: 'f' }, { op: 'MatMul', inputs: ['f', 'w'] }];
    const network = readOnnx(onnxModel({ input: [1, 2, 1, 2], nodes, weights: [weights] }));
    expect([...network.evaluate(Float64Array.of(1, 10, 2, 20))]).toEqual([1000 + 2 * 100 + 10 * 10 + 20]);
  });

  it('reads MatMul and Add as one dense layer, Sub and Div as one Normalize', () => {
    const network = readOnnx(onnxModel({
      input: [1, 2],
      nodes: [
        { op: 'Sub', inputs: ['x', 'b'], output: 's' },
        { op: 'Div', inputs: ['s', 'b'], output: 'n' },
        { op: 'MatMul', inputs: ['n', 'w'], output: 'm' },
        { op: 'Add', inputs: ['m', 'b'] },
      ],
      weights: [identity, bias],
    }));
    expect(network.nodes.map(({ layer }) => layer.type)).toEqual(['Normalize', 'Dense']);
    // (5 - 1) / 1 + 1 and (6 - 2) / 2 + 2
    expect([...network.evaluate(Float64Array.of(5, 6))]).toEqual([5, 4]);
  });

  it('names nodes as ONNX does, made unique, and by operator and place where ONNX gives no name', () => {
    const network = readOnnx(onnxModel({
      input: [1, 2],
      nodes: [
        { op: 'Relu', name: 'same', output: 'a' },
        { op: 'Tanh', name: 'same', inputs: ['a'], output: 'b' },
        { op: 'Relu', inputs: ['b'], output: 'c' },
        { op: 'Relu', name: 'input', inputs: ['c'] },
      ],
    }));
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
    ['an unknown operator, naming node, operator and the supported ones', {
      input: [1, 2], nodes: [{ op: 'Relue', name: 'act1' }],
    }, /^node 'act1' \(Relue\): Unknown operator 'Relue'\. Did you mean 'Relu'\? Known: Add, AveragePool, .*Transpose\.$/],
    ['a Conv of several groups', {
      input: [1, 2, 3, 3], nodes: [{ op: 'Conv', inputs: ['x', 'w'], attributes: attributes({ group: 2 }) }], weights: [floats('w', [2, 1, 1, 1], [1, 2])],
    }, /^node 'Conv_0' \(Conv\): it has 2 groups/],
    ['a dilated Conv', {
      input: [1, 1, 3, 3], nodes: [{ op: 'Conv', inputs: ['x', 'w'], attributes: attributes({ dilations: [2, 2] }) }], weights: [floats('w', [1, 1, 2, 2], [1, 2, 3, 4])],
    }, /Conv.*dilations \[2, 2\]/],
    ['a Conv on a transposed image', {
      input: [1, 1, 2, 3],
      nodes: [{ op: 'Relu', output: 'r' }, { op: 'Transpose', inputs: ['r'], output: 't', attributes: attributes({ perm: [0, 1, 3, 2] }) }, { op: 'Conv', inputs: ['t', 'w'] }],
      weights: [floats('w', [1, 1, 1, 1], [1])],
    }, /Conv.*rearranges the image/],
    ['a Transpose of the batch', { input: [1, 2], nodes: [{ op: 'Transpose' }] }, /Transpose.*perm is \[1, 0\]/],
    ['a Conv on a vector', {
      input: [1, 4], nodes: [{ op: 'Conv', inputs: ['x', 'w'] }], weights: [floats('w', [1, 1, 1, 1], [1])],
    }, /its input 4 is not channels x rows x columns/],
    ['a ceil_mode that matters', {
      input: [1, 1, 5, 5], nodes: [{ op: 'MaxPool', attributes: attributes({ kernel_shape: [2, 2], strides: [2, 2], ceil_mode: 1 }) }],
    }, /MaxPool.*ceil_mode/],
    ['a Gemm with transA', {
      input: [1, 2], nodes: [{ op: 'Gemm', inputs: ['x', 'w'], attributes: attributes({ transA: 1 }) }], weights: [identity],
    }, /Gemm.*transA/],
    ['weights for another number of inputs', {
      input: [1, 3], nodes: [{ op: 'MatMul', inputs: ['x', 'w'] }], weights: [identity],
    }, /MatMul.*its input is 3, expected a vector of 2 units/],
    ['a constant that does not broadcast', {
      input: [1, 3], nodes: [{ op: 'Sub', inputs: ['x', 'b'] }], weights: [bias],
    }, /Sub.*shape 2 does not broadcast to 3/],
    ['a product of two tensors', { input: [1, 2], nodes: [{ op: 'Mul', inputs: ['x', 'x'] }] }, /Mul.*input 1 \('x'\) is computed, expected a constant/],
    ['division by a tensor', { input: [1, 2], nodes: [{ op: 'Div', inputs: ['b', 'x'] }], weights: [bias] }, /Div.*input 1 \('x'\) is computed/],
    ['other clips', { input: [1, 2], nodes: [{ op: 'Clip', inputs: ['x', 'w'] }], weights: [floats('w', [], [0.5])] }, /clips to \[0\.5, Infinity\]; supported: \[-1, 1\]/],
    ['a Softmax of an image', { input: [1, 2, 3, 4], nodes: [{ op: 'Softmax' }] }, /Softmax.*its input 2x3x4 is not a vector/],
    ['a Softmax over the batch', { input: [1, 2], nodes: [{ op: 'Softmax', attributes: attributes({ axis: 0 }) }] }, /Softmax.*axis is 0, expected 1/],
    ['a Gelu of another approximation', {
      input: [1, 2], nodes: [{ op: 'Gelu', attributes: attributes({ approximate: 'tan' }) }],
    }, /Gelu.*Unknown approximation 'tan'\. Did you mean 'tanh'/],
    ['an input that nothing gives', { input: [1, 2], nodes: [{ op: 'Relu', inputs: ['z'] }] }, /Relu.*takes 'z', which no earlier node gives/],
    ['a Reshape that needs the batch', {
      input: [1, 4], nodes: [{ op: 'Reshape', inputs: ['x', 's'] }], weights: [int64s('s', [2, 2])],
    }, /Reshape.*items of 4 do not take the shape \[2, 2\]/],
    ['a Concat of the batch', {
      input: [1, 2], nodes: [{ op: 'Concat', inputs: ['x', 'x'], attributes: attributes({ axis: 0 }) }],
    }, /Concat.*axis is 0/],
    ['an input of unknown size', { input: [1, 'n'], nodes: [{ op: 'Relu' }] }, /the input 'x' has shape '1x\?'/],
    ['a tensor whose numbers and shape differ', {
      input: [1, 2], nodes: [{ op: 'Add', inputs: ['x', 'b'] }], weights: [floats('b', [2], [1])],
    }, /Add.*tensor 'b' holds 1 numbers, but its shape is 2/],
    ['numbers of another type', {
      input: [1, 2], nodes: [{ op: 'Add', inputs: ['x', 'b'] }], weights: [{ ...bias, dataType: 10 }],
    }, /tensor 'b' has type FLOAT16; supported: FLOAT, DOUBLE, INT32, INT64/],
    ['weights that are NaN, naming the layer', {
      input: [1, 2], nodes: [{ op: 'MatMul', name: 'fc', inputs: ['x', 'w'] }], weights: [floats('w', [2, 1], [1, NaN])],
    }, /Layer 'fc' \(Dense\) has weights that are NaN or infinite/],
    ['a flattened image of several channels as output', { input: [1, 2, 2, 2], nodes: [{ op: 'Flatten' }] }, /output is a flattened image/],
  ];

  it.each(refusals)('%s', (_, model, message) => {
    expect(() => readOnnx(onnxModel(model))).toThrow(expect.objectContaining({ name: 'UserError', message: expect.stringMatching(message) as string }));
  });

  it('a file cut off anywhere', () => {
    const bytes = onnxModel({ input: [1, 2], nodes: [{ op: 'MatMul', inputs: ['x', 'w'], output: 'm' }, { op: 'Add', inputs: ['m', 'b'] }], weights: [identity, bias] });
    for (let length = 0; length < bytes.length; length++) {
      expect(() => readOnnx(bytes.subarray(0, length)), `${length} bytes`).toThrow(expect.objectContaining({ name: 'UserError' }));
    }
  });

  it('a file of another format', () => {
    expect(() => readOnnx(new TextEncoder().encode('ReLU\n[[1, 2]]\n[3]\n'))).toThrow(/not a whole ONNX model/);
  });
});
