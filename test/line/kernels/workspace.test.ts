import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  adjointPath,
  fastestKernels,
  integrate,
  lineGraph,
  outputUnit,
  plainKernels,
  restrict,
  SingleErrors,
  type Kernels,
} from '../../../src/line/index.ts';
import type { Workspace } from '../../../src/line/kernels/index.ts';
import { lebesgue, left } from '../../../src/quadrature/index.ts';
import { poisonedKernels } from '../../helpers/poisonedKernels.ts';
import { anySeed, caseOf } from '../../helpers/randomNetworks.ts';
import { toldOf } from '../support.ts';

/** All that a computation hands out: of the restriction, of its integrals, and of what is compared with them. */
function everything(seed: number, kernels: Kernels): unknown {
  const { network, baseline, input, target } = caseOf(seed);
  const remember = lineGraph(network).nodes.map((_, node) => node);
  const restriction = restrict(network, { baseline, input }, { kernels, remember });
  const path = adjointPath(restriction, outputUnit(restriction, target), true);
  const [integrals, others] = [0, 1].map(() => integrate(path, [lebesgue, left.measure(3)], kernels));
  const reference = { integrals: integrals[1], weights: integrals[0], others: left.measure(2) };
  const errors = new SingleErrors(path, reference, kernels);
  const found = [0, 1].map(() => errors.of([{ measure: lebesgue, shares: [0, 1] }]));
  const { crossings, output, pieces } = restriction;
  return { crossings, output, pieces, paths: toldOf(restriction), integrals, others, found };
}

describe('a workspace', () => {
  it('leaves nothing in what was computed in it that is lost when it is given back', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        expect(everything(seed, poisonedKernels)).toEqual(everything(seed, plainKernels));
      }),
      { numRuns: 60 },
    );
  });

  it('makes no arrays once it is given back', () => {
    const escaped = fastestKernels().use([], (workspace) => workspace);
    expect(() => escaped.float64(1)).toThrow('given back');
    expect(() => fastestKernels().use([], () => escaped.int32(1))).toThrow('given back');
  });

  it('is given back by what fails, too', () => {
    let escaped: Workspace | undefined;
    const fail = (workspace: Workspace): void => {
      escaped = workspace;
      throw new Error('it failed');
    };
    expect(() => {
      fastestKernels().use([], fail);
    }).toThrow('it failed');
    expect(() => escaped?.float64(1)).toThrow('given back');
  });

  it('is not touched by one that is used within it, and makes no arrays meanwhile', () => {
    const { network, baseline, input } = caseOf(3);
    const alone = restrict(network, { baseline, input });
    fastestKernels().use([], (outer) => {
      const before = outer.float64(1000).fill(7);
      expect(restrict(network, { baseline, input }).crossings).toEqual(alone.crossings);
      fastestKernels().use([], (inner) => {
        inner.float64(1000).fill(8);
        expect(() => outer.float64(1)).toThrow('another one is used within it');
      });
      outer.float64(1000).fill(9);
      expect([...new Set(before)]).toEqual([7]);
    });
  });
});
