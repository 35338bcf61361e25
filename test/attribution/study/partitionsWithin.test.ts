import { expect, it } from 'vitest';
import { exactIntegratedGradients, partitionsWithin, ruleNamed } from '../../../src/attribution/index.ts';
import { twoHinges } from '../../helpers/closedForms.ts';

it('partitionsWithin finds the first n whose run of five is within the tolerance', async () => {
  const { integrator, attributions } = await exactIntegratedGradients(twoHinges(), {
    baseline: Float64Array.of(0, 0),
    input: Float64Array.of(1, 1),
    target: 0,
  });
  // Gradients are 1 and -1 behind the hinges at 1/4 and 1/2: exact (3/4, -1/2). The right rule counts the nodes i/n
  // behind them, so n partitions give ((n - floor(n/4)) / n, -(n - floor(n/2)) / n), a node on a hinge to its right.
  const error = (n: number): number => {
    const behind = (hinge: number): number =>
      Array.from({ length: n }, (_, i) => (i + 1) / n).filter((node) => node >= hinge).length / n;
    return (Math.abs(behind(1 / 4) - 3 / 4) + Math.abs(behind(1 / 2) - 1 / 2)) / (5 / 4);
  };
  for (const within of [0.2, 0.05, 0.01]) {
    let expected = 1;
    while (![0, 1, 2, 3, 4].every((step) => error(expected + step) <= within)) expected += 1;
    expect(await partitionsWithin(integrator, attributions, ruleNamed('right'), within)).toBe(expected);
  }
  expect(await partitionsWithin(integrator, attributions, ruleNamed('right'), 1e-6)).toBeUndefined();
});
