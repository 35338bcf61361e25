import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bytesOnLine,
  endpoints,
  integrate,
  lineGraph,
  outputAt,
  outputPath,
  restrict,
  targetSlope,
} from '../../../src/line/index.ts';
import { lebesgue, rules } from '../../../src/quadrature/index.ts';
import { pathTo, withOutput } from '../../helpers/outputs.ts';
import { DenseOracle, merged } from '../../helpers/denseOracle.ts';
import { anySeed, caseOf } from '../../helpers/randomNetworks.ts';

const runs = { numRuns: 150 };

/**
 * Largest difference relative to the largest entry; weights and values are of order 1 to 100, so what lies below 1e-4
 * is rounding around 0.
 */
function difference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  const scale = Math.max(1e-4, ...Array.from(expected, Math.abs));
  return Math.max(...Array.from(actual, (a, i) => Math.abs(a - expected[i]))) / scale;
}

describe('the sweep on random networks with branches and every layer type', () => {
  it('finds the endpoints of the dense oracle', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const { network, baseline, input } = caseOf(seed);
        const oracle = new DenseOracle(network, baseline, input);
        const found = merged(endpoints(restrict(network, { baseline, input })));
        expect(found.length).toBe(oracle.endpoints.length);
        found.forEach((alpha, i) => {
          expect(Math.abs(alpha - oracle.endpoints[i])).toBeLessThan(1e-9);
        });
      }),
      runs,
    );
  });

  it('knows the output along the line', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const { network, baseline, input, target } = caseOf(seed);
        const oracle = new DenseOracle(network, baseline, input);
        const alphas = [0, 0.1, 0.37, 0.5, 0.93, 1];
        const expected = alphas.map((alpha) => oracle.output(alpha)[target]);
        for (const restriction of [withOutput(network, baseline, input), restrict(network, { baseline, input })]) {
          const path = outputPath(restriction, target);
          expect(
            difference(
              alphas.map((alpha) => outputAt(path, alpha)),
              expected,
            ),
          ).toBeLessThan(1e-9);
        }
      }),
      runs,
    );
  });

  it('knows the slope of the target from the crossings as from following the output', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const { network, baseline, input, target } = caseOf(seed);
        const restriction = withOutput(network, baseline, input);
        const followed = outputPath(restriction, target);
        const slope = targetSlope(pathTo(restriction, target), followed.slopes[0]);
        const ends = endpoints(restriction);
        const middles = Array.from(ends.subarray(1), (end, region) => (ends[region] + end) / 2);
        const at = (alphas: Float64Array, slopes: Float64Array): number[] =>
          middles.map((alpha) => slopes[alphas.findLastIndex((from) => from <= alpha)]);
        expect(difference(at(slope.alphas, slope.values), at(followed.alphas, followed.slopes))).toBeLessThan(1e-11);
      }),
      { numRuns: 300 },
    );
  });

  it('integrates the gradient exactly', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const { network, baseline, input, target } = caseOf(seed);
        const oracle = new DenseOracle(network, baseline, input);
        const [exact] = integrate(pathTo(restrict(network, { baseline, input }), target), [lebesgue]);
        expect(difference(exact, oracle.exactGradientIntegral(target))).toBeLessThan(1e-9);
      }),
      runs,
    );
  });

  it('integrates against the measure of every rule as if the network were evaluated at its nodes', () => {
    fc.assert(
      fc.property(anySeed, fc.integer({ min: 1, max: 12 }), (seed, n) => {
        const { network, baseline, input, target } = caseOf(seed);
        const oracle = new DenseOracle(network, baseline, input);
        const measures = rules.map((rule) => rule.measure(n));
        const sampled = integrate(pathTo(restrict(network, { baseline, input }), target), measures);
        measures.forEach(({ nodes, weights }, m) => {
          const expected = new Array<number>(input.length).fill(0);
          nodes.forEach((alpha, i) => {
            oracle.gradientAt(alpha, target).forEach((g, k) => (expected[k] += weights[i] * g));
          });
          expect(difference(sampled[m], expected)).toBeLessThan(1e-9);
        });
      }),
      runs,
    );
  });

  it('gives a measure the same integral alone, in company and once more', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const { network, baseline, input, target } = caseOf(seed);
        const path = pathTo(restrict(network, { baseline, input }), target);
        const measures = [lebesgue, ...[1, 2, 3].flatMap((n) => rules.map((rule) => rule.measure(n)))];
        const together = integrate(path, measures);
        expect(measures.map((measure) => integrate(path, [measure])[0])).toEqual(together);
      }),
      { numRuns: 50 },
    );
  });

  it('does not depend on the size of blocks, nor on the memory for kinks', () => {
    fc.assert(
      fc.property(
        anySeed,
        fc.constantFrom(1, 2, 3, 7, 1e6),
        fc.constantFrom(1, 1e4, 1e5, 1e9),
        (seed, block, kinks) => {
          const { network, baseline, input, target } = caseOf(seed);
          const whole = restrict(network, { baseline, input });
          const memory = bytesOnLine(lineGraph(network)) + kinks;
          const blocked = restrict(network, { baseline, input }, { block, memory });
          // Kinks that coincide but for rounding may come in another order; a shallow crossing magnifies that rounding.
          expect(difference(endpoints(blocked), endpoints(whole))).toBeLessThan(1e-9);
          const [expected] = integrate(pathTo(whole, target), [lebesgue]);
          expect(difference(integrate(pathTo(blocked, target), [lebesgue])[0], expected)).toBeLessThan(1e-9);
        },
      ),
      runs,
    );
  });
});
