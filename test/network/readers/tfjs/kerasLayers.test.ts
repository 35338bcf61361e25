import { describe, it } from 'vitest';
import { readTfjs } from '../../../../src/network/readers/index.ts';
import { expectSame } from '../../../helpers/layersOracle.ts';
import { kerasCases } from './kerasCases.ts';

describe('readTfjs gives the values and gradients of TensorFlow.js operators, of layers that Keras has and it has not,', () => {
  it.each(kerasCases)('for $title', async ({ model: { bytes, weights }, compute, by }) => {
    await expectSame(readTfjs(bytes, [weights]), compute, by);
  });
});
