import { describe, expect, it } from 'vitest';
import { operations } from '../../../../src/network/readers/tfjs/layers/operations/index.ts';
import { readTfjs } from '../../../../src/network/readers/index.ts';
import { expectSame } from '../../../helpers/layersOracle.ts';
import { modelWith, operationCases, x } from './operationCases.ts';

it('every function of Keras that is read between layers is compared with TensorFlow.js', () => {
  const compared = new Set(operationCases.map(({ className }) => `ops.${className}`));
  expect([...operations.keys()].filter((name) => !compared.has(name))).toEqual([]);
});

describe('readTfjs gives the values and gradients of TensorFlow.js for functions between layers,', () => {
  it.each(operationCases)('$title', async ({ model: { bytes, weights }, compute, by }) => {
    await expectSame(readTfjs(bytes, [weights]), compute, by);
  });
});

it('readTfjs refuses a layer that is called with a number', () => {
  const { bytes, weights } = modelWith('Add', [x, 2], { trainable: true });
  const text = new TextDecoder().decode(bytes).replace('keras.src.ops.numpy', 'keras.layers');
  expect(() => readTfjs(new TextEncoder().encode(text), [weights])).toThrow(
    "layer 'y' (Add): it is called with 2, expected tensors alone.",
  );
});

it('readTfjs knows a function in `.h5` of Keras 3, which does not name modules, by its arguments', () => {
  const { bytes, weights } = modelWith('Add', [x, 2], {});
  const text = new TextDecoder().decode(bytes).replaceAll(/"module":"[^"]*",/g, '');
  const network = readTfjs(new TextEncoder().encode(text), [weights]);
  expect(network.evaluate(new Float64Array(12))[0]).toBe(2);
});

describe('readTfjs refuses functions between layers', () => {
  it.each([
    ['that are not read', modelWith('Sort', [x], {}), "not supported: layer 'y' (ops.Sort)."],
    ['of all items of a batch', modelWith('Mean', [x], { axis: null }), 'it reduces the batch, whose items are apart.'],
    ['of what is no tensor', modelWith('Add', [x, 'a'], {}), 'it takes what is neither a tensor nor a number.'],
    ['by an index that is a list', modelWith('GetItem', [x, [[0, 1]]], {}), 'its index is not made of numbers, slices'],
    ['with settings that are not known', modelWith('Max', [x], { axis: 1, initial: 3 }), "has 'initial' (3), of which"],
    [
      'called with more',
      modelWith('Relu', [x], {}, { out: 1 }),
      "it is called with 'out' = 1, which is not supported.",
    ],
  ])('%s', (_, { bytes, weights }, message) => {
    expect(() => readTfjs(bytes, [weights])).toThrow(
      expect.objectContaining({ name: 'UserError', message: expect.stringContaining(message) as string }),
    );
  });
});
