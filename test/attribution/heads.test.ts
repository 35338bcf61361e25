import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain, type ExplainRequest, type Target } from '../../src/attribution/index.ts';
import {
  Dense,
  ELU,
  inputName,
  Network,
  ReLU,
  selu,
  Sigmoid,
  SmoothFunction,
  Softmax,
  Tanh,
} from '../../src/network/index.ts';
import { deepHead, endingIn, gatedHead, smoothLayers } from '../helpers/heads.ts';
import { anySeed, caseOf, randomArray, seeded } from '../helpers/randomNetworks.ts';
import { adjointsOver, expectComplete, expectEqual, lineOf, pointOn, summed, type Line } from './headSupport.ts';
import { explainOne, l1 } from './support.ts';

async function expectIntegratedGradients(line: Line): Promise<void> {
  const { network, baseline, input, target } = line;
  const found = await explainOne(network, { method: 'integrated_gradients', input, baseline, target });
  expect(found.rule).toBe('exact');
  expectComplete(found);
  const ends = found.line?.alphas ?? new Float64Array();
  const integral = summed(await adjointsOver(line, -1, ends));
  expectEqual(
    found.attributions,
    integral.map((g, i) => g * (input[i] - baseline[i])),
  );
}

describe('integrated gradients through a smooth head are complete and equal adaptive quadrature of each region, to 1e-9', () => {
  it.each(Object.entries(smoothLayers))('%s', async (_, layer) => {
    await fc.assert(
      fc.asyncProperty(anySeed, (seed) =>
        expectIntegratedGradients(lineOf(seed, (network) => endingIn(network, layer()))),
      ),
      { numRuns: 6 },
    );
  });

  it('a dense layer between two smooth ones, of any kind', async () => {
    const kind = fc.constantFrom(...Object.values(smoothLayers));
    await fc.assert(
      fc.asyncProperty(anySeed, kind, kind, (seed, first, second) =>
        expectIntegratedGradients(lineOf(seed, (network) => deepHead(network, first(), second(), seeded(seed + 2)))),
      ),
      { numRuns: 15 },
    );
  });

  it('a product that reads the output, an early layer and the input', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, (seed) =>
        expectIntegratedGradients(lineOf(seed, (network) => gatedHead(network, seeded(seed + 2)))),
      ),
      { numRuns: 8 },
    );
  });
});

describe('layers whose derivative jumps', () => {
  it.each([selu(), new ELU(0.7, 1.1), new SmoothFunction('hardSwish')])('$type: complete to 1e-9', async (layer) => {
    await fc.assert(
      fc.asyncProperty(anySeed, async (seed) => {
        const { network, ...line } = lineOf(seed, (straight) => endingIn(straight, layer));
        expectComplete(await explainOne(network, { method: 'integrated_gradients', ...line }));
      }),
      { numRuns: 15 },
    );
  });
});

