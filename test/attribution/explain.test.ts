import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/base/index.ts';
import { gradientsOf } from '../../src/tensorflow/index.ts';
import { explain, methods, type ExplainRequest } from '../../src/attribution/index.ts';
import { Dense, Flatten, inputName, Network, Softmax } from '../../src/network/index.ts';
import { affine, smallConvolution, twoHinges } from '../helpers/closedForms.ts';
import { caseOf } from '../helpers/randomNetworks.ts';
import { attributionsOf, bentTanhs, explainOne, separateTanhs } from './support.ts';

const ones = Float64Array.of(1, 1);
const hinges = { method: 'integrated_gradients' as const, input: ones, target: 0 };

/** Two hinges, their difference as the logit of the first of two classes. */
function withSoftmax(): Network {
  const logits = { name: 'logits', layer: new Dense(Float64Array.of(1, 0), Float64Array.of(0, 0)), inputs: ['out'] };
  return new Network(
    [2],
    [...twoHinges().definitions, logits, { name: 'softmax', layer: new Softmax(), inputs: ['logits'] }],
  );
}

describe('explain takes numbers as they come', () => {
  it.each([
    ['a list', [1, 1], [1, 1]],
    ['float32', Float32Array.of(1, 1), Float32Array.of(1, 1)],
  ])('%s, alone and in a batch', async (_, one, other) => {
    const expected = await attributionsOf(twoHinges(), hinges);
    const answers = await explain(twoHinges(), { ...hinges, input: [one, other] });
    expect(await attributionsOf(twoHinges(), { ...hinges, input: one })).toEqual(expected);
    expect(answers.map(({ attributions }) => attributions)).toEqual([expected, expected]);
  });

  it.each([
    ['float32', Float32Array.of(0.5, 0.25)],
    ['a list', [0.5, 0.25]],
  ])('%s as baseline', async (_, baseline) => {
    const given = await attributionsOf(twoHinges(), { ...hinges, baseline: Float64Array.of(0.5, 0.25) });
    expect(await attributionsOf(twoHinges(), { ...hinges, baseline })).toEqual(given);
    expect(await explain(twoHinges(), { ...hinges, baseline: [baseline, 'black'] })).toHaveLength(2);
  });

  it('a list as weights of a combination', async () => {
    const target = { layer: 'relu', unit: { weights: [1, -1] } };
    expect(await attributionsOf(twoHinges(), { ...hinges, target })).toEqual(await attributionsOf(twoHinges(), hinges));
  });
});

