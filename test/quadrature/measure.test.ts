import { expect, it } from 'vitest';
import { left, lebesgue, MassesBefore, pointMass, stepMeasure, type Measure } from '../../src/quadrature/index.ts';

/** The masses before alphas, one by one. */
function massBefore(measure: Measure): (alpha: number) => number {
  const masses = new MassesBefore(measure);
  const written = new Float64Array(1);
  return (alpha) => {
    masses.write(written, 0, 1, Float64Array.of(alpha), 0, 1);
    return written[0];
  };
}

it('the mass before counts a point mass only beyond its alpha', () => {
  const mass = massBefore(pointMass(0.5));
  expect([0, 0.5, 0.5000001, 1].map(mass)).toEqual([0, 0, 1, 1]);
});

it('the mass before of the Lebesgue measure is the length', () => {
  expect([0, 0.25, 1].map(massBefore(lebesgue))).toEqual([0, 0.25, 1]);
});

it('the mass before of the left rule with two partitions steps by halves after 0 and 1/2', () => {
  expect([0, 0.1, 0.5, 0.6, 1].map(massBefore(left.measure(2)))).toEqual([0, 0.5, 0.5, 1, 1]);
});

it('MassesBefore goes on where it stopped, and writes as many steps apart as it is told', () => {
  const density = stepMeasure({ alphas: Float64Array.of(0, 0.5), values: Float64Array.of(2, 0) });
  for (const measure of [left.measure(3), lebesgue, density]) {
    const alphas = Float64Array.of(0, 0.2, 0.4, 0.6, 1);
    const masses = new MassesBefore(measure);
    const written = new Float64Array(11);
    masses.write(written, 1, 2, alphas, 0, 2);
    masses.write(written, 5, 2, alphas, 2, 5);
    const expected = Array.from(alphas, massBefore(measure)).flatMap((mass) => [0, mass]);
    expect(Array.from(written)).toEqual([...expected, 0]);
  }
});
