import fc from 'fast-check';
import { afterEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import { exactIntegratedGradients, explain, forecast } from '../../src/attribution/index.ts';
import { forecastCrossings, lineGraph } from '../../src/line/index.ts';
import { loadData, loadNetwork, processImage } from '../../src/index.ts';
import {
  Conv2D,
  Dense,
  inputName,
  Network,
  ReLU,
  Softmax,
  Tanh,
  type NodeDefinition,
} from '../../src/network/index.ts';
import { twoHinges } from '../helpers/closedForms.ts';
import { anySeed, caseOf } from '../helpers/randomNetworks.ts';

function withoutBias(definition: NodeDefinition): NodeDefinition {
  const { layer } = definition;
  if (layer instanceof Dense) return { ...definition, layer: new Dense(layer.kernel, new Float64Array(layer.units)) };
  if (!(layer instanceof Conv2D)) return definition;
  return { ...definition, layer: new Conv2D(layer.kernel, new Float64Array(layer.filters), layer.window) };
}

describe('what is foretold of an exact answer', () => {
  it('counts at an odd number of intervals as at an even one', () => {
    // Of three intervals, the first sees the crossing at 1/4, the second that at 1/2.
    const { between } = forecastCrossings(
      lineGraph(twoHinges()),
      { baseline: Float64Array.of(0, 0), input: Float64Array.of(1, 1) },
      3,
    );
    expect(between).toEqual([1, 1, 0]);
  });

  it('counts every unit that is in another piece at the next of equally spaced points', () => {
    // F = relu(alpha - 1/4) - relu(alpha - 1/2): of four intervals, the one up to 1/2 and the one behind it see one
    // each.
    const { crossings, between, shareBefore } = forecastCrossings(
      lineGraph(twoHinges()),
      { baseline: Float64Array.of(0, 0), input: Float64Array.of(1, 1) },
      4,
    );
    expect([crossings, between]).toEqual([2, [0, 1, 1, 0]]);
    expect([0, 0.25, 0.375, 0.5, 0.75, 1].map(shareBefore)).toEqual([0, 0, 0.25, 0.5, 1, 1]);
  });

  it('does not count units that rest at a threshold, or at the same maximum, at the baseline', async () => {
    // Without biases all units rest at 0 for a black baseline, and the network is linear along the line.
    const { network } = await loadNetwork('mnist_convsmall');
    const unbiased = new Network(
      network.inputShape,
      network.definitions.map((definition) => withoutBias(definition)),
    );
    const input = Float64Array.from({ length: network.inputSize }, (_, i) => Math.sin(i) ** 2);
    const line = { baseline: new Float64Array(input.length), input, target: 0 };
    expect((await exactIntegratedGradients(unbiased, line)).regions).toBe(1);
    expect(forecastCrossings(lineGraph(unbiased), line).crossings).toBe(0);
    expect(forecast(unbiased, line).regions).toBe(1);
  });

  it('is a share that never falls, from 0 to 1', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const { network, baseline, input } = caseOf(seed);
        const { shareBefore } = forecastCrossings(lineGraph(network), { baseline, input });
        const shares = Array.from({ length: 101 }, (_, i) => shareBefore(i / 100));
        expect([shares[0], shares[100]]).toEqual([0, 1]);
        expect(shares.every((share, i) => i === 0 || share >= shares[i - 1] - 1e-15)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('is within a twentieth of the regions of real images, and says time and memory', async () => {
    const { network, ...loaded } = await loadNetwork('mnist_convsmall');
    const { images } = await loadData({ network, ...loaded });
    for (const pixels of images.pixels.slice(0, 5)) {
      const input = processImage(pixels, loaded.processing);
      const black = new Float64Array(input.length);
      const { regions, seconds, bytes } = forecast(network, { baseline: black, input, target: 0 });
      const exact = await exactIntegratedGradients(network, { baseline: black, input, target: 0 });
      expect(Math.abs(regions / exact.regions - 1)).toBeLessThan(0.05);
      expect(seconds).toBeGreaterThan(0);
      expect(bytes).toBeGreaterThan(128 * 3604);
    }
  });
});

describe('what is foretold through smooth ends', () => {
  it('are the crossings up to them: a softmax has the regions of its logits', async () => {
    const { network } = await loadNetwork('mnist_convsmall');
    const softmax = {
      name: 'softmax',
      layer: new Softmax(),
      inputs: [network.definitions[network.nodes.length - 1].name],
    };
    const whole = new Network(network.inputShape, [...network.definitions, softmax]);
    const input = new Float64Array(network.inputSize).fill(0.5);
    const black = new Float64Array(network.inputSize);
    const [ofLogit, ofProbability] = [network, whole].map((of) => forecast(of, { baseline: black, input, target: 3 }));
    expect(ofProbability.regions).toBe(ofLogit.regions);
    expect(ofProbability.seconds).toBeGreaterThan(0);
    // Beside it the paths of ten outputs, each with a kink of 12 bytes at every crossing in room for twice as many.
    expect(ofProbability.bytes).toBe(ofLogit.bytes + 2 * 12 * 10 * (ofLogit.regions - 1));
  });

  it('are none where nothing bends before them', () => {
    const network = new Network(
      [2],
      [
        { name: 'fc', layer: new Dense(Float64Array.of(1, 2, 3, 4), Float64Array.of(0, 0)), inputs: [inputName] },
        { name: 'softmax', layer: new Softmax(), inputs: ['fc'] },
      ],
    );
    expect(
      forecast(network, { baseline: Float64Array.of(0, 0), input: Float64Array.of(1, 1), target: 0 }).regions,
    ).toBe(1);
  });
});

/** One input, a tanh, and what lies behind it; no unit crosses before the tanh. */
function behindTanh(...rest: NodeDefinition[]): Network {
  const tanh = { name: 'tanh', layer: new Tanh(), inputs: [inputName] };
  return new Network([1], [tanh, ...rest]);
}

/**
 * The clock, in milliseconds, says that of what is timed one takes so many after the other, the last of them for ever.
 */
function clockOf(...times: number[]): MockInstance<() => number> {
  let [now, calls] = [0, 0];
  return vi.spyOn(performance, 'now').mockImplementation(() => {
    if (calls++ % 2 === 1) now += times[Math.min((calls >> 1) - 1, times.length - 1)];
    return now;
  });
}

describe('the seconds that are foretold of a line that no unit crosses', () => {
  const line = { baseline: Float64Array.of(0), input: Float64Array.of(1), target: 0 };
  const relu = { name: 'relu', layer: new ReLU(), inputs: ['tanh'] };

  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('are four times those of a line of length 0 through a smooth head, and found by two such lines', () => {
    const clock = clockOf(300, 200);
    expect(forecast(behindTanh(), line).seconds).toBe(0.8);
    expect(clock).toHaveBeenCalledTimes(4);
  });

  it('are found by one such line where that takes longer than a second', () => {
    const clock = clockOf(2000);
    expect(forecast(behindTanh(), line).seconds).toBe(8);
    expect(clock).toHaveBeenCalledTimes(2);
  });

  it('are those of a part by its share of the line where a unit bends behind a smooth layer', () => {
    // 10 ms, and 250 ms for each 32nd of the line.
    clockOf(10, 10, 260);
    expect(forecast(behindTanh(relu), line).seconds).toBeCloseTo(8.01, 12);
  });
});

describe('the progress of an exact answer', () => {
  it('is told within a region that a head makes long', async () => {
    // tanh(40 x - 20) steps up at 1/2: the only region is halved until the step is resolved.
    const steep = new Network(
      [1],
      [
        { name: 'fc', layer: new Dense(Float64Array.of(40), Float64Array.of(-20)), inputs: [inputName] },
        { name: 'tanh', layer: new Tanh(), inputs: ['fc'] },
      ],
    );
    const told: number[] = [];
    const { regions } = await exactIntegratedGradients(
      steep,
      { baseline: Float64Array.of(0), input: Float64Array.of(1), target: 0 },
      { progress: (done, all) => told.push(done / all) },
    );
    expect(regions).toBe(1);
    expect(told).toEqual([...new Set(told)].sort((a, b) => a - b));
    expect(told.filter((share) => share > 0.5 && share < 1).length).toBeGreaterThan(3);
    expect(told.at(-1)).toBe(1);
  });

  it.each(['layer_conductance', 'internal_influence', 'neuron_conductance'] as const)(
    'is told by %s through a head',
    async (method) => {
      const layer = { name: 'fc', layer: new Dense(Float64Array.of(40), Float64Array.of(-20)), inputs: [inputName] };
      const steep = new Network([1], [layer, { name: 'tanh', layer: new Tanh(), inputs: ['fc'] }]);
      const told: number[] = [];
      await explain(steep, {
        ...{ method, layer: 'fc', target: 0, ...(method === 'neuron_conductance' && { neuron: 0 }) },
        ...{ input: Float64Array.of(1), baseline: Float64Array.of(0) },
        progress: (done, all) => told.push(done / all),
      });
      expect(told.filter((share) => share > 0.5 && share < 1).length).toBeGreaterThan(3);
      expect(told.at(-1)).toBe(1);
    },
  );

  it('is told by exactIntegratedGradients too, through a head as well', async () => {
    const { network } = await loadNetwork('mnist_convsmall');
    const name = network.definitions[network.nodes.length - 1].name;
    const softmax = { name: 'softmax', layer: new Softmax(), inputs: [name] };
    const whole = new Network(network.inputShape, [...network.definitions, softmax]);
    const [black, input] = [0, 0.5].map((value) => new Float64Array(network.inputSize).fill(value));
    for (const of of [network, whole]) {
      const told: number[] = [];
      await exactIntegratedGradients(
        of,
        { baseline: black, input, target: 3 },
        { progress: (done, all) => told.push(done / all) },
      );
      expect(told).toEqual([...new Set(told)].sort((a, b) => a - b));
      expect(told.filter((share) => share > 0 && share < 0.5)).not.toEqual([]);
      expect(told.at(-1)).toBe(1);
    }
  });

  it('goes from the forward sweep over its half to the end of the adjoint sweep', async () => {
    const told: number[] = [];
    const progress = (done: number, all: number): void => {
      told.push(done / all);
    };
    await explain(twoHinges(), { method: 'integrated_gradients', input: Float64Array.of(1, 1), target: 0, progress });
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told).toContain(0.5);
    expect(told.at(-1)).toBe(1);
  });
});
