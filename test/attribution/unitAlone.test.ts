import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endingWithOutput } from '../../src/attribution/head/index.ts';
import {
  Dense,
  Flatten,
  LogSoftmax,
  LogSumExp,
  Network,
  Reshape,
  Sigmoid,
  Softmax,
  type Layer,
} from '../../src/network/index.ts';
import { anySeed, randomArray, seeded } from '../helpers/randomNetworks.ts';
import { adjointsOver, expectComplete, expectEqual, lineOf, summed } from './headSupport.ts';
import { explainOne } from './support.ts';

/** A picture of 5 x 5 cells with three channels behind a random network, a layer on it, and perhaps all of it flat. */
function pictureOf(network: Network, layer: Layer, isFlat: boolean, seed: number): Network {
  const { outputSize, nodes } = network;
  const random = seeded(seed + 5);
  const weights = randomArray(random, outputSize * 75, 2 / Math.sqrt(outputSize));
  return new Network(network.inputShape, [
    ...network.definitions,
    { name: 'vector', layer: new Flatten(), inputs: [nodes[nodes.length - 1].name] },
    { name: 'scores', layer: new Dense(weights, randomArray(random, 75, 0.3)), inputs: ['vector'] },
    { name: 'picture', layer: new Reshape([5, 5, 3]), inputs: ['scores'] },
    { name: 'smooth', layer, inputs: ['picture'] },
    ...(isFlat ? [{ name: 'flat', layer: new Flatten(), inputs: ['smooth'] }] : []),
  ]);
}

describe('a unit of a smooth layer that depends on few of many units', () => {
  it.each([
    ['softmax over channels', new Softmax(2), 3],
    ['softmax over rows', new Softmax(0), 5],
    ['its logarithm', new LogSoftmax(1), 5],
    ['LogSumExp', new LogSumExp(2), 3],
    ['a sigmoid', new Sigmoid(), 1],
  ])('%s: its head reads these alone, and input and layers are attributed the same', async (_, layer, reads) => {
    await fc.assert(
      fc.asyncProperty(anySeed, fc.boolean(), async (seed, isFlat) => {
        const line = lineOf(seed, (network) => pictureOf(network, layer, isFlat, seed));
        const { network, baseline, input } = line;
        const target = Math.abs(seed) % network.outputSize;
        expect(endingWithOutput(network, target).network.outputSize).toBe(reads);
        const request = { input, baseline, target };
        const found = await explainOne(network, { method: 'integrated_gradients', ...request });
        expect(found.rule).toBe('exact');
        expectComplete(found);
        const ends = found.line?.alphas ?? new Float64Array();
        const byInput = summed(await adjointsOver({ ...line, target }, -1, ends));
        expectEqual(
          found.attributions,
          byInput.map((g, i) => g * (input[i] - baseline[i])),
        );
        const influence = await explainOne(network, { method: 'internal_influence', layer: 'scores', ...request });
        expect(influence.rule).toBe('exact');
        const scores = network.nodes.findIndex(({ name }) => name === 'scores');
        expectEqual(influence.attributions, summed(await adjointsOver({ ...line, target }, scores, ends)));
      }),
      { numRuns: 3 },
    );
  });

  it('shares the straight network with the other units where these are few', () => {
    const { network } = lineOf(1, (of) => of);
    const ending = (layer: Layer): Network =>
      new Network(network.inputShape, [
        ...network.definitions,
        { name: 'last', layer, inputs: [network.nodes[network.nodes.length - 1].name] },
      ]);
    const sigmoids = ending(new Sigmoid());
    const of = Array.from({ length: sigmoids.outputSize }, (_, unit) => endingWithOutput(sigmoids, unit).network);
    expect(new Set(of).size).toBe(1);
  });
});
