import { expect, it } from 'vitest';
import { integrateSteps, left, lebesgue, pointMass, right, stepMeasure } from '../../src/quadrature/index.ts';

/** 1 up to a quarter, then 3, and 7 from a half on. */
const steps = { alphas: Float64Array.of(0, 0.25, 0.5), values: Float64Array.of(1, 3, 7) };

it('the integral of a step function against the Lebesgue measure is its area', () => {
  expect(integrateSteps(steps, lebesgue)).toBe(0.25 + 0.75 + 3.5);
});

it('a node on a step, or nearer than is told apart, has the value on its right', () => {
  expect([0, 0.2, 0.25, 0.25 - 1e-13, 0.5, 1].map((alpha) => integrateSteps(steps, pointMass(alpha)))).toEqual([
    1, 1, 3, 3, 7, 7,
  ]);
});

it('the integral of a step function by a rule is the weighted sum at its nodes', () => {
  expect(integrateSteps(steps, left.measure(4))).toBe((1 + 3 + 7 + 7) / 4);
  expect(integrateSteps(steps, right.measure(4))).toBe((3 + 7 + 7 + 7) / 4);
});

it('the integral of a step function against a density in steps is that of their product', () => {
  const density = stepMeasure({ alphas: Float64Array.of(0, 0.375), values: Float64Array.of(2, 4) });
  expect(integrateSteps(steps, density)).toBe(0.25 * 2 + 3 * (0.125 * 2 + 0.125 * 4) + 7 * 0.5 * 4);
});
