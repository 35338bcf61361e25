import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CumulativeAdjoints,
  fastestKernels,
  integrateAdjoint,
  layerAdjoint,
  lineGraph,
  outputKinks,
  plainKernels,
  restrict,
  theLine,
  type OutputKinks,
  type Restriction,
} from '../../../src/line/index.ts';
import { inputName, MaxPool, Network, noPadding } from '../../../src/network/index.ts';
import { lebesgue, stepMeasure, type Measure } from '../../../src/quadrature/index.ts';
import { skipConnection, twoHinges } from '../../helpers/closedForms.ts';
import { anySeed, caseOf } from '../../helpers/randomNetworks.ts';

/** Ends of the regions on the line. */
function endsOf({ crossings }: Restriction): number[] {
  return [...new Set([0, ...crossings.alphas, 1])];
}

/** What the kink of the outputs at an alpha makes of numbers; undefined if there are several. */
function kinkTimes(kinks: OutputKinks, alpha: number, numbers: Float64Array): number | undefined {
  const sums: number[] = [];
  while (kinks.takeUpTo(alpha)) if (kinks.alpha === alpha) sums.push(kinks.times(numbers));
  return sums.length > 1 ? undefined : (sums[0] ?? 0);
}

/**
 * What `read` gives at the end of each region, of a function whose gradient is 1 everywhere in each unit of the output.
 *
 * @param tell whether adjoints are told the kinks of the outputs, which are remembered
 */
function atEachEnd<T>(
  restriction: Restriction,
  layer: number,
  read: (adjoints: CumulativeAdjoints) => T,
  kernels = fastestKernels(),
  tell = false,
): T[] {
  const { output, nodes } = restriction.graph;
  const ends = endsOf(restriction);
  return kernels.use([], (workspace) => {
    const adjoints = new CumulativeAdjoints(restriction, output, layer, workspace);
    const kinks = tell ? outputKinks(restriction, workspace) : undefined;
    const ones = workspace.float64(nodes[output].size).fill(1);
    return ends.slice(1).map((end, region) => {
      adjoints.runTo(ends[region], kinks && ((numbers) => kinkTimes(kinks, ends[region], numbers)));
      adjoints.add(ones, end - ends[region]);
      return read(adjoints);
    });
  });
}

describe('cumulative adjoints', () => {
  it('of the inputs grow where their unit is active: x0 from 1/4 on by 1, x1 from 1/2 on by -1', () => {
    const line = { baseline: Float64Array.of(0, 0), input: Float64Array.of(1, 1) };
    const found = atEachEnd(restrict(twoHinges(), line), theLine, (adjoints) => [...adjoints.of(theLine)]);
    expect(found).toEqual([
      [0, 0],
      [1 / 4, 0],
      [3 / 4, -1 / 2],
    ]);
  });

  it('go around by skip connections: 1 for h from 0 on, and 1 more from 3/4 on; the input has them from 1/2 on', () => {
    const network = skipConnection();
    const restriction = restrict(network, { baseline: Float64Array.of(-1), input: Float64Array.of(1) });
    const h = lineGraph(network).layers.get('h') ?? NaN;
    expect(atEachEnd(restriction, h, (adjoints) => adjoints.at(h, 0))).toEqual([1 / 2, 3 / 4, 5 / 4]);
    expect(atEachEnd(restriction, theLine, (adjoints) => adjoints.at(theLine, 0))).toEqual([0, 1 / 4, 3 / 4]);
  });

  it('go to the candidate that is selected: x0 = 1 - alpha up to 1/2, x1 = alpha from there on', () => {
    const pool = new MaxPool({ size: [1, 2], strides: [1, 2], padding: noPadding });
    const network = new Network([1, 2, 1], [{ name: 'pool', layer: pool, inputs: [inputName] }]);
    const line = { baseline: Float64Array.of(1, 0), input: Float64Array.of(0, 1) };
    const found = atEachEnd(restrict(network, line), theLine, (adjoints) => [...adjoints.of(theLine)]);
    expect(found).toEqual([
      [1 / 2, 0],
      [1 / 2, 1 / 2],
    ]);
  });

  it('of any layer of random networks are the integrals of its adjoint, to 1e-12, at each end of a region', () => {
    fc.assert(
      fc.property(anySeed, fc.nat(), (seed, any) => {
        const { network, baseline, input } = caseOf(seed);
        const restriction = restrict(network, { baseline, input });
        const { nodes, output } = restriction.graph;
        const layer = any % nodes.length;
        const ends = endsOf(restriction);
        const { size } = nodes[layer];
        const units = [...new Array(nodes[output].size).keys()];
        const adjoints = units.map((unit) => layerAdjoint(restriction, { node: output, unit }, layer));
        const integrate = (measure: Measure): Float64Array =>
          adjoints
            .map((adjoint) => integrateAdjoint(adjoint, size, measure))
            .reduce((sum, other) => sum.map((x, i) => x + other[i]));
        const scale = integrate(lebesgue).reduce((a, b) => a + Math.abs(b), 1);
        const twice = atEachEnd(restriction, layer, (adjoints) => [adjoints.of(layer), adjoints.of(layer)]);
        twice.forEach(([found, again], region) => {
          expect(again).toEqual(found);
          const upTo = stepMeasure({ alphas: Float64Array.of(0, ends[region + 1]), values: Float64Array.of(1, 0) });
          const expected = integrate(upTo);
          found.forEach((integral, unit) => {
            expect(Math.abs(integral - expected[unit])).toBeLessThanOrEqual(1e-12 * scale);
          });
        });
      }),
      { numRuns: 60 },
    );
  });

  it('are the same to 1e-12 where the kinks of the node tell what comes from there', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const { network, baseline, input } = caseOf(seed);
        const { output } = lineGraph(network);
        const restriction = restrict(network, { baseline, input }, { remember: [output] });
        const asked = atEachEnd(restriction, theLine, (adjoints) => adjoints.of(theLine));
        const told = atEachEnd(restriction, theLine, (adjoints) => adjoints.of(theLine), fastestKernels(), true);
        const scale = Math.max(1e-300, ...asked.flatMap((found) => Array.from(found, Math.abs)));
        asked.forEach((found, region) => {
          found.forEach((integral, unit) => {
            expect(Math.abs(told[region][unit] - integral)).toBeLessThanOrEqual(1e-12 * scale);
          });
        });
      }),
      // A maximum over maxima crosses where one of these does, and an ulp before it.
      { numRuns: 60, examples: [[1003]] },
    );
  });

  it('are those of the plain kernels to the bit', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const { network, baseline, input } = caseOf(seed);
        const restriction = restrict(network, { baseline, input });
        const [fast, plain] = [fastestKernels(), plainKernels].map((kernels) =>
          atEachEnd(restriction, theLine, (adjoints) => adjoints.of(theLine), kernels),
        );
        expect(fast).toEqual(plain);
      }),
      { numRuns: 40 },
    );
  });
});
