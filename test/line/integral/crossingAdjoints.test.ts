import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  adjointPath,
  integrate,
  outputUnit,
  restrict,
  SingleErrors,
  targetSlope,
  type AdjointPath,
} from '../../../src/line/index.ts';
import { crossingAdjoints } from '../../../src/line/integral/integrate.ts';
import { lebesgue, left } from '../../../src/quadrature/index.ts';
import { anySeed, caseOf } from '../../helpers/randomNetworks.ts';

/** A walk in float32. */
function compare(path: AdjointPath): void {
  const { inputSize } = path.graph;
  const reference = { integrals: new Float64Array(inputSize), weights: new Float64Array(inputSize).fill(1) };
  new SingleErrors(path, { ...reference, others: left.measure(3) }).of([{ measure: lebesgue, shares: [0] }]);
}

it('adjoints at crossings, and the slope of the target, are the same to the bit whatever walked along the line before', () => {
  const walks: ((path: AdjointPath) => void)[] = [
    compare,
    (path) => integrate(path, [left.measure(2)]),
    (path) => integrate(path, [lebesgue, left.measure(2), left.measure(3)]),
  ];
  fc.assert(
    fc.property(anySeed, fc.boolean(), fc.shuffledSubarray(walks), (seed, keep, before) => {
      const { network, baseline, input, target } = caseOf(seed);
      const restriction = restrict(network, { baseline, input });
      const pathAfter = (first: typeof walks): AdjointPath => {
        const path = adjointPath(restriction, outputUnit(restriction, target), keep);
        for (const walk of first) walk(path);
        return path;
      };
      const [one, other] = [pathAfter([]), pathAfter(before)];
      expect(crossingAdjoints(other)).toEqual(crossingAdjoints(one));
      const first = restriction.output.slope[target];
      expect(targetSlope(other, first)).toEqual(targetSlope(one, first));
    }),
    { numRuns: 100 },
  );
});

it('kept changes bring the adjoints at crossings with them', () => {
  fc.assert(
    fc.property(anySeed, (seed) => {
      const { network, baseline, input, target } = caseOf(seed);
      const restriction = restrict(network, { baseline, input });
      const [kept, anew] = [true, false].map((keep) => adjointPath(restriction, outputUnit(restriction, target), keep));
      compare(kept); // keeps the changes
      expect(crossingAdjoints(kept)).toEqual(crossingAdjoints(anew));
    }),
    { numRuns: 50 },
  );
});
