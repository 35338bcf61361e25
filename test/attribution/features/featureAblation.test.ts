import { expect, it } from 'vitest';
import { featureAblation } from '../../../src/attribution/features/index.ts';
import { elementwise } from './support.ts';

it('a feature is attributed what the target loses when its elements are replaced by the baseline', async () => {
  // F = 2 x0 - 3 x1 + x0 x2 at (1, 2, 3): -1. With x0, x1, x2 = -1 in turn: -11, 8, -5.
  const { features, attributions, evaluations } = await featureAblation(
    elementwise([-1, -1, -1], [1, 2, 3], (x) => 2 * x[0] - 3 * x[1] + x[0] * x[2]),
  );
  expect(Array.from(features)).toEqual([10, -9, 4]);
  expect(attributions).toEqual(features);
  expect(evaluations).toBe(4);
});

it('all elements of a feature are replaced together, and each is attributed what the feature is', async () => {
  // F = x0 x1 + x2 at (2, 3, 5) is 11; without x2 it is 6, without x0 and x1 it is 5.
  const { features, attributions } = await featureAblation({
    ...elementwise([0, 0, 0], [2, 3, 5], (x) => x[0] * x[1] + x[2]),
    mask: [1, 1, 0],
  });
  expect(Array.from(features)).toEqual([5, 6]);
  expect(Array.from(attributions)).toEqual([6, 6, 5]);
});

it('a feature at which input and baseline agree is attributed 0 and takes no evaluation', async () => {
  const { features, evaluations } = await featureAblation(elementwise([0, 7], [2, 7], (x) => x[0] + x[1]));
  expect(Array.from(features)).toEqual([2, 0]);
  expect(evaluations).toBe(2);
});
