import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactIntegratedGradients, explain, methods } from '../../src/attribution/index.ts';
import { bytesOnLine, lineGraph, theLine } from '../../src/line/index.ts';
import { Add, Dense, Flatten, inputName, isPassedByAll, Network, Softmax } from '../../src/network/index.ts';
import { DenseOracle } from '../helpers/denseOracle.ts';
import { affine, skipConnection, twoHinges, twoWays } from '../helpers/closedForms.ts';
import { endingIn } from '../helpers/heads.ts';
import { anySeed, caseOf, seeded } from '../helpers/randomNetworks.ts';
import { attributionsOf, explainOne, l1, sum } from './support.ts';

const runs = { numRuns: 80 };
// F = relu(x0 - 1/4) - relu(x1 - 1/2) from (0, 0) to (1, 1).
const hinges = { input: Float64Array.of(1, 1), target: 0 };

/** A case and one of its layers, drawn from the seed. */
function layerOf(seed: number, onlyCuts = false): ReturnType<typeof caseOf> & { layer: string; unit: number } {
  const drawn = caseOf(seed);
  const { network } = drawn;
  const graph = lineGraph(network);
  const last = network.nodes.length - 1;
  const layers = network.nodes.filter(
    ({ name }, node) => graph.layers.get(name) !== theLine && (!onlyCuts || isPassedByAll(network, node, last)),
  );
  const random = seeded(seed + 2);
  const { name, operation } = layers[Math.floor(random() * layers.length)];
  const size = operation.shape.reduce((product, axis) => product * axis, 1);
  return { ...drawn, layer: name, unit: Math.floor(random() * size) };
}

describe('the memory of exact methods', () => {
  const exactMethods = methods.filter((method) => 'integrand' in method);

  it('bounds each of them, through a softmax too, and changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, fc.constantFrom(1, 1e4, 1e6), fc.boolean(), async (seed, kinks, smooth) => {
        const { network: straight, baseline, input, target, layer, unit } = layerOf(seed);
        const network = smooth ? endingIn(straight, new Softmax()) : straight;
        const least = bytesOnLine(straight);
        for (const { name, options, neuron } of exactMethods) {
          const request = {
            method: name,
            input,
            baseline,
            ...(options.includes('layer') && { layer }),
            ...(options.includes('neuron') && { neuron: unit }),
            ...(neuron !== 'explained' && { target }),
          };
          const whole = await attributionsOf(network, request);
          const bounded = await attributionsOf(network, { ...request, memory: least + kinks });
          expect(l1(bounded.map((a, i) => a - whole[i]))).toBeLessThanOrEqual(1e-9 * Math.max(1e-4, l1(whole)));
        }
      }),
      { numRuns: 25 },
    );
  });

  it.each(exactMethods)('$name is refused where it does not suffice', async ({ name, options, neuron }) => {
    const request = {
      input: hinges.input,
      method: name,
      ...(options.includes('layer') && { layer: 'shift' }),
      ...(options.includes('neuron') && { neuron: 0 }),
      ...(neuron !== 'explained' && { target: 0 }),
    };
    await expect(explain(twoHinges(), { ...request, memory: 10 })).rejects.toThrow('0.0 MB are allowed');
    await expect(explain(twoHinges(), { ...request, memory: 0 })).rejects.toThrow("The option 'memory' is 0; expected");
  });

  it('bounds layers that move together', async () => {
    const request = {
      ...hinges,
      method: 'layer_integrated_gradients' as const,
      layer: ['shift', 'relu'],
      layersTogether: true,
    };
    await expect(explain(twoHinges(), { ...request, memory: 10 })).rejects.toThrow('0.0 MB are allowed');
  });
});

