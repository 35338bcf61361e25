import { describe, expect, it } from 'vitest';
import { Bytes } from '../../src/network/bytes.ts';
import { bytesOf, Dense, inputName, MaxPool, Network, noPadding, ReLU } from '../../src/network/index.ts';
import { readEran } from '../../src/network/readers/eran/index.ts';
import { readOnnx } from '../../src/network/readers/onnx/index.ts';
import { int64s, onnxModel } from '../helpers/onnxModels.ts';

describe('the bytes of a network', () => {
  // Weights 6 and bias 2, 8 bytes each; one tile: a place, an offset, two pointers, 4 bytes each; twice two values.
  const dense = new Dense(new Float64Array(6), new Float64Array(2));
  const denseBytes = 8 * (6 + 2) + 4 * 4;
  const definitions = [
    { name: 'fc', layer: dense, inputs: [inputName] },
    { name: 'relu', layer: new ReLU(), inputs: ['fc'] },
  ];

  it('are its weights, where they stand, and a value of every unit', () => {
    expect(bytesOf(new Network([3], definitions))).toBe(denseBytes + 8 * (2 + 2));
  });

  it('are the places of candidates, of maxima', () => {
    const window = { size: [2, 2], strides: [2, 2], padding: noPadding } as const;
    const pool = { name: 'pool', layer: new MaxPool(window), inputs: [inputName] };
    // Four maxima of four candidates.
    expect(bytesOf(new Network([4, 4, 1], [pool]))).toBe(4 * (16 + 5) + 8 * 4);
  });

  it('count an array once, however many nodes have it', () => {
    const bytes = new Bytes(Infinity);
    const [{ operation }] = new Network([3], definitions).nodes;
    bytes.addNode(operation);
    bytes.addNode(operation);
    expect(bytes.sum).toBe(denseBytes + 8 * (2 + 2));
  });

  it('beyond what is allowed are refused at the layer with which they are', () => {
    const all = denseBytes + 8 * (2 + 2);
    expect(() => new Network([3], definitions, all)).not.toThrow();
    expect(() => new Network([3], definitions, all - 1)).toThrow(
      "Layer 'relu' (ReLU): with it the network takes 0.0 MB for weights and values, and 0.0 MB are allowed; allow more memory",
    );
  });
});

describe('a reader refuses a file that takes more memory than is allowed, with what it takes', () => {
  it('by its layers: sixty activations of 2^20 units take 503 MB', () => {
    const nodes = Array.from({ length: 60 }, (_, i) => ({
      op: 'Relu',
      inputs: [i === 0 ? 'x' : `a${i - 1}`],
      ...(i < 59 && { output: `a${i}` }),
    }));
    const bytes = onnxModel({ input: [1, 2 ** 20], weights: [], nodes });
    expect(() => readOnnx(bytes, { memory: 4e8 })).toThrow(
      /Layer '.+' \(ReLU\): with it the network takes 4\d\d\.\d MB/,
    );
    expect(readOnnx(bytes, { memory: 6e8 }).nodes.length).toBe(60);
  });

  it('by constants that it makes: ten of 2^20 numbers take 84 MB', () => {
    const constants = Array.from({ length: 10 }, (_, i) => ({
      op: 'ConstantOfShape',
      inputs: ['shape'],
      output: `c${i}`,
    }));
    const model = onnxModel({
      input: [1, 2 ** 20],
      weights: [int64s('shape', [2 ** 20])],
      nodes: [
        ...constants,
        ...constants.map(({ output }, i) => ({
          op: 'Add',
          inputs: [i === 0 ? 'x' : `a${i - 1}`, output],
          ...(i < 9 && { output: `a${i}` }),
        })),
      ],
    });
    expect(() => readOnnx(model, { memory: 5e7 })).toThrow(/ConstantOfShape.+: with it the network takes/);
  });

  it('of text', () => {
    expect(() => readEran('ReLU\n[[2]]\n[0]\n', { memory: 10 })).toThrow('with it the network takes');
  });
});