describe('every exact method through a head equals adaptive quadrature of each region, to 1e-9', () => {
  /** A head of three frontier nodes, a layer that is straight and on the way, and what the quadrature knows of it. */
  async function setting(seed: number): Promise<{
    line: Line;
    node: number;
    layer: string;
    ends: Float64Array;
    adjoints: Float64Array[];
    values: Float64Array[];
  }> {
    const line = lineOf(seed, (network) => gatedHead(network, seeded(seed + 2)));
    const { network, baseline, input, target } = line;
    const found = await explainOne(network, { method: 'integrated_gradients', input, baseline, target });
    const ends = found.line?.alphas ?? new Float64Array();
    const node = Math.max(
      0,
      network.nodes.findIndex(({ operation }) => operation.family === 'elementwise'),
    );
    const adjoints = await adjointsOver(line, node, ends);
    const values = Array.from(ends, (alpha) => network.evaluateAll(pointOn(line, alpha))[node]);
    return { line, node, layer: network.nodes[node].name, ends, adjoints, values };
  }

  const runs = { numRuns: 10 };

  it('internal influence and layer gradient SHAP', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, async (seed) => {
        const {
          line: { network, baseline, input, target },
          layer,
          adjoints,
          values,
        } = await setting(seed);
        const influence = await explainOne(network, { method: 'internal_influence', input, baseline, target, layer });
        const shap = await explainOne(network, { method: 'layer_gradient_shap', input, baseline, target, layer });
        expect([influence.rule, shap.rule]).toEqual(['exact', 'exact']);
        const expected = summed(adjoints);
        expectEqual(influence.attributions, expected);
        const [first, last] = [values[0], values[values.length - 1]];
        expectEqual(
          shap.attributions,
          expected.map((a, i) => a * (last[i] - first[i])),
        );
      }),
      runs,
    );
  });

  it('layer conductance: on a region each unit goes straight', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, async (seed) => {
        const {
          line: { network, baseline, input, target },
          layer,
          ends,
          adjoints,
          values,
        } = await setting(seed);
        const found = await explainOne(network, { method: 'layer_conductance', input, baseline, target, layer });
        expect(found.rule).toBe('exact');
        const slopes = adjoints.map((_, region) =>
          values[region].map((from, i) => (values[region + 1][i] - from) / (ends[region + 1] - ends[region])),
        );
        expectEqual(
          found.attributions,
          summed(adjoints.map((adjoint, region) => adjoint.map((a, i) => a * slopes[region][i]))),
        );
      }),
      runs,
    );
  });

  it('neuron conductance of a unit: it sums to the layer conductance of the unit', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, async (seed) => {
        const {
          line: { network, baseline, input, target },
          layer,
        } = await setting(seed);
        const request = { input, baseline, target, layer };
        const { attributions } = await explainOne(network, { method: 'layer_conductance', ...request });
        const neuron = attributions.reduce((best, a, i) => (Math.abs(a) > Math.abs(attributions[best]) ? i : best), 0);
        const found = await explainOne(network, { method: 'neuron_conductance', ...request, neuron });
        expect(found.rule).toBe('exact');
        const sum = found.attributions.reduce((a, b) => a + b, 0);
        expect(Math.abs(sum - attributions[neuron])).toBeLessThanOrEqual(1e-9 * l1(found.attributions) + 1e-15);
      }),
      runs,
    );
  });

  it('neuron integrated gradients of a unit of the head are integrated gradients of it as a target', async () => {
    const {
      line: { network, baseline, input },
    } = await setting(5);
    const found = await explainOne(network, {
      method: 'neuron_integrated_gradients',
      input,
      baseline,
      layer: 'gate',
      neuron: 1,
    });
    const [target] = await explain(network, {
      method: 'integrated_gradients',
      input,
      baseline,
      target: { layer: 'gate', unit: 1 },
    });
    expect(found).toMatchObject({ rule: 'exact', attributions: target.attributions });
    expectComplete(found);
  });

  it('layer integrated gradients: exact ones of what follows the layer, on the straight line between its values', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, async (seed) => {
        const { network: straight, baseline, input } = caseOf(seed);
        const network = endingIn(straight, new Softmax());
        const node = Math.max(
          0,
          network.nodes.findIndex(({ operation }) => operation.family === 'elementwise'),
        );
        const request = {
          method: 'layer_integrated_gradients' as const,
          input,
          baseline,
          target: 0,
          layer: [network.nodes[node].name, network.nodes[network.nodes.length - 2].name],
        };
        const found = await explain(network, request);
        const sampled = await explain(network, { ...request, rule: 'gauss', n: 2000 });
        found.forEach((exact, i) => {
          expect(exact.rule).toBe('exact');
          expectComplete(exact);
          // Gauss with 2,001 nodes over kinks is off by about the square of their distance.
          expect(l1(exact.attributions.map((a, k) => a - sampled[i].attributions[k]))).toBeLessThanOrEqual(
            1e-2 * l1(exact.attributions) + 1e-12,
          );
        });
      }),
      runs,
    );
  });

  it('gradient SHAP of given baselines is the mean of integrated gradients', async () => {
    const { network, baseline, input, target } = lineOf(11, (straight) => endingIn(straight, new Softmax()));
    const request = { input, target, baseline: [baseline, new Float64Array(input.length)] };
    const each = await explain(network, { method: 'integrated_gradients', ...request });
    const shap = await explainOne(network, { method: 'gradient_shap', ...request });
    expect(shap.rule).toBe('exact');
    expectEqual(
      shap.attributions,
      each[0].attributions.map((a, i) => (a + each[1].attributions[i]) / 2),
    );
  });
});

