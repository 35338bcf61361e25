import { describe, expect, it } from 'vitest';
import { gauss, rules, simpson, totalMass, type Rule } from '../../src/quadrature/index.ts';

const counts = [1, 2, 3, 4, 5, 6, 7, 10, 19, 64, 101, 500, 1005];

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