describe('explain', () => {
  it('records what was computed, how near it comes and what it took', async () => {
    const { seconds, line, ...record } = await explainOne(twoHinges(), hinges);
    expect(record).toEqual({
      attributions: Float64Array.of(0.75, -0.5),
      shape: [2],
      layer: 'input',
      method: 'integrated_gradients',
      input: 0,
      target: { layer: 'out', unit: 0 },
      baselines: [{ name: 'black', values: Float64Array.of(0, 0) }],
      rule: 'exact',
      regions: 3,
      completeness: { sum: 0.25, difference: 0.25, gap: 0, relativeGap: 0 },
      verdict: {
        converged: true,
        against: 'completeness',
        why: "The attributions miss the target's change by 0 of their L1 norm; 0.000001 is allowed.",
        error: 0,
        within: 1e-6,
      },
      evaluations: 0,
      gradients: 0,
    });
    expect(seconds).toBeGreaterThan(0);
    expect(line?.alphas).toHaveLength(4);
  });

  it('answers for every input, baseline, layer and target, in this order', async () => {
    const answers = await explain(affine(), {
      method: 'layer_conductance',
      input: [ones, Float64Array.of(0, 1)],
      baseline: ['black', Float64Array.of(0, 0.5)],
      layer: ['out'],
      target: [0, { layer: 'out', unit: [1] }],
    });
    const found = answers.map(({ input, baselines, target, attributions }) => [
      input,
      baselines[0].name,
      target.unit,
      ...attributions.map((a) => a + 0),
    ]);
    // The units of `out` themselves, 2 x0 - 3 x1 + 1 and x1, from baseline to input.
    expect(found).toEqual([
      [0, 'black', 0, -1, 0],
      [0, 'black', 1, 0, 1],
      [0, 'given', 0, 0.5, 0],
      [0, 'given', 1, 0, 0.5],
      [1, 'black', 0, -3, 0],
      [1, 'black', 1, 0, 1],
      [1, 'given', 0, -1.5, 0],
      [1, 'given', 1, 0, 0.5],
    ]);
  });

  it('explains the last convolution unless a layer is named, and each of several by itself', async () => {
    const request = { method: 'layer_conductance' as const, input: new Float64Array(9).fill(1), target: 0 };
    const alone = await explainOne(smallConvolution(), request);
    // Each cell of the convolution goes from -1 to 3, of which the upper 3 pass the ReLU.
    expect(alone).toMatchObject({ layer: 'conv', shape: [2, 2, 1], attributions: Float64Array.of(3, 3, 3, 3) });
    const layers = await explain(smallConvolution(), { ...request, layer: ['sum', 'conv'] });
    expect(layers.map(({ layer, attributions }) => [layer, ...attributions])).toEqual([
      ['sum', 12],
      ['conv', 3, 3, 3, 3],
    ]);
  });

  it('finds units by their coordinates', async () => {
    const request = {
      method: 'neuron_integrated_gradients' as const,
      input: new Float64Array(9).fill(1),
      layer: 'conv',
    };
    const answer = await explainOne(smallConvolution(), { ...request, neuron: [1, 0, 0] });
    expect(answer).toMatchObject({
      target: { layer: 'conv', unit: 2 },
      neuron: { layer: 'conv', unit: 2 },
      shape: [3, 3, 1],
    });
    expect([...answer.attributions]).toEqual([0, 0, 0, 1, 1, 0, 1, 1, 0]);
  });

  it('explains the outputs of a last softmax, or what goes into it, and says which', async () => {
    const logits = await explainOne(withSoftmax(), { ...hinges, output: 'logits' });
    expect(logits).toMatchObject({
      rule: 'exact',
      output: 'logits',
      target: { layer: 'logits', unit: 0 },
      attributions: Float64Array.of(0.75, -0.5),
    });
    const probability = await explainOne(withSoftmax(), hinges);
    expect(probability).toMatchObject({ rule: 'exact', output: 'probability', target: { layer: 'softmax', unit: 0 } });
    expect(probability.completeness?.difference).toBeCloseTo(1 / (1 + Math.exp(-0.25)) - 0.5, 14);
    expect(probability.completeness?.gap).toBeLessThan(1e-15);
  });

  it('gives the same by a backend of TensorFlow.js, of this call or of the caller', async () => {
    const { network, baseline, input, target } = caseOf(12);
    const request = { method: 'integrated_gradients' as const, input, baseline, target, rule: 'left' as const, n: 4 };
    const expected = await attributionsOf(network, request);
    const scale = Math.max(...expected.map(Math.abs));
    const engine = await gradientsOf(network, { backend: 'cpu' });
    for (const gradients of [{ backend: 'float64' }, { backend: 'cpu', batchSize: 3 }, engine, engine]) {
      const attributions = await attributionsOf(network, { ...request, gradients });
      attributions.forEach((a, i) => {
        expect(Math.abs(a - expected[i]) / scale).toBeLessThan(1e-5);
      });
    }
    engine.dispose();
  });

  it('answers by every method of the registry, each with its options', async () => {
    const request = {
      input: ones,
      target: 0,
      layer: 'relu',
      neuron: 0,
      features: [0, 1],
      window: [1, 1] as const,
      strides: [1, 1] as const,
    };
    const network = new Network([1, 2, 1], twoHinges().definitions);
    for (const { name, options, neuron, attributes } of methods) {
      const taken = Object.fromEntries(
        Object.entries(request).filter(([option]) => (options as readonly string[]).includes(option)),
      );
      const answer = await explainOne(network, {
        method: name,
        input: ones,
        ...taken,
        ...(neuron !== 'explained' && { target: 0 }),
      });
      expect(answer).toMatchObject({ method: name, layer: attributes === 'input' ? 'input' : 'relu' });
      expect(answer.attributions).toHaveLength(2);
    }
  });
});

