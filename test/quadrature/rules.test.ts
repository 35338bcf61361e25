import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/base/index.ts';
import { besselZero } from '../../src/quadrature/besselZeros.ts';
import { legendreNode } from '../../src/quadrature/gauss.ts';
import { asymptoticNode } from '../../src/quadrature/gaussAsymptotic.ts';
import { captumRules, gauss, rules, simpson, totalMass, type Rule } from '../../src/quadrature/index.ts';

const counts = [1, 2, 3, 4, 5, 6, 7, 10, 19, 64, 101, 500, 1005, 4094, 4095, 4096];

/** The largest degree that a rule with n partitions integrates exactly. */
function degree(rule: Rule, n: number): number {
  switch (rule.name) {
    case 'left':
    case 'right':
      return 0;
    case 'midpoint':
    case 'trapezoid':
      return 1;
    case 'simpson':
      return n % 2 === 0 ? 3 : 1;
    case 'gauss':
      return 2 * n + 1;
    default:
      throw new Error(`no degree is stated for ${rule.name}`);
  }
}

function integrate(rule: Rule, n: number, f: (t: number) => number): number {
  const { nodes, weights } = rule.measure(n);
  return nodes.reduce((sum, t, i) => sum + weights[i] * f(t), 0);
}

describe.each(rules)('the $name rule', (rule) => {
  it('has weights that sum to 1', () => {
    for (const n of counts) expect(totalMass(rule.measure(n))).toBeCloseTo(1, 13);
  });

  it('has as many nodes as it says it takes samples, ascending within [0, 1]', () => {
    for (const n of counts) {
      const { nodes } = rule.measure(n);
      expect(nodes).toHaveLength(rule.samples(n));
      expect(Array.from(nodes)).toEqual(Array.from(nodes).sort((a, b) => a - b));
      expect(nodes[0]).toBeGreaterThanOrEqual(0);
      expect(nodes[nodes.length - 1]).toBeLessThanOrEqual(1);
    }
  });

  it('integrates the powers up to its degree exactly', () => {
    for (const n of counts) {
      for (let power = 0; power <= Math.min(40, degree(rule, n)); power++) {
        // The integral of t^p over [0, 1] is 1 / (p + 1).
        expect(integrate(rule, n, (t) => t ** power)).toBeCloseTo(1 / (power + 1), 13);
      }
    }
  });

  it('does not integrate the next power exactly', () => {
    const n = rule.name === 'simpson' ? 4 : 3;
    const power = degree(rule, n) + 1;
    expect(Math.abs(integrate(rule, n, (t) => t ** power) - 1 / (power + 1))).toBeGreaterThan(1e-8);
  });
});

describe('Gauss-Legendre', () => {
  it('has the tabulated nodes and weights of 3 points', () => {
    // On [-1, 1]: 0 and +-sqrt(3/5), weights 8/9 and 5/9.
    const { nodes, weights } = gauss.measure(2);
    const root = Math.sqrt(3 / 5);
    [(1 - root) / 2, 1 / 2, (1 + root) / 2].forEach((node, i) => {
      expect(nodes[i]).toBeCloseTo(node, 15);
    });
    [5 / 18, 8 / 18, 5 / 18].forEach((weight, i) => {
      expect(weights[i]).toBeCloseTo(weight, 15);
    });
  });

  it('puts 1,006 nodes where the Legendre polynomial changes sign, to 1e-14', () => {
    const { nodes } = gauss.measure(1005);
    const legendre = (x: number): number => {
      let [previous, value] = [1, x];
      for (let k = 2; k <= 1006; k++) [previous, value] = [value, ((2 * k - 1) * x * value - (k - 1) * previous) / k];
      return value;
    };
    for (const node of nodes.filter((_, i) => i % 50 === 0)) {
      const x = 2 * node - 1;
      expect(legendre(x - 2e-14) * legendre(x + 2e-14)).toBeLessThan(0);
    }
  });
});

