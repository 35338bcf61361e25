import { expect, it } from 'vitest';
import { inputName, Network, ZeroPad } from '../../../src/network/index.ts';

it('ZeroPad puts cells of value 0 around an image, channel by channel', () => {
  const layer = new ZeroPad({ top: 1, left: 0, bottom: 0, right: 1 });
  const network = new Network([1, 2, 2], [{ name: 'pad', layer, inputs: [inputName] }]);
  expect(network.outputShape).toEqual([2, 3, 2]);
  expect([...network.evaluate(Float64Array.of(1, 2, 3, 4))]).toEqual([0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 0, 0]);
});
