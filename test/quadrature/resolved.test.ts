import { describe, expect, it } from 'vitest';
import { extendedRule, isResolved, lobattoRule, resolvedRule, watchedRule } from '../../src/quadrature/index.ts';

const known = {
  'Gauss 4': resolvedRule(4),
  'Gauss 8': resolvedRule(8),
  'Lobatto 4': lobattoRule(),
  'Lobatto 4 + 1': watchedRule(),
  'Lobatto 4 + 3': extendedRule(),
};
type Name = keyof typeof known;

/** What a rule says of a function on [0, 1]: its integral, and whether the nodes resolve it. */
function applied(name: Name, of: (x: number) => number): { integral: number; resolved: boolean } {
  const { nodes, weights, tests } = known[name];
  const values = nodes.map(of);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const sum = (by: Float64Array): number => values.reduce((total, value, i) => total + by[i] * value, 0);
  const resolved = tests.every((test) => isResolved(test, sum(test.weights), Math.max(most, -least), most - least));
  return { integral: sum(weights), resolved };
}

describe('a rule that tells whether it resolves a function', () => {
  it.each(Object.keys(known) as Name[])(
    '%s: where it says so, an exponential is integrated to 1e-12, and it does say so in time',
    (name) => {
      let slowest = 0;
      for (let rate = 1e-3; rate < 100; rate *= 1.1) {
        const { integral, resolved } = applied(name, (x) => Math.exp(rate * x));
        const exact = Math.expm1(rate) / rate;
        if (resolved) expect(Math.abs(integral - exact) / exact).toBeLessThan(1e-12);
        if (resolved) slowest = rate;
      }
      // Gauss with 4 nodes is off by 1e-12 at a rate of about 0.6, with 8 at about 6, Lobatto with 4 at about 0.1, with
      // three more at about 1.5.
      const expected = {
        'Gauss 4': 0.05,
        'Gauss 8': 1,
        'Lobatto 4': 0.01,
        'Lobatto 4 + 1': 0.01,
        'Lobatto 4 + 3': 0.2,
      };
      expect(slowest).toBeGreaterThan(expected[name]);
    },
  );

  it('tells by a node in the middle that it resolves what is as large at both ends, where four nodes do not', () => {
    const even = (x: number): number => Math.cosh(0.01 * (x - 1 / 2));
    const exact = 200 * Math.sinh(0.005);
    expect(applied('Lobatto 4', even).resolved).toBe(false);
    const { integral, resolved } = applied('Lobatto 4 + 1', even);
    expect(resolved).toBe(true);
    expect(Math.abs(integral - exact)).toBeLessThan(1e-15);
  });

  it.each(['Gauss 4', 'Lobatto 4', 'Lobatto 4 + 1'] as const)(
    '%s: sees a small part that varies quickly beside a constant',
    (name) => {
      const { integral, resolved } = applied(name, (x) => 1 - 1e-5 * Math.exp(4 * x));
      expect(Math.abs(integral - (1 - (1e-5 * Math.expm1(4)) / 4))).toBeGreaterThan(1e-12);
      expect(resolved).toBe(false);
    },
  );

  it('takes a constant for resolved', () => {
    for (const name of Object.keys(known) as Name[])
      expect(applied(name, () => 3)).toEqual({ integral: expect.closeTo(3, 14) as number, resolved: true });
  });
});

describe('Gauss-Lobatto with 4 nodes', () => {
  const { nodes, weights, tests } = lobattoRule();
  const sum = (by: Float64Array, of: (x: number) => number): number =>
    nodes.reduce((total, x, i) => total + by[i] * of(x), 0);

  it('is exact for polynomials up to degree 5, and not for 6', () => {
    for (let degree = 0; degree <= 5; degree++)
      expect(Math.abs(sum(weights, (x) => x ** degree) - 1 / (degree + 1))).toBeLessThan(1e-15);
    expect(Math.abs(sum(weights, (x) => x ** 6) - 1 / 7)).toBeGreaterThan(1e-4);
  });

  it('tells the coefficients of the polynomials of degree 2 and 3', () => {
    const x = (t: number): number => 2 * t - 1;
    const polynomials = [(t: number) => (3 * x(t) ** 2 - 1) / 2, (t: number) => (5 * x(t) ** 3 - 3 * x(t)) / 2];
    tests.forEach(({ weights: by }, i) => {
      polynomials.forEach((polynomial, j) => {
        expect(sum(by, polynomial)).toBeCloseTo(i === j ? 1 : 0, 14);
      });
    });
  });
});
