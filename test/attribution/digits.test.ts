import { describe, expect, it } from 'vitest';
import type { ExplainRequest } from '../../src/attribution/index.ts';
import { Dense, inputName, Network, ReLU, SmoothFunction, type Layer } from '../../src/network/index.ts';
import { F } from './headSupport.ts';
import { explainOne } from './support.ts';

function chain(layers: Readonly<Record<string, Layer>>, inputs: number): Network {
  const names = Object.keys(layers);
  const nodes = Object.entries(layers).map(([name, layer], i) => ({
    name,
    layer,
    inputs: [i === 0 ? inputName : names[i - 1]],
  }));
  return new Network([inputs], nodes);
}

/**
 * `log(relu(2 x0 + x1 - 1) + e) + log(relu(x0 + 3 x1 + 1) + e)`: from (0, 0) to (1, 1) the first ReLU is off for a
 * third of the line, where its logarithm has a slope of 1 / e.
 */
function logarithms(e: number): Network {
  return chain(
    {
      pre: new Dense(F(2, 1, 1, 3), F(-1, 1)),
      relu: new ReLU(),
      moved: new Dense(F(1, 0, 0, 1), F(e, e)),
      log: new SmoothFunction('log'),
      out: new Dense(F(1, 1), F(0)),
    },
    2,
  );
}

const rising = { baseline: F(0, 0), input: F(1, 1), target: 0 };

describe('a logarithm that stood still where its slope was far larger', () => {
  // pre0 = 3 t - 1 and pre1 = 4 t + 1: what their logarithms rise by is shared by weights, or by slopes of pre.
  const rises = (e: number): [number, number] => [Math.log((2 + e) / e), Math.log((5 + e) / (1 + e))];
  const cases: [string, Omit<ExplainRequest, 'input'>, (a: number, b: number) => number[]][] = [
    ['integrated gradients', { method: 'integrated_gradients' }, (a, b) => [(2 / 3) * a + b / 4, a / 3 + (3 / 4) * b]],
    ['internal influence', { method: 'internal_influence', layer: 'pre' }, (a, b) => [a / 3, b / 4]],
    ['layer conductance', { method: 'layer_conductance', layer: 'pre' }, (a, b) => [a, b]],
    ['neuron conductance', { method: 'neuron_conductance', layer: 'pre', neuron: 0 }, (a) => [(2 / 3) * a, a / 3]],
    ['and of the other', { method: 'neuron_conductance', layer: 'pre', neuron: 1 }, (_, b) => [b / 4, (3 / 4) * b]],
  ];

  it.each(cases)('costs no digits of %s', async (_, request, expected) => {
    for (const e of [1e-4, 1e-10, 1e-14, 1e-30, 1e-100]) {
      const { attributions, verdict } = await explainOne(logarithms(e), { ...rising, ...request });
      // Quadrature gives the smaller component 1e-11 of its digits.
      expected(...rises(e)).forEach((x, i) => {
        expect(Math.abs(attributions[i] - x)).toBeLessThan(2e-11 * x);
      });
      expect(verdict.converged).toBe(true);
    }
  });

  it('where it falls to so small a rest that float64 does not know it, no verdict says that it converged', async () => {
    // At the end of the fall relu(...) is 0 but for rounding, 1e-17, which is not small beside e.
    for (const [, request] of cases) {
      const falling = { baseline: F(1, 1), input: F(0, 0), target: 0 };
      const { verdict } = await explainOne(logarithms(1e-14), { ...falling, ...request });
      expect(verdict.converged).toBe(false);
      expect(verdict.error).toBeGreaterThan(1e-5);
    }
  });
});

describe('an infinite gradient at an end', () => {
  it.each([
    ['a root from 0', F(0), 2],
    ['a root behind a ReLU', F(-1), 2],
  ])('%s is integrated all the same', async (_, baseline, rise) => {
    const network = chain({ relu: new ReLU(), root: new SmoothFunction('sqrt') }, 1);
    const { attributions, verdict } = await explainOne(network, {
      method: 'integrated_gradients',
      baseline,
      input: F(4),
      target: 0,
    });
    expect(Math.abs(attributions[0] - rise)).toBeLessThan(1e-12);
    expect(verdict.converged).toBe(true);
  });

  it('a norm from 0 and through it', async () => {
    const norm = chain(
      { square: new SmoothFunction('square'), sum: new Dense(F(1, 1), F(0)), root: new SmoothFunction('sqrt') },
      2,
    );
    const ask = { method: 'integrated_gradients' as const, input: F(3, 4), target: 0 };
    const from = await explainOne(norm, { ...ask, baseline: F(0, 0) });
    // Along (3, 4) the gradient is (3, 4) / 5, and before 0 its opposite.
    expect(Math.abs(from.attributions[0] - 9 / 5)).toBeLessThan(1e-12);
    expect(Math.abs(from.attributions[1] - 16 / 5)).toBeLessThan(1e-12);
    const through = await explainOne(norm, { ...ask, baseline: F(-3, -4) });
    expect(Math.max(...through.attributions.map(Math.abs))).toBeLessThan(1e-12);
  });
});
