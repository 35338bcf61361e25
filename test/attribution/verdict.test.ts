import { describe, expect, it, vi } from 'vitest';
import { explain, type ExplainRequest } from '../../src/attribution/index.ts';
import { study } from '../../src/attribution/study/study.ts';
import { exactIntegratedGradients } from '../../src/attribution/integrators/exact.ts';
import { NetworkIntegrator } from '../../src/attribution/integrators/networkIntegrator.ts';
import { partitionsToTolerance } from '../../src/attribution/study/samplesToTolerance.ts';
import { Float64Gradients } from '../../src/gradients/index.ts';
import { gradientsOf } from '../../src/tensorflow/index.ts';
import { Dense, inputName, Network, ReLU, Softplus } from '../../src/network/index.ts';
import { left } from '../../src/quadrature/index.ts';
import { explainOne } from './support.ts';

const zero = Float64Array.of(0);
const one = Float64Array.of(1);

/** A kernel for x, a ReLU, and a kernel for the output. */
function behindReLU(weight: number, bias: number, output: number): Network {
  return new Network(
    [1],
    [
      { name: 'dense', layer: new Dense(Float64Array.of(weight), Float64Array.of(bias)), inputs: [inputName] },
      { name: 'relu', layer: new ReLU(), inputs: ['dense'] },
      { name: 'out', layer: new Dense(Float64Array.of(output), Float64Array.of(0)), inputs: ['relu'] },
    ],
  );
}

const request = { method: 'integrated_gradients' as const, input: one, baseline: zero, target: 0 };

describe('the verdict on an exact answer', () => {
  it('is that it has not converged where rounding took more than 1e-6 of the attributions, and says how much', async () => {
    // 1e12 relu(x - (1 - 1e-12)) rises on the last 1e-12 of the line, of which an alpha near 1 knows no more than 1e-4.
    const network = behindReLU(1, -(1 - 1e-12), 1e12);
    const { verdict } = await explainOne(network, request);
    expect(verdict).toMatchObject({ converged: false, against: 'completeness', within: 1e-6 });
    expect(verdict.why).toBe(
      "The attributions miss the target's change by 0.000022 of their L1 norm; 0.000001 is allowed.",
    );
  });

  it('is by the target along the line where no sum is promised', async () => {
    const influence = { ...request, method: 'internal_influence' as const, layer: 'dense' };
    // relu(x - 0.3) - relu(x - 0.3 - 1e-12), times 1e12: the way between is 1e-12 long, and known to 1e-4.
    const network = new Network(
      [1],
      [
        {
          name: 'dense',
          layer: new Dense(Float64Array.of(1, 1), Float64Array.of(-0.3, -0.3 - 1e-12)),
          inputs: [inputName],
        },
        { name: 'relu', layer: new ReLU(), inputs: ['dense'] },
        { name: 'out', layer: new Dense(Float64Array.of(1e12, -1e12), Float64Array.of(0)), inputs: ['relu'] },
      ],
    );
    const lost = await explainOne(network, influence);
    expect(lost.completeness).toBeUndefined();
    expect(lost.verdict).toMatchObject({ converged: false, against: 'line' });
    expect(lost.verdict.why).toContain('Followed along the line, the target ends');
    expect((await explainOne(behindReLU(1, -0.5, 1), influence)).verdict).toMatchObject({
      converged: true,
      against: 'line',
      error: 0,
    });
  });

  it('is that there is an error, with the layer, where values are too large for float64', async () => {
    const error = explain(behindReLU(1e200, 0, 1e200), request);
    await expect(error).rejects.toThrow(
      "Layer 'out' is not finite on the line: unit 0 leads from 0 to Infinity. Values or weights are too large for float64; scale the network or its input down.",
    );
  });
});

