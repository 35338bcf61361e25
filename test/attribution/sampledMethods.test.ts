import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Explanation, ExplainRequest, RuleChoice, Unit } from '../../src/attribution/index.ts';
import { integrate, restrict } from '../../src/line/index.ts';
import { Dense, inputName, Network, ReLU } from '../../src/network/index.ts';
import { gauss, midpoint, simpson, type RuleName } from '../../src/quadrature/index.ts';
import { affine, twoHinges } from '../helpers/closedForms.ts';
import { pathTo } from '../helpers/outputs.ts';
import { anySeed, caseOf } from '../helpers/randomNetworks.ts';
import { attributionsOf, explainOne, separateTanhs } from './support.ts';

// F = relu(x0 - 1/4) - relu(x1 - 1/2) from (0, 0) to (1, 1).
const hinges = { input: Float64Array.of(1, 1), target: 0 };

describe("Captum's definitions, by hand", () => {
  const attributions = (request: Omit<ExplainRequest, 'input' | 'target'>): Promise<Float64Array> =>
    attributionsOf(twoHinges(), { ...hinges, ...request });

  it('IntegratedGradients by riemann_trapezoid with 2 steps: nodes 0 and 1 with weights of 1/4', async () => {
    // The gradient is (0, 0) at 0 and (1, -1) at 1.
    expect(await attributions({ method: 'integrated_gradients', rule: 'captum_trapezoid', n: 2 })).toEqual(
      Float64Array.of(0.25, -0.25),
    );
  });

  it('IntegratedGradients by riemann_middle with 5 steps: nodes 0.1, 0.3, 0.5, 0.7, 0.9 with weights of 1/5', async () => {
    // The first unit is active at four of them, the second at two: ReLU'(0) = 0.
    const [first, second] = await attributions({ method: 'integrated_gradients', rule: 'captum_middle', n: 5 });
    expect(first).toBeCloseTo(0.8, 14);
    expect(second).toBeCloseTo(-0.4, 14);
  });

  it('LayerConductance with n steps: gradients at the first n of n + 1 nodes times the differences to the next', async () => {
    const conductance = (rule: RuleChoice, n: number): Promise<Float64Array> =>
      attributions({ method: 'layer_conductance', layer: 'shift', rule, n });
    // Left: nodes 0, 1/4, 1/2, 3/4; of the first three only 1/2 is beyond 1/4, none beyond 1/2; h grows by 1/4.
    expect(await conductance('captum_left', 3)).toEqual(Float64Array.of(0.25, 0));
    // Trapezoid: nodes 0, 1/2, 1; the first unit is active at 1/2, from where h grows by 1/2.
    expect(await conductance('captum_trapezoid', 2)).toEqual(Float64Array.of(0.5, 0));
  });

  it('InternalInfluence: the mean gradient by the layer at the nodes', async () => {
    // Right with 4 steps: nodes 1/4, 1/2, 3/4, 1; beyond 1/4 are three, beyond 1/2 two.
    expect(await attributions({ method: 'internal_influence', layer: 'shift', rule: 'captum_right', n: 4 })).toEqual(
      Float64Array.of(0.75, -0.5),
    );
  });

  it("LayerIntegratedGradients: nodes between the layer's values at both ends", async () => {
    // `shift` goes from (-1/4, -1/2) by (1, 1). Left with 2 steps: at 0 none is active, at 1/2 they are (1/4, 0).
    expect(
      await attributions({ method: 'layer_integrated_gradients', layer: 'shift', rule: 'captum_left', n: 2 }),
    ).toEqual(Float64Array.of(0.5, 0));
  });

  it('NeuronIntegratedGradients and NeuronConductance: gradients of a unit at the nodes, those weighted by its own', async () => {
    // Right with 2 steps: nodes 1/2 and 1. Unit 1 of `relu` grows with x1 at 1 alone, and F falls by it.
    const neuron = { layer: 'relu', neuron: 1, rule: 'captum_right' as const, n: 2, input: hinges.input };
    expect(await attributionsOf(twoHinges(), { ...neuron, method: 'neuron_integrated_gradients' })).toEqual(
      Float64Array.of(0, 0.5),
    );
    expect(await attributionsOf(twoHinges(), { ...neuron, method: 'neuron_conductance', target: 0 })).toEqual(
      Float64Array.of(0, -0.5),
    );
  });
});