describe('methods over features', () => {
  const network = new Network([1, 2, 1], twoHinges().definitions);
  const request = { input: ones, target: 0, features: [0, 1] };

  it.each(['feature_ablation', 'shapley_value_sampling', 'shapley_values', 'kernel_shap'] as const)(
    '%s of additive features is what each adds',
    async (method) => {
      const {
        attributions,
        features = new Float64Array(),
        evaluations,
      } = await explainOne(network, { ...request, method });
      [0.75, -0.5].forEach((added, i) => {
        expect(attributions[i]).toBeCloseTo(added, 12);
        expect(features[i]).toBeCloseTo(added, 12);
      });
      expect(evaluations).toBeGreaterThan(2);
    },
  );

  it("completeness is that of the features, where an element has its feature's attribution", async () => {
    const { attributions, completeness } = await explainOne(network, {
      ...request,
      method: 'shapley_values',
      features: [0, 0],
    });
    expect(attributions).toEqual(Float64Array.of(0.25, 0.25));
    expect(completeness).toEqual({ sum: 0.25, difference: 0.25, gap: 0, relativeGap: 0 });
  });

  it('standard errors are those of the mean over random baselines, one for each element', async () => {
    const { attributions, standardError, seed, n, baselines } = await explainOne(network, {
      ...request,
      method: 'shapley_value_sampling',
      features: [0, 0],
      baseline: { kind: 'uniform', count: 3 },
      averageBaselines: true,
      n: 4,
      seed: 5,
    });
    expect({ seed, n, draws: baselines.map(({ draw }) => draw) }).toEqual({ seed: 5, n: 4, draws: [0, 1, 2] });
    expect(standardError).toEqual(Float64Array.of(0, 0));
    expect(attributions[0]).toBe(attributions[1]);
  });

  it('KernelSHAP over all coalitions leaves nothing to chance, LIME tells nothing of its error', async () => {
    expect((await explainOne(network, { ...request, method: 'kernel_shap' })).verdict).toEqual({
      converged: true,
      against: 'definition',
      why: 'Nothing is approximated.',
    });
    expect((await explainOne(network, { ...request, method: 'lime' })).verdict).toMatchObject({
      converged: false,
      against: 'nothing',
    });
  });

  it('superpixels and a window are there without being asked for', async () => {
    const image = new Network(
      [5, 5, 1],
      [{ name: 'out', layer: new Dense(new Float64Array(25).fill(1), Float64Array.of(0)), inputs: [inputName] }],
    );
    const ask = { input: new Float64Array(25).fill(1), target: 0 };
    // Cells of 4 x 4 pixels: 16, 4, 4 and 1 of them.
    expect((await explainOne(image, { ...ask, method: 'feature_ablation' })).features).toEqual(
      Float64Array.of(16, 4, 4, 1),
    );
    expect(await attributionsOf(image, { ...ask, method: 'occlusion' })).toEqual(new Float64Array(25).fill(16));
  });
});

