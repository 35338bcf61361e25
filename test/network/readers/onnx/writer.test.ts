import { describe, expect, it } from 'vitest';
import {
  Add,
  Conv2D,
  Dense,
  Flatten,
  inputName,
  Network,
  ReLU,
  Tanh,
  type Layer,
} from '../../../../src/network/index.ts';
import { readOnnx, writeOnnx } from '../../../../src/network/readers/index.ts';
import { OnnxRuntime } from '../../../helpers/onnxRuntime.ts';
import { randomArray, seeded } from '../../../helpers/randomNetworks.ts';

const random = seeded(11);
const single = (length: number): Float64Array => randomArray(random, length).map(Math.fround);

function chain(shape: readonly number[], layers: readonly Layer[]): Network {
  return new Network(
    shape,
    layers.map((layer, i) => ({ name: `layer${i}`, layer, inputs: [i === 0 ? inputName : `layer${i - 1}`] })),
  );
}

const window = { size: [3, 2], strides: [2, 1], padding: { top: 1, left: 0, bottom: 2, right: 1 } } as const;
const convolutional = chain(
  [6, 5, 2],
  [
    new Conv2D(single(3 * 2 * 2 * 4), single(4), window),
    new ReLU(),
    new Flatten(),
    new Dense(single(4 * 5 * 4 * 7), single(7)),
    new ReLU(),
    new Dense(single(21), single(3)),
  ],
);

describe('writeOnnx', () => {
  it('writes a convolutional network that ONNX Runtime evaluates to the same values', async () => {
    const oracle = await OnnxRuntime.load(writeOnnx(convolutional));
    await oracle.expectSame(convolutional, single(60));
  });

  it('writes what readOnnx reads back to the same function, exactly where the weights are float32', () => {
    const copy = readOnnx(writeOnnx(convolutional));
    const input = single(60);
    expect(copy.inputShape).toEqual([6, 5, 2]);
    expect([...copy.evaluate(input)]).toEqual([...convolutional.evaluate(input)]);
  });

  it('writes groups, dilations and windows that reach over', async () => {
    const over = { size: [2, 2], strides: [2, 3], padding: window.padding, dilations: [2, 1], ceil: true } as const;
    const network = chain([6, 5, 4], [new Conv2D(single(2 * 2 * 2 * 6), single(6), over, 2), new ReLU()]);
    const oracle = await OnnxRuntime.load(writeOnnx(network));
    await oracle.expectSame(network, single(120));
  });

  it('flattens an image for a dense layer also where no Flatten stands before it', () => {
    const network = chain([2, 2, 2], [new Dense(single(24), single(3))]);
    const input = single(8);
    expect([...readOnnx(writeOnnx(network)).evaluate(input)]).toEqual([...network.evaluate(input)]);
  });

  it('writes networks of vectors', () => {
    const network = chain([4], [new Dense(single(12), single(3)), new ReLU()]);
    expect(readOnnx(writeOnnx(network)).inputShape).toEqual([4]);
  });

  it('refuses other layers and branches, naming the layer', () => {
    expect(() => writeOnnx(chain([2], [new Tanh()]))).toThrow(
      "Layer 'layer0' is Tanh; Conv2D, Dense, ReLU and Flatten are written as ONNX.",
    );
    const branched = new Network(
      [2],
      [
        { name: 'r', layer: new ReLU(), inputs: [inputName] },
        { name: 'sum', layer: new Add(), inputs: ['r', inputName] },
      ],
    );
    expect(() => writeOnnx(branched)).toThrow("Layer 'sum' is part of a branch");
  });
});