describe('gradients at one point', () => {
  // F = (2 x0 - 3 x1 + 1, x1).
  const request = { input: Float64Array.of(4, -2), target: 0 };

  it('saliency is the absolute gradient', async () => {
    expect(await explainOne(affine(), { ...request, method: 'saliency' })).toMatchObject({
      attributions: Float64Array.of(2, 3),
      gradients: 1,
      evaluations: 0,
    });
  });

  it('input x gradient', async () => {
    expect(await attributionsOf(affine(), { ...request, method: 'input_x_gradient' })).toEqual(Float64Array.of(8, 6));
  });

  it('layer gradient x activation', async () => {
    // At (1, 1) the units of `relu` are 3/4 and 1/2.
    const found = await explainOne(twoHinges(), { ...hinges, method: 'layer_gradient_x_activation', layer: 'relu' });
    expect(found).toMatchObject({ attributions: Float64Array.of(0.75, -0.5), layer: 'relu', shape: [2] });
  });

  it('without the product they are the gradient itself', async () => {
    const local = { multiplyByInputs: false };
    expect(await attributionsOf(affine(), { ...request, ...local, method: 'input_x_gradient' })).toEqual(
      Float64Array.of(2, -3),
    );
    expect(
      await attributionsOf(twoHinges(), { ...hinges, ...local, method: 'layer_gradient_x_activation', layer: 'relu' }),
    ).toEqual(Float64Array.of(1, -1));
  });

  it('neuron gradient x activation: of a unit, not of an output', async () => {
    const neuron = {
      method: 'neuron_gradient_x_activation' as const,
      input: Float64Array.of(4, -2),
      layer: 'out',
      neuron: 0,
    };
    expect(await explainOne(affine(), neuron)).toMatchObject({
      attributions: Float64Array.of(8, 6),
      layer: 'input',
      target: { layer: 'out', unit: 0 },
    });
    expect(await attributionsOf(affine(), { ...neuron, multiplyByInputs: false })).toEqual(Float64Array.of(2, -3));
  });

  it('of a neuron: a hidden unit is the target', async () => {
    expect(
      await attributionsOf(twoHinges(), { ...hinges, target: { layer: 'shift', unit: 1 }, method: 'saliency' }),
    ).toEqual(Float64Array.of(0, 1));
  });

  it('of a function of units', async () => {
    // h0^2 + h1 of `shift`, which is (3/4, 1/2) at (1, 1): its gradient is (3/2, 1).
    const unit = {
      value: ([a, b]: Float64Array) => a * a + b,
      gradient: ([a]: Float64Array) => Float64Array.of(2 * a, 1),
    };
    expect(
      await attributionsOf(twoHinges(), { ...hinges, target: { layer: 'shift', unit }, method: 'saliency' }),
    ).toEqual(Float64Array.of(1.5, 1));
    // Its integral along the line, quadratic in alpha, by Simpson: the changes of each part, (3/4)^2 - (1/4)^2 and 1.
    const { attributions, completeness, target } = await explainOne(twoHinges(), {
      ...hinges,
      target: { layer: 'shift', unit },
      method: 'integrated_gradients',
      rule: 'simpson',
      n: 2,
    });
    expect([...attributions]).toEqual([expect.closeTo(0.5, 14), expect.closeTo(1, 14)]);
    expect(completeness?.relativeGap).toBeLessThan(1e-14);
    expect(target).toEqual({ layer: 'shift' });
  });
});