describe('Gauss-Legendre with many nodes', () => {
  const ulps = (value: number, expected: number): number => Math.abs(value / expected - 1) / Number.EPSILON;

  it.each([4095, 5000, 8192])('of %i nodes, has those of either way of finding them', (count) => {
    // Newton's method rounds the roots near 1 by an ulp of 1, and their weights as well, and sums up count terms.
    const numbers = [1, 2, 3, 7, 14, 15, 16, 100, 1000, Math.floor(count / 2), Math.ceil(count / 2)];
    for (const number of numbers) {
      const [one, other] = [asymptoticNode(count, number), legendreNode(count, number)];
      expect(Math.abs(one.node - other.node)).toBeLessThan(4 * Number.EPSILON);
      expect(one.weight / other.weight).toBeCloseTo(1, 7);
      expect(Math.abs(one.weight - other.weight)).toBeLessThan(Number.EPSILON);
    }
  });

  it('is right to few ulps, relative to each node and weight', () => {
    // mpmath, 40 digits: Newton's method on the recurrence for P, from the expansion.
    const expected: [number, number, number, number][] = [
      [4096, 1, 8.615514808957581e-8, 2.2110192569547433e-7],
      [4096, 5, 3.321135623858701e-6, 1.3968112335464884e-6],
      [4096, 100, 0.0014622746404656423, 2.9304416109743642e-5],
      [4096, 1500, 0.295826312432668, 0.00035002189046413234],
      [4096, 2048, 0.499808275811473, 0.0003834483582607652],
      [100000, 1, 1.4457820327984984e-10, 3.710343581792359e-10],
      [100000, 19, 8.674994887076552e-8, 9.25266117585417e-9],
      [100000, 20, 9.624934763656956e-8, 9.74613635474902e-9],
      [100000, 777, 0.00014885944738700474, 3.8326888785189465e-7],
      [100000, 50000, 0.49999214605763614, 1.5707884726391114e-5],
    ];
    for (const [count, number, node, weight] of expected) {
      const { nodes, weights } = gauss.measure(count - 1);
      expect(ulps(nodes[number - 1], node)).toBeLessThan(8);
      expect(ulps(weights[number - 1], weight)).toBeLessThan(8);
      expect(weights[count - number]).toBe(weights[number - 1]);
      expect(nodes[count - number]).toBe(1 - nodes[number - 1]);
    }
  });

  it.each([1e5, 1e5 + 1, 1e6])('integrates powers, the exponential and a wave with %i nodes', (count) => {
    const close = (f: (t: number) => number, expected: number): void => {
      expect(Math.abs(integrate(gauss, count - 1, f) - expected)).toBeLessThan(1e-13);
    };
    close(Math.exp, Math.E - 1);
    for (const power of [0, 1, 1000]) close((t) => t ** power, 1 / (power + 1));
    close((t) => Math.cos(1000 * t), Math.sin(1000) / 1000);
  });

  it('goes by the zeros of J0, by Newton or by an expansion', () => {
    // mpmath
    expect(besselZero(1).zero).toBeCloseTo(2.404825557695773, 15);
    expect(besselZero(2).zero).toBeCloseTo(5.520078110286311, 15);
    expect(besselZero(19).zero).toBeCloseTo(58.90698392608094, 13);
    expect(besselZero(20).zero).toBeCloseTo(62.04846919022717, 13);
  });
});

describe('Simpson with an odd number of partitions', () => {
  it('is the mean of the rules that close with a trapezoid at either end', () => {
    // n = 3: (1, 4, 1)/9 + trapezoid (1, 1)/6 at the end: (2, 8, 5, 3)/18; mirrored (3, 5, 8, 2)/18; mean (5, 13, 13,
    // 5)/36.
    expect(Array.from(simpson.measure(3).weights, (w) => 36 * w)).toEqual(
      [5, 13, 13, 5].map((w): unknown => expect.closeTo(w, 12)),
    );
  });

  it('is the trapezoid for one partition', () => {
    expect(Array.from(simpson.measure(1).weights)).toEqual([0.5, 0.5]);
  });
});

describe.each([...rules, ...captumRules])('$name', (rule) => {
  it('refuses what is no number of partitions, which would be a measure without mass', () => {
    for (const n of [-1, 0.5, NaN, Infinity, 2 ** 31, null, undefined, 5n, '2', [], {}, Symbol('n')])
      expect(() => rule.measure(n as number)).toThrow(UserError);
  });
});
