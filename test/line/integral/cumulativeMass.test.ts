import { expect, it } from 'vitest';
import { fastestKernels, plainKernels } from '../../../src/line/index.ts';
import { CumulativeMass } from '../../../src/line/integral/cumulativeMass.ts';
import { left, lebesgue, pointMass, stepMeasure, type Measure } from '../../../src/quadrature/index.ts';

/** The masses before alphas, one by one. */
function massBefore(measure: Measure): (alpha: number) => number {
  const masses = new CumulativeMass([measure]);
  const written = new Float64Array(1);
  return (alpha) => {
    masses.write(written, Float64Array.of(alpha), 0, 1);
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

const density = stepMeasure({ alphas: Float64Array.of(0, 0.5), values: Float64Array.of(2, 0) });
const measures = [left.measure(3), lebesgue, density, left.measure(7), left.measure(2)];
const alphas = [0, 0.2, 0.4, 0.6, 0.6, 1];

it.each([fastestKernels(), plainKernels])(
  '$name kernels: masses of measures are side by side, and go on where they stopped',
  (kernels) => {
    for (const [lanes, room] of [
      [8, 'float64'],
      [16, 'float32'],
    ] as const) {
      kernels.use([], (workspace) => {
        const there = workspace.float64(alphas.length);
        there.set(alphas);
        const masses = new CumulativeMass(measures, lanes, workspace);
        const [written, after] = [workspace[room](2 * lanes), workspace[room](4 * lanes)];
        masses.write(written, there, 0, 2);
        masses.write(after, there, 2, 6);
        const each = measures.map(massBefore);
        const beside = Array.from({ length: lanes - measures.length }, () => 0);
        const expected = alphas.flatMap((alpha) => [...each.map((mass) => mass(alpha)), ...beside]);
        [...written, ...after].forEach((mass, i) => {
          expect(mass).toBeCloseTo(expected[i], room === 'float32' ? 6 : 14);
        });
      });
    }
  },
);

it('a measure of two lanes has its mass in one of them', () => {
  fastestKernels().use([], (workspace) => {
    const there = workspace.float64(3);
    there.set([0.1, 0.4, 0.9]);
    const written = workspace.float64(6);
    new CumulativeMass([left.measure(2), lebesgue], 2, workspace).write(written, there, 0, 3);
    expect(Array.from(written)).toEqual([0.5, 0.1, 0.5, 0.4, 1, 0.9]);
  });
});