describe('targets that are functions', () => {
  const { network, baseline, input } = caseOf(3);
  const layer = network.nodes[network.nodes.length - 1].name;
  const softmax = (z: Float64Array): Float64Array =>
    new Network([z.length], [{ name: 's', layer: new Softmax(), inputs: [inputName] }]).evaluate(z);
  /** The same function as layers of the network, or undefined. */
  const functions = {
    'y . softmax(y)': {
      value: (z: Float64Array) => softmax(z).reduce((sum, p, i) => sum + p * z[i], 0),
      gradient(z: Float64Array) {
        const p = softmax(z);
        const mean = p.reduce((sum, y, i) => sum + y * z[i], 0);
        return p.map((y, i) => y * (1 + z[i] - mean));
      },
    },
    'a margin with a kink': {
      value: (z: Float64Array) => z[0] - Math.max(...z.subarray(1)),
      gradient(z: Float64Array) {
        const best = z.indexOf(Math.max(...z.subarray(1)), 1);
        return z.map((_, i) => (i === 0 ? 1 : i === best ? -1 : 0));
      },
    },
    'a squared loss': {
      value: (z: Float64Array) => z.reduce((sum, x, i) => sum + (x - i) ** 2, 0),
      gradient: (z: Float64Array) => z.map((x, i) => 2 * (x - i)),
    },
  };

  it.each(Object.entries(functions))('%s of the outputs is complete, by a reused array too', async (_, unit) => {
    const room = new Float64Array(network.outputSize);
    const target: Target = {
      layer,
      unit: { value: (z) => unit.value(z), gradient: (z) => (room.set(unit.gradient(z)), room) },
    };
    const found = await explainOne(network, { method: 'integrated_gradients', input, baseline, target });
    expect(found.rule).toBe('exact');
    expectComplete(found);
  });

  it("a gradient that is not the function's own ends, and shows by the gap", async () => {
    const target: Target = { layer, unit: { value: (z) => z[0], gradient: (z) => z.map((x) => Math.sin(1e6 * x)) } };
    const found = await explainOne(network, { method: 'integrated_gradients', input, baseline, target });
    expect(found.completeness?.gap).toBeGreaterThan(1e-3);
  }, 60000);
});

describe('hard heads', () => {
  const chain = (...layers: (Dense | ReLU | Sigmoid | Softmax | Tanh)[]): Network =>
    new Network(
      [2],
      layers.map((layer, i) => ({ name: `layer${i}`, layer, inputs: [i === 0 ? inputName : `layer${i - 1}`] })),
    );
  const ask: Omit<ExplainRequest, 'input'> = { method: 'integrated_gradients', target: 0 };
  const rows = (...weights: number[]): Dense =>
    new Dense(Float64Array.from(weights), new Float64Array(weights.length / 2));

  it('a probability far from 0 and 1 at both ends has finite attributions in the proportion of the slopes', async () => {
    // Two logits that are apart by 700 to 710 all along: the gradient is 1e-305 to 1e-309.
    const network = chain(new Dense(Float64Array.of(0, -5, 0, -5), Float64Array.of(700, 0)), new Softmax());
    const { attributions, rule } = await explainOne(network, { ...ask, target: 1, input: Float64Array.of(1, 1) });
    expect(rule).toBe('exact');
    const [atInput, atBaseline] = [Math.exp(-710), Math.exp(-700)];
    expect(attributions[0] / ((atInput - atBaseline) / 2)).toBeCloseTo(1, 9);
    expect(attributions[1]).toBe(attributions[0]);
    const near1 = await explainOne(network, { ...ask, input: Float64Array.of(1, 1) });
    expect(near1.attributions[0] / -((atInput - atBaseline) / 2)).toBeCloseTo(1, 9);
  });

  it('a sigmoid that switches in a millionth of a region is not passed over', async () => {
    const network = chain(new Dense(Float64Array.of(3e6, 1e6), Float64Array.of(-1.2345e6)), new Sigmoid());
    const found = await explainOne(network, { ...ask, input: Float64Array.of(1, 1) });
    expectEqual(found.attributions, Float64Array.of(0.75, 0.25));
    expect(found.regions).toBe(1);
  });

  it('what rises and falls again within a region is not passed over', async () => {
    // The middle one of three classes is likely near alpha = 0.3 alone: softmax of (30 - 100 a, 0, 100 a - 30) * 20.
    const network = chain(
      new Dense(Float64Array.of(-2000, 0, 2000, 0, 1e-3, 0), new Float64Array(3)),
      new Dense(Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), Float64Array.of(600, 3, -600)),
      new Softmax(),
    );
    const found = await explainOne(network, { ...ask, target: 1, input: Float64Array.of(1, 1) });
    // By the second input, d p / d x1 = 1e-3 p (1 - p): its integral over alpha is 1e-3 / 2000 times that of p (1 - p)
    // over u, but for the 3e-4 that x1 adds to the logit there.
    const steps = 400000;
    let expected = 0;
    for (let i = 0; i < steps; i++) {
      const u = -200 + (400 * (i + 0.5)) / steps;
      const p = Math.exp(3) / (Math.exp(3) + Math.exp(u) + Math.exp(-u));
      expected += (p * (1 - p) * 400) / steps;
    }
    expect(found.attributions[1] / ((1e-3 / 2000) * expected)).toBeCloseTo(1, 3);
  });

  it('a frontier unit that rests is attributed what its gradient is, though it changes nothing', async () => {
    // z = (x0 - x1, 40 x0 - 10): F = z0 tanh(z1) stays 0, and dF/dx0 = tanh(z1) on the way, whose mean is (log cosh 30
    // - log cosh 10) / 40.
    const unit = {
      value: ([a, b]: Float64Array) => a * Math.tanh(b),
      gradient: ([a, b]: Float64Array) => Float64Array.of(Math.tanh(b), a / Math.cosh(b) ** 2),
    };
    const network = chain(new Dense(Float64Array.of(1, 40, -1, 0), Float64Array.of(0, -10)));
    const { attributions } = await explainOne(network, {
      ...ask,
      target: { layer: 'layer0', unit },
      input: Float64Array.of(1, 1),
    });
    const mean = (Math.log(Math.cosh(30)) - Math.log(Math.cosh(10))) / 40;
    expect(Math.abs(attributions[0] - mean)).toBeLessThan(1e-14);
    expect(attributions[1]).toBe(-attributions[0]);
  });

  it('regions of length 1e-12 count in full', async () => {
    // relu(1e12 x0 - 1) - relu(1e12 x0 - 2) is a ramp from 0 to 1 of length 1e-12, behind a sigmoid.
    const ramp = new Dense(Float64Array.of(1e12, 1e12, 0, 0), Float64Array.of(-1, -2));
    const network = chain(ramp, new ReLU(), new Dense(Float64Array.of(1, -1), Float64Array.of(0)), new Sigmoid());
    const found = await explainOne(network, { ...ask, input: Float64Array.of(1, 1) });
    // 1e12 P(1) - 1e12 P(1), with P(1) about 0.2 the mass of the sigmoid's gradient, leaves 2e-5 of rounding.
    expect(Math.abs(found.attributions[0] - (1 / (1 + Math.exp(-1)) - 0.5))).toBeLessThan(1e-4);
  });

  it('a head that reads the input itself has one region', async () => {
    const found = await explainOne(chain(new Tanh(), rows(1, 2)), { ...ask, input: Float64Array.of(2, 1) });
    expect(found).toMatchObject({ rule: 'exact', regions: 1 });
    expectEqual(found.attributions, Float64Array.of(Math.tanh(2), 2 * Math.tanh(1)));
  });
});

