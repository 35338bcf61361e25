import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  attributePart,
  exactIntegratedGradients,
  PartedLine,
  type ExactAttributions,
  type LineAttributions,
} from '../../src/attribution/index.ts';
import { endpoints } from '../../src/line/index.ts';
import { Dense, inputName, MaxPool, Network, noPadding, ReLU, Reshape } from '../../src/network/index.ts';
import { affine, skipConnection, twoHinges } from '../helpers/closedForms.ts';
import { anySeed, caseOf, type Case } from '../helpers/randomNetworks.ts';

/** Exact integrated gradients by the parts, which are attributed last to first. */
function byParts({ network, baseline, input, target }: Case, cuts: number | readonly number[]): LineAttributions {
  const line = new PartedLine(network, { baseline, input, target }, cuts);
  const backwards = [...line.parts].reverse().map((part) => attributePart(network, part));
  return line.join(backwards.reverse());
}

/**
 * Attributions agree to rounding, relative to their L1 norm; weights are of order 1, so what lies below 1e-15 is
 * rounding around 0. Regions agree exactly, unless rounding alone keeps crossings apart.
 */
function expectSame(joined: LineAttributions, whole: ExactAttributions): void {
  const norm = Math.max(
    1e-3,
    whole.attributions.reduce((sum, a) => sum + Math.abs(a), 0),
  );
  const differences = joined.attributions.map((a, i) => Math.abs(a - whole.attributions[i]) / norm);
  expect(Math.max(...differences)).toBeLessThan(1e-12);
  expect(joined.outputDifference).toBe(whole.outputDifference);
  expect(joined.completenessGap * (norm > 1e-3 ? 1 : 0)).toBeLessThan(1e-9);
  const { alphas } = whole.restriction.crossings;
  const gaps = Array.from(alphas.subarray(1), (alpha, i) => alpha - alphas[i]);
  if (gaps.every((gap) => gap === 0 || gap > 1e-9)) expect(joined.regions).toBe(whole.regions);
}

const exact = ({ network, baseline, input, target }: Case): ReturnType<typeof exactIntegratedGradients> =>
  exactIntegratedGradients(network, { baseline, input, target });
const hinges: Case = { network: twoHinges(), baseline: Float64Array.of(0, 0), input: Float64Array.of(1, 1), target: 0 };
const distinct = (alphas: readonly number[]): number[] => [...new Set(alphas)].sort((a, b) => a - b);

describe('the parts of a line, on random networks with branches and every layer type', () => {
  it('join to exact integrated gradients and the regions of the whole line, wherever it is cut', async () => {
    const anywhere = fc.array(fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(anySeed, anywhere, async (seed, alphas) => {
        const line = caseOf(seed);
        expectSame(byParts(line, distinct(alphas)), await exact(line));
      }),
      { numRuns: 200 },
    );
  });

  it('do so too where the cuts are breakpoints', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, fc.array(fc.nat(), { minLength: 1, maxLength: 5 }), async (seed, picks) => {
        const line = caseOf(seed);
        const whole = await exact(line);
        const breakpoints = endpoints(whole.restriction).subarray(1, -1);
        fc.pre(breakpoints.length > 0);
        expectSame(byParts(line, distinct(picks.map((pick) => breakpoints[pick % breakpoints.length]))), whole);
      }),
      { numRuns: 200 },
    );
  });

  it('do so too in any number of parts of about equal work', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, fc.integer({ min: 1, max: 9 }), async (seed, parts) => {
        const line = caseOf(seed);
        expectSame(byParts(line, parts), await exact(line));
      }),
      { numRuns: 100 },
    );
  });
});