describe('exact methods in closed form', () => {
  it('integrated gradients of the hinges, global and local', async () => {
    const request = {
      method: 'integrated_gradients' as const,
      input: Float64Array.of(2, 1),
      baseline: Float64Array.of(0, 0),
      target: 0,
    };
    // x0 = 2 alpha is beyond 1/4 for 7/8 of the line, x1 = alpha beyond 1/2 for half of it.
    expect(await attributionsOf(twoHinges(), request)).toEqual(Float64Array.of(1.75, -0.5));
    expect(await attributionsOf(twoHinges(), { ...request, multiplyByInputs: false })).toEqual(
      Float64Array.of(0.875, -0.5),
    );
  });

  it('layer conductance of the hinges is what each adds to the output', async () => {
    expect(await attributionsOf(twoHinges(), { ...hinges, method: 'layer_conductance', layer: 'relu' })).toEqual(
      Float64Array.of(0.75, -0.5),
    );
  });

  it('internal influence of the hinges is their weight in the output, that of the units before them their share of the line', async () => {
    const influence = (layer: string): Promise<Float64Array> =>
      attributionsOf(twoHinges(), { ...hinges, method: 'internal_influence', layer });
    expect(await influence('relu')).toEqual(Float64Array.of(1, -1));
    expect(await influence('shift')).toEqual(Float64Array.of(0.75, -0.5));
  });

  it('layer integrated gradients of the units before the hinges see them cross where their own values do', async () => {
    const attributions = (layer: string): Promise<Float64Array> =>
      attributionsOf(twoHinges(), { ...hinges, method: 'layer_integrated_gradients', layer });
    // Units go from -1/4 to 3/4 and from -1/2 to 1/2: active for 3/4 and 1/2 of the way, of length 1.
    expect(await attributions('shift')).toEqual(Float64Array.of(0.75, -0.5));
    expect(await attributions('out')).toEqual(Float64Array.of(0.25));
  });

  it('neuron integrated gradients and conductance of a hinge belong to its own input', async () => {
    const neuron = { input: hinges.input, layer: 'relu', neuron: 1 };
    expect(await attributionsOf(twoHinges(), { ...neuron, method: 'neuron_integrated_gradients' })).toEqual(
      Float64Array.of(0, 0.5),
    );
    expect(await attributionsOf(twoHinges(), { ...neuron, target: 0, method: 'neuron_conductance' })).toEqual(
      Float64Array.of(0, -0.5),
    );
  });

  it('a combination of units is the weighted sum of what its units are', async () => {
    const neuron = { input: hinges.input, layer: 'relu', neuron: { weights: Float64Array.of(2, -3) } };
    // Units 0 and 1 have the neuron integrated gradients (3/4, 0) and (0, 1/2), conductances (3/4, 0) and (0, -1/2).
    expect(await attributionsOf(twoHinges(), { ...neuron, method: 'neuron_integrated_gradients' })).toEqual(
      Float64Array.of(1.5, -1.5),
    );
    expect(await attributionsOf(twoHinges(), { ...neuron, target: 0, method: 'neuron_conductance' })).toEqual(
      Float64Array.of(1.5, 1.5),
    );
  });

  it('gradient SHAP is integrated gradients averaged over the baselines', async () => {
    // From (0, 0) they are (3/4, -1/2); from (1/2, 1) the first unit is active all the way, and x1 does not change.
    const baseline = [Float64Array.of(0, 0), Float64Array.of(0.5, 1)];
    expect(await attributionsOf(twoHinges(), { ...hinges, method: 'gradient_shap', baseline })).toEqual(
      Float64Array.of((0.75 + 0.5) / 2, -0.25),
    );
  });

  it('layer gradient SHAP is the influence of a unit times what it changes, averaged over the baselines', async () => {
    // Of `shift` from (0, 0): influence (3/4, -1/2) times (1, 1); from (1/2, 1): (1, -1) times (1/2, 0).
    const baseline = [Float64Array.of(0, 0), Float64Array.of(0.5, 1)];
    expect(
      await attributionsOf(twoHinges(), { ...hinges, method: 'layer_gradient_shap', layer: 'shift', baseline }),
    ).toEqual(Float64Array.of((0.75 + 0.5) / 2, -0.25));
  });

  it('a way around the layer is held at the input by layer integrated gradients', async () => {
    // F = relu(h - 1/2) + h with h from 0 to 1; the layer `later` goes from 0 to 1/2 and h stays at 1.
    const request = {
      method: 'layer_integrated_gradients' as const,
      layer: 'later',
      input: Float64Array.of(1),
      baseline: Float64Array.of(-1),
      target: 0,
    };
    const { attributions, completeness } = await explainOne(skipConnection(), request);
    expect(attributions).toEqual(Float64Array.of(0.5));
    // They sum to F(1) - (0 + 1), the output with `later` as it is at the baseline.
    expect(completeness).toEqual({ sum: 0.5, difference: 0.5, gap: 0, relativeGap: 0 });
  });

  it('layers have a line each, or move together on one', async () => {
    // From -1 to 1 a goes from 0 to 1 and b from -1 to 1. Alone a passes all the way, held b being 1; b from -1/2 on.
    const request = {
      method: 'layer_integrated_gradients' as const,
      layer: ['a', 'b'],
      input: Float64Array.of(1),
      baseline: Float64Array.of(-1),
      target: 0,
    };
    const apart = await explain(twoWays(), request);
    expect(apart.map(({ attributions, completeness }) => [...attributions, completeness?.difference])).toEqual([
      [1, 1],
      [1.5, 1.5],
    ]);
    // Together they pass when 3 alpha - 1 is beyond 1/2: half the way.
    for (const way of [{ rule: 'exact' }, { rule: 'midpoint', n: 4 }] as const) {
      const together = await explain(twoWays(), { ...request, layersTogether: true, ...way });
      expect(together.map(({ layer, shape, attributions }) => [layer, ...shape, ...attributions])).toEqual([
        ['a', 1, 0.5],
        ['b', 1, 1],
      ]);
      for (const { completeness } of together)
        expect(completeness).toEqual({ sum: 1.5, difference: 1.5, gap: 0, relativeGap: 0 });
    }
    const [local] = await explain(twoWays(), {
      ...request,
      layersTogether: true,
      layer: ['b', 'a'],
      multiplyByInputs: false,
    });
    expect(local).toMatchObject({ layer: 'b', attributions: Float64Array.of(0.5), regions: 2 });
  });

  it('a reshape passes what passes it alone, though others take the same layer', async () => {
    // F = a + 3a, once through a reshape of a = 2x: x goes from 0 to 1.
    const network = new Network(
      [1],
      [
        { name: 'a', layer: new Dense(Float64Array.of(2), Float64Array.of(0)), inputs: [inputName] },
        { name: 'reshaped', layer: new Flatten(), inputs: ['a'] },
        { name: 'thrice', layer: new Dense(Float64Array.of(3), Float64Array.of(0)), inputs: ['a'] },
        { name: 'out', layer: new Add(), inputs: ['reshaped', 'thrice'] },
      ],
    );
    const request = { input: Float64Array.of(1), target: 0, layer: 'reshaped' };
    for (const [method, expected] of [
      ['internal_influence', 1],
      ['layer_conductance', 2],
      ['layer_integrated_gradients', 2],
      ['layer_gradient_shap', 2],
    ] as const)
      expect([...(await attributionsOf(network, { ...request, method }))]).toEqual([expected]);
    expect([...(await attributionsOf(network, { ...request, method: 'neuron_conductance', neuron: 0 }))]).toEqual([2]);
    expect([...(await attributionsOf(network, { ...request, method: 'internal_influence', layer: 'a' }))]).toEqual([4]);
  });

  it('the output as a layer is its own line, of one region, and is attributed all that it changes', async () => {
    const request = { ...hinges, method: 'layer_integrated_gradients' as const };
    const { name } = twoHinges().nodes[twoHinges().nodes.length - 1];
    // F goes from 0 to relu(3/4) - relu(1/2).
    expect(await explainOne(twoHinges(), { ...request, layer: name })).toMatchObject({
      attributions: Float64Array.of(0.25),
      regions: 1,
      verdict: { converged: true, against: 'completeness' },
    });
  });

  it('a layer that follows another one on their line passes nothing on from it', async () => {
    // F = later + h, later = relu(h - 1/2): h goes from 0 to 1, later from 0 to 1/2, and each is in F once.
    const request = {
      method: 'layer_integrated_gradients' as const,
      layersTogether: true,
      input: Float64Array.of(1),
      baseline: Float64Array.of(-1),
      target: 0,
    };
    const found = await explain(skipConnection(), { ...request, layer: ['h', 'later'] });
    expect(found.map(({ attributions }) => [...attributions])).toEqual([[1], [0.5]]);
    const [h, sum] = await explain(skipConnection(), { ...request, layer: ['h', 'sum'] });
    expect([...h.attributions, ...sum.attributions]).toEqual([0, 1.5]);
    const [aside, later] = await explain(skipConnection(), {
      ...request,
      target: { layer: 'h', unit: 0 },
      layer: ['shift', 'later'],
    });
    expect([...aside.attributions, ...later.attributions]).toEqual([0, 0]);
  });

  it("a layer's input is what that layer alone takes, not what others take beside it", async () => {
    // F = relu(h - 1/2) + h, h = relu(x) from 0 to 1: of the change 3/2 the layer `shift` takes 1/2, the skip
    // connection 1.
    const request = {
      method: 'layer_conductance' as const,
      input: Float64Array.of(1),
      baseline: Float64Array.of(-1),
      target: 0,
    };
    expect(await attributionsOf(skipConnection(), { ...request, layer: 'h' })).toEqual(Float64Array.of(1.5));
    const ofInput = await explainOne(skipConnection(), { ...request, layer: 'shift', attributeTo: 'input' });
    expect(ofInput).toMatchObject({ layer: 'shift:input', shape: [1], attributions: Float64Array.of(0.5) });
    expect(ofInput.completeness).toBeUndefined();
  });
});

