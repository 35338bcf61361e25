import { describe, expect, it } from 'vitest';
import {
  attributePart,
  exactIntegratedGradients,
  explain,
  type MethodName,
  methods,
  PartedLine,
} from '../../src/attribution/index.ts';
import { Dense, Divide, inputName, Network, SmoothFunction } from '../../src/network/index.ts';

/** `hidden = (x0, x1)` and `ratio = x0 / x1`, which `out` doubles. */
const quotient = new Network(
  [2],
  [
    { name: 'above', layer: new Dense(Float64Array.of(1, 0), Float64Array.of(0)), inputs: [inputName] },
    { name: 'below', layer: new Dense(Float64Array.of(0, 1), Float64Array.of(0)), inputs: [inputName] },
    { name: 'ratio', layer: new Divide(), inputs: ['above', 'below'] },
    { name: 'out', layer: new Dense(Float64Array.of(2), Float64Array.of(0)), inputs: ['ratio'] },
  ],
);
const zeros = Float64Array.of(0, 0);
const ones = Float64Array.of(1, 1);
const ask = { method: 'integrated_gradients' as const, baseline: zeros, input: ones, target: 0 };
const toDo =
  'Attributions need finite values and gradients: choose another baseline or input, or a network that divides by ' +
  'nothing near 0, takes no root or logarithm of it, and does not overflow.';

/** Methods for which 0 / 0 at a baseline of zeros matters to layer 'below'; others look at the input alone. */
const alongLine = methods.filter(({ options, name }) => options.includes('baseline') && name !== 'occlusion');

/** What `explain` is asked of a method, with the options that it needs. */
function requestOf(name: MethodName): Parameters<typeof explain>[1] {
  const { options, neuron } = methods.find((method) => method.name === name) ?? methods[0];
  const { target, ...line } = ask;
  return {
    ...line,
    method: name,
    ...(options.includes('layer') && { layer: neuron === 'explained' ? 'out' : 'below' }),
    ...(neuron !== undefined && { neuron: 0 }),
    ...(neuron !== 'explained' && { target }),
  };
}

describe('where the target is not a number on the line', () => {
  it.each(alongLine.map(({ name }) => name).filter((name) => name !== 'feature_ablation'))(
    '%s is one error that names the first layer and where, not NaN',
    async (name) => {
      await expect(explain(quotient, requestOf(name))).rejects.toThrow(
        /^Layer 'ratio' \(Divide\) gives NaN for its unit 0 (at the baseline|where some features, or none, are the baseline's)\. Attributions need/,
      );
    },
  );

  it.each(['left', 'gauss', 'trapezoid'] as const)('sampled by %s, too', async (rule) => {
    await expect(explain(quotient, { ...ask, rule })).rejects.toThrow(
      `Layer 'ratio' (Divide) gives NaN for its unit 0 at the baseline. ${toDo}`,
    );
  });

  it('feature ablation, which replaces one feature at a time, names a quotient that is infinite', async () => {
    await expect(explain(quotient, { ...ask, method: 'feature_ablation' })).rejects.toThrow(
      `Layer 'ratio' (Divide) gives Infinity for its unit 0 where some features, or none, are the baseline's. ${toDo}`,
    );
  });

  it('a pole between baseline and input is found', async () => {
    // x1 runs from -1 to 1 and is 0 half-way, where the ratio is 1 / 0.
    await expect(explain(quotient, { ...ask, baseline: Float64Array.of(1, -1) })).rejects.toThrow(
      "Layer 'ratio' (Divide) gives Infinity for its unit 0 at alpha 0.5 of the line from baseline to input.",
    );
  });

  it('a value that is finite with a gradient that is not: the layer, its input and where', async () => {
    const root = new Network([1], [{ name: 'root', layer: new SmoothFunction('sqrt'), inputs: [inputName] }]);
    const input = Float64Array.of(0);
    await expect(explain(root, { method: 'saliency', input, target: 0 })).rejects.toThrow(
      `The gradient through layer 'root' (SmoothFunction) is Infinity for unit 0 of its input, which is 0, at the input. ${toDo}`,
    );
  });

  it('a logarithm of 0 at both ends, whose attributions would be 0', async () => {
    // The logarithm of 0 is infinite at both ends, and no gradient comes through a dense layer of zeros.
    const network = new Network(
      [1],
      [
        { name: 'none', layer: new Dense(Float64Array.of(0), Float64Array.of(0)), inputs: [inputName] },
        { name: 'log', layer: new SmoothFunction('log'), inputs: ['none'] },
      ],
    );
    const line = { baseline: Float64Array.of(0), input: Float64Array.of(1) };
    const message = "Layer 'log' (SmoothFunction) gives -Infinity for its unit 0 at the baseline.";
    await expect(explain(network, { ...line, method: 'integrated_gradients', target: 0 })).rejects.toThrow(message);
    await expect(explain(network, { ...line, method: 'internal_influence', layer: 'none', target: 0 })).rejects.toThrow(
      message,
    );
  });

  it('of a batch the error names the input', async () => {
    const input = [Float64Array.of(1, 2), Float64Array.of(1, 0)];
    const answer = explain(quotient, { ...ask, baseline: Float64Array.of(2, 1), input });
    await expect(answer).rejects.toThrow("Input number 1: Layer 'ratio' (Divide) gives Infinity");
  });

  it('methods that do not look there have their answers', async () => {
    const [saliency] = await explain(quotient, { method: 'saliency', input: Float64Array.of(1, 2), target: 0 });
    expect(saliency.attributions).toEqual(Float64Array.of(1, 0.5)); // 2 / x1 and 2 x0 / x1^2
  });

  it('exactIntegratedGradients and a part of a line say so', async () => {
    const line = { baseline: zeros, input: ones, target: 0 };
    const message = "Layer 'ratio' (Divide) gives NaN for its unit 0 at the baseline.";
    await expect(exactIntegratedGradients(quotient, line)).rejects.toThrow(message);
    expect(() => attributePart(quotient, line)).toThrow(`A part of the line: ${message}`);
    expect(() => new PartedLine(quotient, line, 2)).toThrow(message);
  });
});

it('a standard error that is unknown, of twice as many coalitions as features, is no fault but an answer that has not converged', async () => {
  const sum = {
    name: 'sum',
    layer: new Dense(Float64Array.of(1, 2, 3, 4, 5), Float64Array.of(0)),
    inputs: [inputName],
  };
  const [{ attributions, verdict }] = await explain(new Network([5], [sum]), {
    method: 'kernel_shap',
    baseline: new Float64Array(5),
    input: new Float64Array(5).fill(1),
    features: Int32Array.of(0, 1, 2, 3, 4),
    target: 0,
    n: 10,
    seed: 1,
  });
  expect(attributions.every(Number.isFinite)).toBe(true);
  expect(verdict).toMatchObject({ converged: false, against: 'standard error', error: Infinity });
});