describe('PartedLine', () => {
  it('adds up what was not looked at by the lengths of parts', () => {
    // Half of [0, 1/4] and a quarter of [1/4, 1].
    const { network, ...line } = hinges;
    const parted = new PartedLine(network, line, [0.25]);
    const [first, second] = parted.parts.map((part) => attributePart(network, part));
    const { unlooked } = parted.join([
      { ...first, unlooked: 1 / 2 },
      { ...second, unlooked: 1 / 4 },
    ]);
    expect(unlooked).toBe(5 / 16);
  });

  it('counts a breakpoint on a cut once', () => {
    // The units cross at 1/4 and 1/2.
    const { attributions, regions } = byParts(hinges, [0.25, 0.5, 0.75]);
    expect([...attributions]).toEqual([0.75, -0.5]);
    expect(regions).toBe(3);
    expect(
      byParts(
        { ...hinges, network: skipConnection(), baseline: Float64Array.of(-1), input: Float64Array.of(1) },
        [0.5, 0.75],
      ),
    ).toHaveProperty('regions', 3);
  });

  it('counts no breakpoint where candidates of a maximum tie', () => {
    // b = relu(1/2 - alpha) comes to rest at 0, where a is all along: from 1/2 on they tie.
    const network = new Network(
      [1],
      [
        { name: 'shift', layer: new Dense(Float64Array.of(0, -1), Float64Array.of(-1, 0.5)), inputs: [inputName] },
        { name: 'relu', layer: new ReLU(), inputs: ['shift'] },
        { name: 'row', layer: new Reshape([1, 2, 1]), inputs: ['relu'] },
        { name: 'largest', layer: new MaxPool({ size: [1, 2], strides: [1, 1], padding: noPadding }), inputs: ['row'] },
      ],
    );
    const line = { network, baseline: Float64Array.of(0), input: Float64Array.of(1), target: 0 };
    expect(byParts(line, [0.75])).toMatchObject({ regions: 2, attributions: Float64Array.of(-0.5) });
  });

  it('cuts where each part has as many crossings as the next, in the middle between two of them', () => {
    const { network, baseline, input } = hinges;
    const halves = new PartedLine(network, { baseline, input, target: 0 }, 2);
    expect(halves.parts.map(({ input: to }) => to[0])).toEqual([0.375, 1]);
    // There are three gaps.
    const many = new PartedLine(network, { baseline, input, target: 0 }, 8);
    expect(many.parts.map(({ baseline: from }) => from[0])).toEqual([0, 0.125, 0.375, 0.75]);
  });

  it('cuts half-way between where all crossings would have it and those of the first activations', () => {
    // The first unit crosses at 0.6; the second would at 0.25, if it ran straight. Cuts by both and by the first are
    // 0.425 and 0.8.
    const network = new Network(
      [1],
      [
        { name: 'first', layer: new Dense(Float64Array.of(1, 0), Float64Array.of(-0.6, 1)), inputs: [inputName] },
        { name: 'relu', layer: new ReLU(), inputs: ['first'] },
        { name: 'second', layer: new Dense(Float64Array.of(10, -1), Float64Array.of(0)), inputs: ['relu'] },
        { name: 'output', layer: new ReLU(), inputs: ['second'] },
      ],
    );
    const { parts } = new PartedLine(
      network,
      { baseline: Float64Array.of(0), input: Float64Array.of(1), target: 0 },
      2,
    );
    expect(parts[0].input[0]).toBeCloseTo(0.8, 12);
  });

  it('cuts evenly where nothing crosses', () => {
    const line = { ...hinges, network: affine() };
    expect(
      new PartedLine(line.network, { baseline: line.baseline, input: line.input, target: 0 }, 4).parts.map(
        ({ input: to }) => to[1],
      ),
    ).toEqual([0.25, 0.5, 0.75, 1]);
    expect(byParts(line, 4)).toMatchObject({ regions: 1, attributions: Float64Array.of(2, -3), completenessGap: 0 });
  });

  it('does not part crossings that are one breakpoint', () => {
    const network = new Network(
      [1],
      [
        {
          name: 'shift',
          layer: new Dense(Float64Array.of(1, 1, 1), Float64Array.of(-0.5, -0.5 - 1e-13, -0.5 - 2e-13)),
          inputs: [inputName],
        },
        { name: 'relu', layer: new ReLU(), inputs: ['shift'] },
      ],
    );
    const { parts } = new PartedLine(
      network,
      { baseline: Float64Array.of(0), input: Float64Array.of(1), target: 0 },
      2,
    );
    expect(parts).toHaveLength(1);
  });

  it('counts no breakpoint at the end of the line, to rounding, which a short last part sees from nearer', async () => {
    const network = new Network(
      [1],
      [
        { name: 'shift', layer: new Dense(Float64Array.of(1), Float64Array.of(-1 + 5e-13)), inputs: [inputName] },
        { name: 'relu', layer: new ReLU(), inputs: ['shift'] },
      ],
    );
    const line = { network, baseline: Float64Array.of(0), input: Float64Array.of(1), target: 0 };
    expect((await exact(line)).regions).toBe(1);
    expect(byParts(line, [0.9])).toHaveProperty('regions', 1);
  });

  it('gives zeros for a line of no length', () => {
    const line = { ...hinges, input: hinges.baseline };
    expect(byParts(line, 3)).toMatchObject({
      regions: 1,
      attributions: Float64Array.of(0, 0),
      outputDifference: 0,
      completenessGap: 0,
    });
  });

  it('refuses what exact integrated gradients refuse, in the same words', async () => {
    const { network, baseline, input } = hinges;
    const nan = Float64Array.of(0, NaN);
    const wrong: [Float64Array, Float64Array, number][] = [
      [nan, input, 0],
      [baseline, nan, 0],
      [baseline, Float64Array.of(1), 0],
      [baseline, input, 1],
    ];
    for (const [from, to, target] of wrong) {
      const error = await exactIntegratedGradients(network, { baseline: from, input: to, target }).catch(
        (reason: unknown) => reason,
      );
      expect(() => new PartedLine(network, { baseline: from, input: to, target }, 2)).toThrow((error as Error).message);
    }
  });

  it('refuses what is no number of parts, or no place to cut at', () => {
    const { network, baseline, input } = hinges;
    expect(() => new PartedLine(network, { baseline, input, target: 0 }, 0)).toThrow(
      'The number of parts is 0; expected a whole number from 1 to 65536.',
    );
    for (const cuts of [[0, 0.5], [0.5, 1], [0.5, 0.25], [0.5, 0.5], [NaN], [0.5, NaN]]) {
      expect(() => new PartedLine(network, { baseline, input, target: 0 }, cuts)).toThrow(
        `at ${cuts.join(', ')}; expected alphas between 0 and 1, ascending`,
      );
    }
  });
});
