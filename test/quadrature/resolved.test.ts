import { describe, expect, it } from 'vitest';
import { isResolved, resolvedRule } from '../../src/quadrature/index.ts';

/** What a rule says of a function on [0, 1]: its integral, and whether the nodes resolve it. */
function applied(count: number, of: (x: number) => number): { integral: number; resolved: boolean } {
  const { nodes, weights, tests } = resolvedRule(count);
  const values = nodes.map(of);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const sum = (by: Float64Array): number => values.reduce((total, value, i) => total + by[i] * value, 0);
  const resolved = tests.every((test) => isResolved(test, sum(test.weights), Math.max(most, -least), most - least));
  return { integral: sum(weights), resolved };
}

describe('a rule that tells whether it resolves a function', () => {
  it.each([4, 8])(
    '%i nodes: where it says so, an exponential is integrated to 1e-12, and it does say so in time',
    (count) => {
      let slowest = 0;
      for (let rate = 1e-3; rate < 100; rate *= 1.1) {
        const { integral, resolved } = applied(count, (x) => Math.exp(rate * x));
        const exact = Math.expm1(rate) / rate;
        if (resolved) expect(Math.abs(integral - exact) / exact).toBeLessThan(1e-12);
        if (resolved) slowest = rate;
      }
      // Gauss with 4 nodes is off by 1e-12 at a rate of about 0.6, with 8 at about 6.
      expect(slowest).toBeGreaterThan(count === 4 ? 0.05 : 1);
    },
  );

  it('sees a small part that varies quickly beside a large constant', () => {
    const { integral, resolved } = applied(4, (x) => 1 - 1e-5 * Math.exp(4 * x));
    expect(Math.abs(integral - (1 - (1e-5 * Math.expm1(4)) / 4))).toBeGreaterThan(1e-12);
    expect(resolved).toBe(false);
  });

  it('takes a constant for resolved', () => {
    expect(applied(4, () => 3)).toEqual({ integral: expect.closeTo(3, 14) as number, resolved: true });
  });
});