describe('where attributions cancel', () => {
  // F = 0.1 x0 + 0.2 x1 - 0.3 x2 + 0.7 is the same at both ends, but for rounding.
  const network = new Network(
    [3],
    [{ name: 'out', layer: new Dense(Float64Array.of(0.1, 0.2, -0.3), Float64Array.of(0.7)), inputs: [inputName] }],
  );
  const cancelling = {
    method: 'integrated_gradients' as const,
    input: Float64Array.of(1, 1, 1),
    baseline: new Float64Array(3),
    target: 0,
  };

  it.each<[string, Partial<ExplainRequest>]>([
    ['exact', {}],
    ['with n', { rule: 'left', n: 3 }],
    ['within a tolerance', { within: 0.01 }],
  ])('an answer that is right has converged: %s', async (_, options) => {
    const { verdict, completeness, n = 0, attributions } = await explainOne(network, { ...cancelling, ...options });
    expect(Math.abs(attributions[2] + 0.3)).toBeLessThan(1e-15);
    expect(verdict.converged).toBe(true);
    expect(verdict.error).toBeLessThan(1e-15);
    expect(completeness?.relativeGap).toBeLessThan(1e-15);
    expect(n).toBeLessThan(9);
  });

  it('an answer is judged by their L1 norm, not by the difference near 0', async () => {
    // relu(x0) - relu(x1) from (-1, -2) to (1, 1) changes by 0. Of alpha = 0, 1/5, ... 4/5 the left rule finds x0 above
    // 0 at two and x1 at one: attributions 2 (2/5) and -3 (1/5), whose sum is 1/7 of their L1 norm, 7/5.
    const hinges = new Network(
      [2],
      [
        { name: 'relu', layer: new ReLU(), inputs: [inputName] },
        { name: 'out', layer: new Dense(Float64Array.of(1, -1), Float64Array.of(0)), inputs: ['relu'] },
      ],
    );
    const ask = {
      ...request,
      baseline: Float64Array.of(-1, -2),
      input: Float64Array.of(1, 1),
      rule: 'left' as const,
      n: 5,
    };
    expect((await explainOne(hinges, ask)).verdict.error).toBeCloseTo(1 / 7, 12);
  });
});

describe('attributions that are not finite', () => {
  it('end the search for a tolerance at once', async () => {
    // Without exact answers to compare with, for too many units bend behind a smooth layer.
    const wide = new Dense(new Float64Array(10_000).fill(1), new Float64Array(10_000));
    const network = new Network(
      [1],
      [
        ...behindReLU(1e200, 0, 1e200).definitions,
        { name: 'smooth', layer: new Softplus(), inputs: ['out'] },
        { name: 'wide', layer: wide, inputs: ['smooth'] },
        { name: 'bent', layer: new ReLU(), inputs: ['wide'] },
      ],
    );
    const gradients = new Float64Gradients(network);
    const asked = vi.spyOn(gradients, 'gradientsAt');
    const answer = explain(network, { ...request, rule: 'midpoint', within: 0.01, gradients });
    await expect(answer).rejects.toThrow("Layer 'out' (Dense) gives Infinity for its unit 0 at the input.");
    expect(asked.mock.calls.map(([{ values }]) => values.length)).toEqual([8]);
  });

  it('are no samples of a study, neither exact nor sampled', async () => {
    const network = behindReLU(1e30, 0, 1e30);
    const exact = await exactIntegratedGradients(network, { baseline: zero, input: one, target: 0 });
    const gradients = await gradientsOf(network, { backend: 'cpu' });
    const sampled = new NetworkIntegrator(gradients, zero, one, 0);
    await expect(study(exact, sampled, [left], partitionsToTolerance)).rejects.toThrow(
      'The sampled attribution, in float32, is Infinity at index 0; it must be finite.',
    );
    gradients.dispose();
    const lost = { ...exact, attributions: Float64Array.of(NaN) };
    await expect(study(lost, exact.integrator, [left], partitionsToTolerance)).rejects.toThrow(
      'The exact attribution is NaN at index 0',
    );
    const unknown = { ...exact, outputDifference: Infinity };
    await expect(study(unknown, exact.integrator, [left], partitionsToTolerance)).rejects.toThrow(
      'The output changes by Infinity from baseline to input',
    );
  });
});