describe('accuracy on demand', () => {
  const { network, baseline, input, target } = caseOf(12);
  const request = { method: 'integrated_gradients' as const, input, baseline, target, rule: 'trapezoid' as const };

  it('doubles n until the answer is within the tolerance of the exact one', async () => {
    const exact = await attributionsOf(network, { ...request, rule: 'exact' });
    const error = async (n: number): Promise<number> => {
      const sampled = await attributionsOf(network, { ...request, n });
      return (
        sampled.reduce((sum, a, i) => sum + Math.abs(a - exact[i]), 0) / exact.reduce((sum, e) => sum + Math.abs(e), 0)
      );
    };
    const { n = 0, verdict, gradients } = await explainOne(network, { ...request, within: 0.01 });
    expect(verdict).toMatchObject({
      converged: true,
      against: 'exact',
      error: expect.closeTo(await error(n), 12) as unknown,
      within: 0.01,
    });
    expect(await error(n)).toBeLessThanOrEqual(0.01);
    expect(await error(n / 2)).toBeGreaterThan(0.01);
    // 9 + 17 + ... + (n + 1) gradients.
    expect(gradients).toBe(2 * n - 8 + Math.log2(n / 4));
  });

  it('goes by completeness where nothing is exact', async () => {
    const { n, verdict, completeness } = await explainOne(bentTanhs(), {
      method: 'integrated_gradients',
      input: Float64Array.of(2, 1),
      target: 0,
      within: 1e-8,
    });
    expect(n).toBeLessThan(64);
    expect(verdict).toMatchObject({
      converged: true,
      against: 'completeness',
      within: 1e-8,
      error: completeness?.relativeGap,
    });
  });

  it('says so where it does not get there', async () => {
    // The left rule is off by about 1/n, and n ends at 16384. A layer inside a smooth head has nothing exact.
    const { n, verdict } = await explainOne(separateTanhs(), {
      method: 'layer_integrated_gradients',
      layer: 'h',
      input: Float64Array.of(2, 1),
      target: 0,
      rule: 'left',
      within: 1e-6,
    });
    expect(n).toBe(8 * 2 ** 11);
    expect(verdict).toMatchObject({ converged: false, against: 'completeness' });
  });

  it('of random methods goes by the standard error where nothing is exact', async () => {
    const random = { method: 'gradient_shap' as const, input: Float64Array.of(2, 1), target: 0 };
    const { n = 0, verdict } = await explainOne(bentTanhs(), { ...random, within: 0.1 });
    expect(verdict).toMatchObject({ converged: true, against: 'standard error' });
    expect(n).toBeGreaterThan(50);
    expect((await explainOne(bentTanhs(), { ...random, n: n / 2 })).verdict.error).toBeGreaterThan(0.1);
    expect((await explainOne(twoHinges(), { ...random, input: ones, within: 0.1 })).verdict.against).toBe('exact');
  });

  it('without a tolerance the verdict is by completeness within 1 %', async () => {
    const ask = {
      method: 'integrated_gradients' as const,
      input: Float64Array.of(2, 1),
      target: 0,
      rule: 'left' as const,
    };
    expect((await explainOne(bentTanhs(), { ...ask, n: 5 })).verdict).toMatchObject({
      converged: false,
      against: 'completeness',
      within: 0.01,
    });
    expect((await explainOne(bentTanhs(), { ...ask, n: 500 })).verdict).toMatchObject({
      converged: true,
      against: 'completeness',
    });
    expect((await explainOne(bentTanhs(), { ...ask, multiplyByInputs: false, n: 5 })).verdict).toMatchObject({
      converged: false,
      against: 'nothing',
    });
  });
});