describe('neuron conductance of a function of units', () => {
  const conductance = (neuron: Unit): Promise<Explanation> =>
    explainOne(twoHinges(), { ...hinges, method: 'neuron_conductance', layer: 'relu', neuron, rule: 'left', n: 8 });

  it('that selects units is that of these units', async () => {
    const select = { value: ([, b]: Float64Array) => b, gradient: () => Float64Array.of(0, 1) };
    expect((await conductance(select)).attributions).toEqual((await conductance(1)).attributions);
  });

  it('takes its derivatives at each point', async () => {
    // Half the square of relu(x0 - 1/4), times dF/dh = 1: alpha - 1/4 at the nodes 3/8 to 7/8, and ReLU'(0) = 0 at 1/4.
    const square = {
      value: ([a]: Float64Array) => (a * a) / 2,
      gradient: ([a]: Float64Array) => Float64Array.of(a, 0),
    };
    expect((await conductance(square)).attributions).toEqual(Float64Array.of((1 + 2 + 3 + 4 + 5) / 64, 0));
    expect(
      await explainOne(twoHinges(), { ...hinges, method: 'neuron_conductance', layer: 'relu', neuron: square }),
    ).toMatchObject({ rule: 'gauss', neuron: { layer: 'relu' } });
  });
});

describe('gradient SHAP', () => {
  // dF/dx0 = 2 and dF/dx1 = -3 everywhere: a sample is exact up to its baseline.
  const request = {
    method: 'gradient_shap' as const,
    input: Float64Array.of(4, -2),
    target: 0,
    rule: 'random' as const,
    n: 40,
  };
  const [near, far] = [Float64Array.of(0, 0), Float64Array.of(4, -4)];

  it('of an affine network from one baseline is exact, with no standard error', async () => {
    const found = await explainOne(affine(), request);
    expect(found).toMatchObject({
      attributions: Float64Array.of(8, 6),
      standardError: Float64Array.of(0, 0),
      gradients: 40,
      n: 40,
      seed: 0,
    });
    expect(found.verdict).toMatchObject({ converged: true, against: 'standard error' });
  });

  it('draws baselines evenly, the same ones for a seed', async () => {
    const of = (seed: number): Promise<Float64Array> =>
      attributionsOf(affine(), { ...request, n: 1000, seed, baseline: [near, far] });
    // A sample is (8, 6) from the one, (0, -6) from the other: (8, 6) - share (8, 12).
    const [a, b] = await of(1);
    const share = (8 - a) / 8;
    expect(b).toBeCloseTo(6 - 12 * share, 10);
    expect(1000 * share).toBeCloseTo(Math.round(1000 * share), 8);
    expect(Math.abs(share - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / 1000));
    expect(await of(1)).toEqual(Float64Array.of(a, b));
    expect(await of(2)).not.toEqual(Float64Array.of(a, b));
  });

  it('draws points of the line uniformly, and states the standard error of the mean', async () => {
    // x0 - 1/4 is above 0 at 3/4 of the points, x1 - 1/2 at half of them: means of n draws of 0 or 1.
    const n = 2000;
    const { attributions, standardError = new Float64Array() } = await explainOne(twoHinges(), {
      ...hinges,
      method: 'gradient_shap',
      rule: 'random',
      n,
    });
    [0.75, -0.5].forEach((expected, i) => {
      const error = Math.sqrt((Math.abs(attributions[i]) * (1 - Math.abs(attributions[i]))) / (n - 1));
      expect(standardError[i]).toBeCloseTo(error, 12);
      expect(Math.abs(attributions[i] - expected)).toBeLessThan(4 * error);
    });
  });

  it('adds normal noise of the given deviation to the input', async () => {
    // Of the affine network a sample is (2 (4 + e), -3 (-2 + e')): its deviation is (2, 3) times that of the noise.
    const n = 2000;
    const {
      attributions,
      standardError = new Float64Array(),
      completeness,
      whySampled,
    } = await explainOne(affine(), { ...request, n, deviation: 0.5 });
    [1, 1.5].forEach((deviation, i) => {
      expect((standardError[i] * Math.sqrt(n)) / deviation).toBeCloseTo(1, 1);
      expect(Math.abs(attributions[i] - [8, 6][i])).toBeLessThan(4 * standardError[i]);
    });
    expect(completeness).toBeUndefined();
    expect(whySampled).toBe("Gradient SHAP with noise (deviation) has no exact form; choose rule 'random'.");
  });

  it('of a layer multiplies with what the layer changes', async () => {
    // `relu` changes by (3/4, 1/2) from 0 to (1, 1), and F by (1, -1) with it, wherever the point is.
    const found = await explainOne(twoHinges(), {
      ...hinges,
      method: 'layer_gradient_shap',
      layer: 'relu',
      rule: 'random',
      n: 5,
    });
    expect(found).toMatchObject({
      attributions: Float64Array.of(0.75, -0.5),
      layer: 'relu',
      gradients: 5,
      evaluations: 10,
    });
  });
});