describe('exact methods on random networks with branches and every layer type', () => {
  it('integrated gradients sum to the output difference', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, async (seed) => {
        const { network, baseline, input, target } = caseOf(seed);
        const { attributions, completeness } = await explainOne(network, {
          method: 'integrated_gradients',
          input,
          baseline,
          target,
        });
        expect(completeness?.gap).toBeLessThan(1e-9 * Math.max(1e-3, l1(attributions)));
        expect(completeness?.difference).toBeCloseTo(
          network.evaluate(input)[target] - network.evaluate(baseline)[target],
          12,
        );
      }),
      runs,
    );
  });

  it.each(['layer_conductance', 'layer_integrated_gradients'] as const)(
    '%s of a layer that all ways pass sum to the output difference',
    async (method) => {
      await fc.assert(
        fc.asyncProperty(anySeed, async (seed) => {
          const { network, baseline, input, target, layer } = layerOf(seed, true);
          const difference = network.evaluate(input)[target] - network.evaluate(baseline)[target];
          const { attributions, completeness } = await explainOne(network, { method, input, baseline, target, layer });
          expect(Math.abs(sum(attributions) - difference)).toBeLessThan(1e-9 * Math.max(1e-3, l1(attributions)));
          expect(completeness?.difference).toBeCloseTo(difference, 9);
        }),
        runs,
      );
    },
  );

  it('layer integrated gradients of any layer sum to what the layer alone changes', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, async (seed) => {
        const { network, baseline, input, target, layer } = layerOf(seed);
        const { attributions, completeness } = await explainOne(network, {
          method: 'layer_integrated_gradients',
          input,
          baseline,
          target,
          layer,
        });
        expect(completeness?.gap).toBeLessThan(1e-9 * Math.max(1e-3, l1(attributions)));
      }),
      runs,
    );
  });

  it('layer integrated gradients of layers together sum to what these change, and are those of many samples', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, async (seed) => {
        const { network, baseline, input, target } = caseOf(seed);
        const random = seeded(seed + 3);
        const layer = network.nodes.map(({ name }) => name).filter(() => random() < 0.4);
        fc.pre(layer.length > 0);
        const request = {
          method: 'layer_integrated_gradients' as const,
          layersTogether: true,
          input,
          baseline,
          target,
          layer,
        };
        const exact = await explain(network, request);
        const sampled = await explain(network, { ...request, rule: 'midpoint', n: 300 });
        const scale = Math.max(1e-3, sum(exact.map(({ attributions }) => l1(attributions))));
        expect(exact[0].completeness?.gap).toBeLessThan(1e-9 * scale);
        const apart = exact.map(({ attributions }, i) =>
          l1(attributions.map((a, unit) => a - sampled[i].attributions[unit])),
        );
        expect(sum(apart) / scale).toBeLessThan(0.05);
      }),
      { numRuns: 40 },
    );
  });

  it('neuron conductance sums over the inputs to the layer conductance of the unit', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, async (seed) => {
        const { network, baseline, input, target, layer, unit } = layerOf(seed);
        const request = { input, baseline, target, layer };
        const byInput = await attributionsOf(network, { ...request, method: 'neuron_conductance', neuron: unit });
        const byUnit = await attributionsOf(network, { ...request, method: 'layer_conductance' });
        expect(Math.abs(sum(byInput) - byUnit[unit])).toBeLessThan(1e-9 * Math.max(1e-3, l1(byInput), l1(byUnit)));
      }),
      runs,
    );
  });

  it('neuron integrated gradients of an output unit are integrated gradients', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, async (seed) => {
        const { network, baseline, input, target } = caseOf(seed);
        const { attributions } = await exactIntegratedGradients(network, { baseline, input, target });
        const { name } = network.nodes[network.nodes.length - 1];
        const neuron = await explainOne(network, {
          method: 'neuron_integrated_gradients',
          input,
          baseline,
          layer: name,
          neuron: target,
        });
        expect(neuron).toMatchObject({
          attributions,
          target: { layer: name, unit: target },
          neuron: { layer: name, unit: target },
        });
        expect(await attributionsOf(network, { method: 'integrated_gradients', input, baseline, target })).toEqual(
          attributions,
        );
      }),
      runs,
    );
  });

  it('internal influence is the integral of the gradient by the layer, evaluated in the middle of every region', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, async (seed) => {
        const { network, baseline, input, target, layer } = layerOf(seed);
        // Where candidates of a maximum tie along a stretch, the oracle takes the first and the sweep the one before.
        fc.pre(network.nodes.every(({ operation }) => operation.family !== 'maximum'));
        const index = network.nodes.findIndex(({ name }) => name === layer);
        const expected = new DenseOracle(network, baseline, input).integralOfAdjoint(index, target);
        const influence = await attributionsOf(network, {
          method: 'internal_influence',
          input,
          baseline,
          target,
          layer,
        });
        const scale = Math.max(1e-6, ...expected.map(Math.abs));
        expected.forEach((value, unit) => {
          expect(Math.abs(influence[unit] - value) / scale).toBeLessThan(1e-9);
        });
      }),
      runs,
    );
  });
});