describe('wide heads', () => {
  it.each([6, 40])(
    'a softmax over %i classes behind a few units is complete, whatever dimensions its densities span',
    async (classes) => {
      await fc.assert(
        fc.asyncProperty(anySeed, async (seed) => {
          const random = seeded(seed + 3);
          const line = lineOf(seed, (straight) => {
            const wide = new Dense(randomArray(random, straight.outputSize * classes), randomArray(random, classes));
            const last = straight.nodes[straight.nodes.length - 1].name;
            return endingIn(
              new Network(straight.inputShape, [
                ...straight.definitions,
                { name: 'wide', layer: wide, inputs: [last] },
              ]),
              new Softmax(),
            );
          });
          await expectIntegratedGradients(line);
        }),
        { numRuns: 6 },
      );
    },
  );
});

describe('along a line', () => {
  const { network: straight, baseline, input } = caseOf(21);
  const network = endingIn(straight, new Softmax());
  const request = { method: 'integrated_gradients' as const, input, baseline, target: 0 };

  it('the outputs are those of the network at each breakpoint', async () => {
    const { line } = await explainOne(network, request);
    line?.alphas.forEach((alpha, i) => {
      const point = baseline.map((x, k) => x + alpha * (input[k] - x));
      expect(Math.abs(line.outputs[i] - network.evaluate(point)[0])).toBeLessThan(1e-12);
    });
  });

  it('classes change where the logits change', async () => {
    const [probability] = await explain(network, request);
    const [logits] = await explain(network, { ...request, output: 'logits' });
    expect(probability.line?.classChanges).toEqual(logits.line?.classChanges);
  });
});

describe('layers inside the head', () => {
  const network = deepHead(caseOf(3).network, new Tanh(), new Sigmoid(), seeded(4));
  const request = { input: caseOf(3).input, target: 0, layer: 'mixed' };
  const sentence =
    "Layer 'mixed' lies behind the straight part of the network, which layer 'smooth' (Tanh) ends. Only sampled methods apply to it.";

  it.each(['layer_conductance', 'internal_influence', 'layer_integrated_gradients', 'layer_gradient_shap'] as const)(
    '%s is sampled, and says why',
    async (method) => {
      const found = await explainOne(network, { method, ...request });
      expect(found.rule).not.toBe('exact');
      expect(found.whySampled).toBe(sentence);
      await expect(explain(network, { method, ...request, rule: 'exact' })).rejects.toThrow(sentence);
    },
  );
});