it('integrated gradients by a rule are those of the sweep against its measure, on random networks', async () => {
  await fc.assert(
    fc.asyncProperty(
      anySeed,
      fc.constantFrom(gauss, midpoint, simpson),
      fc.integer({ min: 1, max: 9 }),
      async (seed, rule, n) => {
        const { network, baseline, input, target } = caseOf(seed);
        const [gradient] = integrate(pathTo(restrict(network, { baseline, input }), target), [rule.measure(n)]);
        const sampled = await attributionsOf(network, {
          method: 'integrated_gradients',
          input,
          baseline,
          target,
          rule: rule.name,
          n,
        });
        const scale = Math.max(1e-6, ...gradient.map(Math.abs));
        sampled.forEach((a, i) => {
          expect(Math.abs(a - gradient[i] * (input[i] - baseline[i])) / scale).toBeLessThan(1e-9);
        });
      },
    ),
    { numRuns: 60 },
  );
});

/** By the order of its error, 1 / n^order, on smooth networks. */
const orders = {
  left: 1,
  right: 1,
  midpoint: 2,
  trapezoid: 2,
  simpson: 4,
  captum_left: 1,
  captum_right: 1,
  captum_middle: 2,
  captum_trapezoid: 1,
};

/** The error in the first attribution for each n. */
async function errorsOf(
  network: Network,
  request: Omit<ExplainRequest, 'n'>,
  exact: number,
  counts: readonly number[],
): Promise<number[]> {
  const errors: number[] = [];
  for (const n of counts) errors.push(Math.abs((await attributionsOf(network, { ...request, n }))[0] - exact));
  return errors;
}

describe('away from kinks errors fall with the order of the rule', () => {
  // F = sum of tanh(b tanh(a x)): input 0, with a = 1 and b = 3/2, goes from 0 to 2.
  const line = { input: Float64Array.of(2, 1), target: 0 };
  const f = (h: number): number => Math.tanh(1.5 * h);
  const h = Math.tanh(2);
  /** What is exact follows from the ends: unit 0 of every layer depends on input 0 alone. */
  const cases: readonly (Omit<ExplainRequest, 'n' | 'rule' | 'input'> & { exact: number })[] = [
    { method: 'integrated_gradients', target: 0, exact: f(h) },
    { method: 'layer_integrated_gradients', target: 0, layer: 'h', exact: f(h) },
    // The layer 2 alpha before: the mean of dF/dh is the change of F over that of the layer.
    { method: 'internal_influence', target: 0, layer: 'scaled', exact: f(h) / 2 },
    { method: 'neuron_integrated_gradients', layer: 'h', neuron: 0, exact: h },
    { method: 'neuron_conductance', target: 0, layer: 'h', neuron: 0, exact: f(h) },
  ];

  describe.each(cases)('$method', ({ exact, ...request }) => {
    it.each(Object.entries(orders) as [RuleName, number][])('%s: %i', async (rule, order) => {
      const target = 'target' in request ? line : { input: line.input };
      const [coarse, fine] = await errorsOf(separateTanhs(), { ...target, ...request, rule }, exact, [32, 64]);
      expect(Math.log2(coarse / fine)).toBeGreaterThan(order - 0.25);
      expect(Math.log2(coarse / fine)).toBeLessThan(order + 0.25);
    });

    it('gauss: faster than any', async () => {
      const target = 'target' in request ? line : { input: line.input };
      const [few, many] = await errorsOf(separateTanhs(), { ...target, ...request, rule: 'gauss' }, exact, [4, 24]);
      expect(few).toBeGreaterThan(1e-7);
      expect(many).toBeLessThan(1e-11);
    });
  });

  // The differences of a layer's values know no better than the second order; Captum's from node to node the first.
  const ofDifferences = { ...orders, simpson: 2, gauss: 2, captum_middle: 1, captum_gausslegendre: 1 };

  it.each(Object.entries(ofDifferences) as [RuleName, number][])('layer_conductance by %s: %i', async (rule, order) => {
    const request = { ...line, method: 'layer_conductance' as const, layer: 'h', rule };
    const [coarse, fine] = await errorsOf(separateTanhs(), request, f(h), [64, 128]);
    expect(Math.log2(coarse / fine)).toBeGreaterThan(order - 0.25);
    expect(Math.log2(coarse / fine)).toBeLessThan(order + 0.25);
  });
});

