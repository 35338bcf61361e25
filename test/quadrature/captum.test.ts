import { describe, expect, it } from 'vitest';
import { captumRules, gauss, left, midpoint, right, totalMass, type Rule } from '../../src/quadrature/index.ts';

function captum(name: string): Rule {
  const rule = captumRules.find((candidate) => candidate.name === `captum_${name}`);
  if (rule === undefined) throw new Error(name);
  return rule;
}

describe("Captum's rules", () => {
  it('left, right and middle are the rules themselves', () => {
    for (const n of [1, 2, 7, 50]) {
      expect(captum('left').measure(n)).toEqual(left.measure(n));
      expect(captum('right').measure(n)).toEqual(right.measure(n));
      expect(captum('middle').measure(n)).toEqual(midpoint.measure(n));
    }
  });

  it('trapezoid has n nodes from 0 to 1 and weights that sum to (n - 1) / n', () => {
    // linspace(0, 1, 5), and steps of 1/5 of which the first and the last are halved.
    const { nodes, weights } = captum('trapezoid').measure(5);
    expect([...nodes]).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect([...weights]).toEqual([0.1, 0.2, 0.2, 0.2, 0.1]);
    expect(totalMass(captum('trapezoid').measure(50))).toBeCloseTo(49 / 50, 14);
  });

  it('trapezoid has no meaning with one node', () => {
    expect(() => captum('trapezoid').measure(1)).toThrow(
      'n of the rule captum_trapezoid is 1; expected a whole number from 2 to 16777216.',
    );
  });

  it('gausslegendre counts nodes, where gauss counts one less', () => {
    for (const n of [1, 2, 5]) {
      expect(captum('gausslegendre').measure(n)).toEqual(gauss.measure(n - 1));
      expect(captum('gausslegendre').measure(n).nodes).toHaveLength(captum('gausslegendre').samples(n));
    }
    expect([...captum('gausslegendre').measure(1).nodes]).toEqual([0.5]);
  });
});