describe('layers that the target does not depend on', () => {
  it('are attributed nothing', async () => {
    const [shift, relu, out] = twoHinges().nodes.map(({ name, layer }) => ({ name, layer }));
    const network = new Network(
      [2],
      [
        { ...shift, inputs: [inputName] },
        { name: 'aside', layer: relu.layer, inputs: ['shift'] },
        { ...relu, inputs: ['shift'] },
        { ...out, inputs: ['relu'] },
      ],
    );
    for (const method of [
      'layer_integrated_gradients',
      'layer_conductance',
      'internal_influence',
      'layer_gradient_shap',
    ] as const) {
      for (const rule of ['exact', method === 'layer_gradient_shap' ? 'random' : 'left'] as const) {
        expect(await attributionsOf(network, { ...hinges, method, layer: 'aside', rule }), `${method} ${rule}`).toEqual(
          Float64Array.of(0, 0),
        );
      }
    }
    expect(await attributionsOf(network, { ...hinges, method: 'layer_gradient_x_activation', layer: 'aside' })).toEqual(
      Float64Array.of(0, 0),
    );
    expect(
      await attributionsOf(network, { ...hinges, method: 'neuron_conductance', layer: 'aside', neuron: 0 }),
    ).toEqual(Float64Array.of(0, 0));
  });

  it('come behind a hidden target: a later layer changes nothing of it', async () => {
    const request = { ...hinges, target: { layer: 'shift', unit: 1 }, layer: 'relu' };
    expect(await attributionsOf(twoHinges(), { ...request, method: 'layer_conductance' })).toEqual(
      Float64Array.of(0, 0),
    );
    expect(await attributionsOf(twoHinges(), { ...request, method: 'layer_conductance', rule: 'trapezoid' })).toEqual(
      Float64Array.of(0, 0),
    );
  });
});

it('a network that only is affine has one region', async () => {
  const { attributions, regions } = await explainOne(affine(), {
    method: 'integrated_gradients',
    input: Float64Array.of(1, 2),
    target: 0,
  });
  expect({ attributions, regions }).toEqual({ attributions: Float64Array.of(2, -6), regions: 1 });
});