describe('on piecewise-linear networks', () => {
  /** `F = relu(x0 - 1/pi) - relu(x1 - 1/e)`: kinks where no node ever is. */
  const network = new Network(
    [2],
    [
      {
        name: 'shift',
        layer: new Dense(Float64Array.of(1, 0, 0, 1), Float64Array.of(-1 / Math.PI, -1 / Math.E)),
        inputs: [inputName],
      },
      { name: 'relu', layer: new ReLU(), inputs: ['shift'] },
      { name: 'out', layer: new Dense(Float64Array.of(1, -1), Float64Array.of(0)), inputs: ['relu'] },
    ],
  );
  const line = { input: Float64Array.of(1, 1), target: 0 };
  const cases: readonly Omit<ExplainRequest, 'n' | 'rule' | 'input'>[] = [
    { method: 'integrated_gradients', target: 0 },
    { method: 'layer_integrated_gradients', target: 0, layer: 'shift' },
    { method: 'layer_conductance', target: 0, layer: 'shift' },
    { method: 'internal_influence', target: 0, layer: 'shift' },
    { method: 'neuron_integrated_gradients', layer: 'relu', neuron: 0 },
    { method: 'neuron_conductance', target: 0, layer: 'shift', neuron: 0 },
  ];

  describe.each(cases)('$method', (request) => {
    const ends = 'target' in request ? line : { input: line.input };

    it.each(['left', 'right', 'midpoint', 'trapezoid', 'simpson', 'gauss', 'captum_trapezoid'] as const)(
      'across kinks the error of %s falls with 1 / n',
      async (rule) => {
        const [exact] = await attributionsOf(network, { ...ends, ...request, rule: 'exact' });
        // Where a kink falls between nodes is as good as random: means over many n, from 20 and from 160.
        const mean = (errors: readonly number[]): number =>
          errors.reduce((sum, error) => sum + error, 0) / errors.length;
        const from = (first: number): number[] =>
          Array.from({ length: 20 }, (_, i) => first + Math.round((i * first) / 20));
        const coarse = mean(await errorsOf(network, { ...ends, ...request, rule }, exact, from(20)));
        const fine = mean(await errorsOf(network, { ...ends, ...request, rule }, exact, from(160)));
        const slope = Math.log2(coarse / fine) / 3;
        expect(slope).toBeGreaterThan(0.7);
        expect(slope).toBeLessThan(1.3);
      },
    );

    it('away from kinks every rule is exact with any n', async () => {
      // From (1/2, 1/2) on both units are active: one region.
      const baseline = Float64Array.of(0.5, 0.5);
      const exact = await attributionsOf(network, { ...ends, ...request, baseline, rule: 'exact' });
      for (const rule of ['left', 'right', 'midpoint', 'trapezoid', 'simpson', 'gauss', 'captum_left'] as const) {
        if (request.method === 'layer_conductance' && rule === 'captum_left') continue; // ends before the line does
        const sampled = await attributionsOf(network, { ...ends, ...request, baseline, rule, n: 3 });
        sampled.forEach((a, i) => {
          expect(a).toBeCloseTo(exact[i], 12);
        });
      }
    });
  });
});
