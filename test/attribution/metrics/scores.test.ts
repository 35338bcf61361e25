import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  deletionScore,
  insertionScore,
  softmaxProbability,
  type Evaluate,
  type Scoring,
} from '../../../src/attribution/metrics/index.ts';

/** "Probabilities" that a test can follow: a weighted sum of the elements. */
const weighted =
  (...weights: number[]): Evaluate =>
  (points) =>
    Promise.resolve(
      Float64Array.from({ length: points.length / weights.length }, (_, point) =>
        weights.reduce((sum, weight, i) => sum + weight * points[point * weights.length + i], 0),
      ),
    );

const scoring = (attributions: readonly number[], others: Partial<Scoring> = {}): Scoring => ({
  attributions: Float64Array.from(attributions),
  input: new Float64Array(attributions.length).fill(1),
  baseline: new Float64Array(attributions.length),
  channels: 1,
  steps: attributions.length,
  ...others,
});

describe('insertionScore', () => {
  it('is the area while pixels come in, the most important first', async () => {
    // Elements 1, 0, 2 come in: 0, 0.6, 0.9, 1; the trapezoids have (0.3 + 0.75 + 0.95) / 3.
    expect(await insertionScore(weighted(0.3, 0.6, 0.1), scoring([2, 3, 1]))).toBeCloseTo(2 / 3, 14);
  });

  it('takes negative attributions for the least important', async () => {
    // Elements 2, 0, 1 come in: 0, 0.1, 0.4, 1.
    expect(await insertionScore(weighted(0.3, 0.6, 0.1), scoring([0, -9, 1]))).toBeCloseTo((0.05 + 0.25 + 0.7) / 3, 14);
  });

  it('puts all channels of a pixel in together, by the sum of their attributions', async () => {
    // The second pixel has 1 in all and the first -1, though the first has the largest element.
    const attributions = [5, -6, 0.5, 0.5];
    const score = await insertionScore(weighted(0.1, 0.2, 0.3, 0.4), scoring(attributions, { channels: 2, steps: 2 }));
    expect(score).toBeCloseTo((0.35 + 0.85) / 2, 14);
  });

  it('takes equally important pixels in their order', async () => {
    expect(await insertionScore(weighted(1, 0, 0), scoring([0, 0, 0]))).toBeCloseTo((0.5 + 1 + 1) / 3, 14);
  });

  it('weights the steps by the pixels that they take where these differ', async () => {
    // Three pixels in two steps: two of them first, then one.
    const score = await insertionScore(weighted(0.5, 0.25, 0.25), scoring([3, 2, 1], { steps: 2 }));
    expect(score).toBeCloseTo((2 / 3) * (0.75 / 2) + (1 / 3) * (1.75 / 2), 14);
  });

  it('evaluates steps + 1 points, in batches of the size asked for', async () => {
    const sizes: number[] = [];
    const counting: Evaluate = (points) => {
      sizes.push(points.length / 10);
      return weighted(...new Array<number>(10).fill(0.1))(points);
    };
    await insertionScore(counting, scoring(new Array<number>(10).fill(1), { steps: 5, batchSize: 4 }));
    expect(sizes).toEqual([4, 2]);
  });
});

describe('deletionScore', () => {
  it('is the area while pixels go, the most important first', async () => {
    // Elements 1, 0, 2 go: 1, 0.4, 0.1, 0.
    expect(await deletionScore(weighted(0.3, 0.6, 0.1), scoring([2, 3, 1]))).toBeCloseTo((0.7 + 0.25 + 0.05) / 3, 14);
  });

  it('is 1 less the insertion score where the probability is additive', async () => {
    const weights = fc
      .array(fc.integer({ min: 0, max: 9 }), { minLength: 6, maxLength: 6 })
      .filter((all) => all.some((weight) => weight > 0));
    const attributions = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 6, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(weights, attributions, fc.integer({ min: 1, max: 9 }), async (given, ranked, steps) => {
        const sum = given.reduce((a, b) => a + b);
        const probability = weighted(...given.map((weight) => weight / sum));
        const asked = scoring(ranked, { steps });
        expect((await insertionScore(probability, asked)) + (await deletionScore(probability, asked))).toBeCloseTo(
          1,
          12,
        );
      }),
    );
  });

  it('is lowest, and the insertion score highest, for the order of the weights', async () => {
    const probability = weighted(0.4, 0.1, 0.3, 0.2);
    const best = scoring([4, 1, 3, 2]);
    const orders = [
      [1, 2, 3, 4],
      [4, 3, 2, 1],
      [2, 4, 1, 3],
      [4, 1, 2, 3],
    ];
    for (const order of orders) {
      expect(await insertionScore(probability, scoring(order))).toBeLessThan(await insertionScore(probability, best));
      expect(await deletionScore(probability, scoring(order))).toBeGreaterThan(await deletionScore(probability, best));
    }
  });
});

describe('scores', () => {
  const probability = weighted(0.5, 0.5);
  it.each([
    [{ steps: 0 }, 'The number of steps is 0; expected a whole number from 1 to 16777216.'],
    [{ steps: 2.5 }, 'The number of steps is 2.5'],
    [{ batchSize: 0 }, 'The batch size is 0'],
    [{ channels: 0 }, 'The number of channels is 0'],
    [{ channels: 3 }, 'An input of 2 numbers does not hold whole pixels of 3 channels.'],
    [{ baseline: new Float64Array(3) }, 'The baseline has 3 numbers, the input 2; expected as many.'],
    [{ input: new Float64Array(3) }, 'The baseline has 2 numbers, the input 3; expected as many.'],
    [{ attributions: Float64Array.of(NaN, 1) }, 'The list of attributions is NaN at index 0; it must be finite.'],
    [{ input: Float64Array.of(1, Infinity) }, 'The input is Infinity at index 1'],
    [{ baseline: Float64Array.of(NaN, 1) }, 'The baseline is NaN at index 0'],
  ])('refuse %o', async (wrong, message) => {
    await expect(deletionScore(probability, scoring([1, 2], wrong))).rejects.toThrow(message);
  });
});

it('scores refuse a probability that is not finite', async () => {
  await expect(insertionScore(() => Promise.resolve(Float64Array.of(0, NaN, 1)), scoring([1, 2]))).rejects.toThrow(
    'The probability is NaN at index 1',
  );
});

describe('softmaxProbability', () => {
  it('is the softmax of the target among the outputs of each point', async () => {
    const logits: Evaluate = () => Promise.resolve(Float64Array.of(0, Math.log(3), 5, 5));
    const probability = softmaxProbability(logits, 2, 1);
    expect([...(await probability(new Float64Array(2)))]).toEqual([expect.closeTo(0.75, 14), 0.5]);
  });

  it('stands logits of any size', async () => {
    const logits: Evaluate = () => Promise.resolve(Float64Array.of(-2000, 2000, 2000, -2000));
    expect([...(await softmaxProbability(logits, 2, 0)(new Float64Array(2)))]).toEqual([0, 1]);
  });
});
