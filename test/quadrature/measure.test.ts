import { expect, it } from 'vitest';
import { left, lebesgue, massBefore, pointMass } from '../../src/quadrature/index.ts';

it('massBefore counts a point mass only beyond its alpha', () => {
  const mass = massBefore(pointMass(0.5));
  expect([0, 0.5, 0.5000001, 1].map(mass)).toEqual([0, 0, 1, 1]);
});

it('massBefore of the Lebesgue measure is the length', () => {
  expect([0, 0.25, 1].map(massBefore(lebesgue))).toEqual([0, 0.25, 1]);
});

it('massBefore of the left rule with two partitions steps by halves after 0 and 1/2', () => {
  expect([0, 0.1, 0.5, 0.6, 1].map(massBefore(left.measure(2)))).toEqual([0, 0.5, 0.5, 1, 1]);
});