describe('a request that does not fit is refused with one clear error', () => {
  const layered = { ...hinges, method: 'layer_conductance' as const, layer: 'relu' };
  const neuron = { method: 'neuron_conductance' as const, layer: 'relu', input: ones, target: 0 };
  const unit = { value: () => 0, gradient: (units: Float64Array) => units };

  it.each<[string, ExplainRequest, string]>([
    [
      'an option the method does not take',
      { ...hinges, method: 'saliency', baseline: 'black' },
      "Method 'saliency' takes no 'baseline'; it takes input, target, output, gradients.",
    ],
    ['no input', { ...hinges, input: [] }, 'The batch of inputs is empty'],
    [
      'an input of the wrong size',
      { ...hinges, input: Float64Array.of(1) },
      'The input has 1 number, the network takes 2 (2).',
    ],
    [
      'one input of several with NaN',
      { ...hinges, input: [ones, Float64Array.of(1, NaN)] },
      'The input number 1 is NaN at index 1',
    ],
    [
      'a baseline of the wrong size',
      { ...hinges, baseline: Float64Array.of(1) },
      'The baseline has 1 number, the network takes 2 (2).',
    ],
    [
      'no target',
      { method: 'saliency', input: ones },
      "Method 'saliency' needs a target: the index of an output, or a unit of a layer.",
    ],
    [
      'a target beyond the outputs',
      { ...hinges, target: 1 },
      "Target 1 is not a unit of layer 'out'; it has the units 0 to 0.",
    ],
    ['a target that is not whole', { ...hinges, target: 0.5 }, "Target 0.5 is not a unit of layer 'out'"],
    [
      'a target in no layer',
      { ...hinges, target: { layer: 'rleu', unit: 0 } },
      "Unknown layer 'rleu'. Did you mean 'relu'?",
    ],
    [
      'coordinates outside the layer',
      { ...hinges, target: { layer: 'relu', unit: [0, 1] } },
      "Layer 'relu' is 2; it has no unit at 0, 1.",
    ],
    [
      'a combination of the wrong size',
      { ...hinges, target: { layer: 'relu', unit: { weights: Float64Array.of(1) } } },
      "A combination of the units of layer 'relu' takes 2 finite weights",
    ],
    [
      'an output that is neither kind',
      { ...hinges, output: 'logit' as 'logits' },
      "The option 'output' is 'logit'; expected probability or logits.",
    ],
    [
      'logits of a network that has none',
      { ...hinges, output: 'logits' },
      "The network ends in layer 'out' (Dense) and in no softmax or sigmoid, so it has no logits; leave out the output.",
    ],
    ['an unknown layer', { ...layered, layer: 'rleu' }, "Unknown layer 'rleu'. Did you mean 'relu'?"],
    [
      'no layer where there is no convolution',
      { ...hinges, method: 'layer_conductance' },
      'The network has no convolution, which is the default layer; choose one of shift, relu, out.',
    ],
    ['no neuron', neuron, "Method 'neuron_conductance' needs a neuron: a unit of layer 'relu'"],
    [
      'a neuron beyond the layer',
      { ...neuron, neuron: 2 },
      "Target 2 is not a unit of layer 'relu'; it has the units 0 to 1.",
    ],
    [
      'exact conductance of a function',
      { ...neuron, neuron: unit, rule: 'exact' },
      "A function of the units of layer 'relu' has no exact conductance. Only sampled methods apply to it.",
    ],
    [
      'a function with a gradient of the wrong size',
      { ...neuron, neuron: { ...unit, gradient: () => Float64Array.of(1) } },
      "The gradient of a function of the units of layer 'relu' has 1 numbers; expected 2 finite ones.",
    ],
    ['layers of none', { ...layered, layer: [] }, 'The list of layers is empty'],
    [
      'a layer named twice',
      { ...layered, layer: ['shift', 'relu', 'shift'] },
      "Layer 'shift' is named twice; name each layer once.",
    ],
    [
      'layers together where each is explained by itself',
      { ...layered, layersTogether: true },
      "Method 'layer_conductance' takes no 'layersTogether'",
    ],
    [
      'noise with a negative deviation',
      { ...hinges, method: 'gradient_shap', deviation: -1 },
      "The option 'deviation' is -1; expected a number from 0.",
    ],
    [
      'processing by a divisor of 0',
      { ...hinges, processing: { divisor: 0, offset: 0 } },
      'The processing has the divisor 0 and the offset 0; expected finite numbers, the divisor not 0.',
    ],
    [
      'averaged baselines of a distribution',
      { ...hinges, method: 'gradient_shap', averageBaselines: false },
      "Method 'gradient_shap' takes no 'averageBaselines'",
    ],
    [
      'a target beside a neuron that is explained',
      { ...neuron, method: 'neuron_integrated_gradients', neuron: 0 },
      "Method 'neuron_integrated_gradients' explains a neuron; leave out the target.",
    ],
    ['the exact rule with n', { ...hinges, rule: 'exact', n: 3 }, 'The rule exact takes no n and no tolerance'],
    [
      'a random rule where there is none',
      { ...hinges, rule: 'random' },
      "Method 'integrated_gradients' is not sampled at random; name a quadrature rule.",
    ],
    [
      'a quadrature rule where there is none',
      { ...hinges, method: 'gradient_shap', rule: 'left' },
      "Method 'gradient_shap' takes the rules exact and random, not left.",
    ],
    [
      'exact gradient SHAP with noise',
      { ...hinges, method: 'gradient_shap', rule: 'exact', deviation: 1 },
      "Gradient SHAP with noise (deviation) has no exact form; choose rule 'random'.",
    ],
    ['n = 0', { ...hinges, n: 0 }, "The option 'n' is 0; expected a whole number from 1 to 16777216."],
    [
      'one random sample',
      { ...hinges, method: 'gradient_shap', n: 1 },
      'The number of samples n is 1; expected a whole number from 2.',
    ],
    [
      'a negative tolerance',
      { ...hinges, within: -0.01 },
      "The option 'within' is -0.01; expected a number above 0, like 0.01.",
    ],
    ['n and a tolerance', { ...hinges, n: 5, within: 0.01 }, 'Both n and a tolerance (within) are given'],
    ['a seed that is no number', { ...hinges, seed: -1 }, "The option 'seed' is -1; expected a whole number from 0."],
    [
      'a mask with gaps',
      { ...hinges, method: 'feature_ablation', features: [0, 2] },
      'The mask has no element of feature 1, but of feature 2',
    ],
    [
      'an unknown backend',
      { ...hinges, rule: 'left', gradients: { backend: 'wams' } },
      "Unknown backend 'wams'. Did you mean 'wasm'?",
    ],
  ])('%s', async (_, request, message) => {
    const error: unknown = await explain(twoHinges(), request).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toContain(message);
  });

  it.each<[string, object, string]>([
    [
      'words as input',
      { ...hinges, input: ['1', '1'] },
      "The input number 0 is '1'; expected a Float64Array, a Float32Array or a list of numbers.",
    ],
    [
      'an unknown method',
      { ...hinges, method: 'integrated_gradient' },
      "Unknown method 'integrated_gradient'. Did you mean 'integrated_gradients'?",
    ],
    ['an unknown rule', { ...hinges, rule: 'captum_lft' }, "Unknown rule 'captum_lft'. Did you mean 'captum_left'?"],
    [
      'no method',
      { ...hinges, method: undefined },
      "The request names no method; give one, like method: 'integrated_gradients'.",
    ],
    [
      'a bigint as target',
      { ...hinges, target: 0n },
      'A target is the bigint 0; expected the index of an output, or a unit of a layer',
    ],
    ['null as baseline', { ...hinges, baseline: null }, 'A baseline is null; expected one of black, white'],
    [
      'an output by its name',
      { ...hinges, target: '0' },
      "A target is '0'; expected the index of an output, or a unit of a layer",
    ],
    [
      'a target without a unit',
      { ...hinges, target: { layer: 'relu' } },
      "A unit of layer 'relu' is undefined; expected an index, coordinates, weights, or a value with its gradient.",
    ],
    [
      'a function without a gradient',
      { ...neuron, neuron: { value: () => 0 } },
      "A unit of layer 'relu' is an object; expected an index",
    ],
    [
      'a place that is neither input nor output',
      { ...layered, attributeTo: 'inputs' },
      "The option 'attributeTo' is 'inputs'; expected output or input.",
    ],
    [
      'a number as tolerance that is a bigint',
      { ...hinges, within: 5n },
      "The option 'within' is the bigint 5; expected",
    ],
    ['a number as rule', { ...hinges, rule: 3 }, 'The name of a rule is 3. Known: left, right'],
    ['a number as layer', { ...layered, layer: 3 }, 'The name of a layer is 3. Known: shift, relu, out.'],
    ['null as processing', { ...hinges, processing: null }, 'The processing is null; expected an object like'],
    [
      'the name of a backend as gradients',
      { ...hinges, gradients: 'wasm' },
      "The option 'gradients' is 'wasm'; expected options like { backend: 'wasm' }, or what gradientsOf made.",
    ],
    [
      'a combination without weights',
      { ...hinges, target: { layer: 'relu', unit: { weights: undefined } } },
      'takes 2 finite weights, one for each; got undefined.',
    ],
    [
      'null as unit',
      { ...hinges, target: { layer: 'relu', unit: null } },
      "A unit of layer 'relu' is null; expected an index",
    ],
    ['a number as baseline', { ...hinges, baseline: 0 }, 'A baseline is 0; expected one of black, white'],
    [
      'words as the image of a baseline',
      { ...hinges, baseline: { kind: 'image', pixels: ['1', '1'] } },
      'The image of the baseline is no Float64Array, Float32Array or list of numbers.',
    ],
  ])('%s, from code without types', async (_, request, message) => {
    const error: unknown = await explain(twoHinges(), request as ExplainRequest).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toContain(message);
  });

  it('what loadNetwork gives in the place of its network', async () => {
    await expect(explain({ network: twoHinges() } as unknown as Network, hinges)).rejects.toThrow(
      'The network is an object and no Network; of what loadNetwork gives, it is the field network.',
    );
  });

  it('the exact rule of a network of which too many units bend behind a smooth layer, naming both', async () => {
    const sentence =
      "Layer 'h' (Tanh) is smooth, and layer 'relu' (ReLU) bends behind it. Where each of 10000 units bends takes too long to find by 30010 multiplications a look, so that there are no exact attributions. Only sampled methods apply.";
    await expect(explain(bentTanhs(), { ...hinges, rule: 'exact' })).rejects.toThrow(sentence);
    expect(await explainOne(bentTanhs(), hinges)).toMatchObject({
      rule: 'gauss',
      n: 50,
      whySampled: expect.stringContaining(sentence) as string,
    });
  });

  it('a tolerance of what nothing tells', async () => {
    const request = { ...layered, method: 'internal_influence' as const, within: 0.1 };
    await expect(explain(bentTanhs(), request)).rejects.toThrow(
      'There is nothing to tell by whether this answer is within a tolerance',
    );
  });

  it('a layer that only reshapes the input, by exact methods', async () => {
    const network = new Network(
      [1, 2, 1],
      [
        { name: 'flat', layer: new Flatten(), inputs: [inputName] },
        { name: 'out', layer: new Dense(ones, Float64Array.of(0)), inputs: ['flat'] },
      ],
    );
    const request = { ...layered, layer: 'flat' };
    await expect(explain(network, request)).rejects.toThrow(
      "Layer 'flat' only reshapes the input; choose one of flat, out.",
    );
    expect(await attributionsOf(network, { ...request, rule: 'left' })).toEqual(ones);
  });

  it('the input of a layer that has several', async () => {
    const { network, input, target } = caseOf(12);
    const joined = network.definitions.find(({ inputs }) => inputs.length > 1);
    const request = {
      method: 'layer_conductance' as const,
      input,
      target,
      layer: joined?.name ?? '',
      attributeTo: 'input' as const,
    };
    await expect(explain(network, request)).rejects.toThrow(
      `Layer '${joined?.name ?? ''}' has the inputs ${joined?.inputs.join(', ') ?? ''}; attribute to the output of one of them.`,
    );
  });

  it("a layer's input by an engine for the network as it was", async () => {
    const engine = await gradientsOf(twoHinges(), { backend: 'cpu' });
    const request = { ...layered, attributeTo: 'input' as const, gradients: engine };
    await expect(explain(twoHinges(), request)).rejects.toThrow("Attributing to a layer's input changes the network");
    engine.dispose();
  });
});
