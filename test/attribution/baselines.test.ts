import { describe, expect, it } from 'vitest';
import { makeBaselines, type Baseline, type UsedBaseline } from '../../src/attribution/baselines/index.ts';
import { Dense, inputName, Network, type Shape } from '../../src/network/index.ts';
import { explain } from '../../src/attribution/index.ts';
import { affine } from '../helpers/closedForms.ts';

function networkOf(shape: Shape): Network {
  const size = shape.reduce((product, axis) => product * axis, 1);
  return new Network(shape, [
    { name: 'out', layer: new Dense(new Float64Array(size).fill(1), Float64Array.of(0)), inputs: [inputName] },
  ]);
}

/** Pixels 0 and 255 become -1/2 and 1/2. */
const processing = { divisor: 255, offset: -0.5 };

/** Baselines of a 2 x 2 image of two channels: 0, 1/10, ... 7/10 of the range. */
function made(...declared: Baseline[]): UsedBaseline[] {
  const input = Float64Array.from({ length: 8 }, (_, i) => i / 10 - 0.5);
  return makeBaselines(declared, { network: networkOf([2, 2, 2]), input, processing, seed: 7 });
}

describe('baselines', () => {
  it('are declared in pixels and given in the scale of the network', () => {
    const [black, white, image] = made(
      'black',
      { kind: 'white' },
      { kind: 'image', pixels: Float64Array.of(0, 51, 102, 153, 204, 255, 0, 0) },
    );
    expect(black).toEqual({ name: 'black', values: new Float64Array(8).fill(-0.5) });
    expect(white).toEqual({ name: 'white', values: new Float64Array(8).fill(0.5) });
    expect(image.name).toBe('image');
    [-0.5, -0.3, -0.1, 0.1, 0.3, 0.5, -0.5, -0.5].forEach((x, i) => {
      expect(image.values[i]).toBeCloseTo(x, 14);
    });
  });

  it('are processed by channel where the processing is', () => {
    const [black, white] = makeBaselines(['black', 'white'], {
      network: networkOf([1, 2, 2]),
      input: new Float64Array(4),
      processing: { divisor: [255, 51], offset: [0, -2] },
      seed: 0,
    });
    expect([...black.values]).toEqual([0, -2, 0, -2]);
    expect([...white.values]).toEqual([1, 3, 1, 3]);
    expect(() =>
      makeBaselines(['black'], {
        network: networkOf([1, 2, 2]),
        input: new Float64Array(4),
        processing: { divisor: [1, 2, 3], offset: 0 },
        seed: 0,
      }),
    ).toThrow('has the numbers 1, 2, 3 by channel; the input has 2 channels');
  });

  it('an array is taken as it is, in the scale of the network', () => {
    const values = Float64Array.from({ length: 8 }, (_, i) => i);
    expect(made(values)).toEqual([{ name: 'given', values }]);
  });

  it('mean is that of each channel', () => {
    // (0 + 2 + 4 + 6) / 40 and (1 + 3 + 5 + 7) / 40 of the range.
    const [{ values }] = made('mean');
    values.forEach((x, i) => {
      expect(x).toBeCloseTo((i % 2 === 0 ? 0.3 : 0.4) - 0.5, 14);
    });
  });

  it('mean of inputs that are no image is that of all', () => {
    const [{ values }] = makeBaselines(['mean'], {
      network: networkOf([3]),
      input: Float64Array.of(1, 2, 6),
      processing,
      seed: 0,
    });
    values.forEach((x) => {
      expect(x).toBeCloseTo(3, 12);
    });
  });

  it('blurred keeps what is constant, and spreads a point by the normal density', () => {
    const network = networkOf([1, 7, 1]);
    const blur = (input: Float64Array): Float64Array =>
      makeBaselines([{ kind: 'blurred', sigma: 0.5 }], { network, input, processing, seed: 0 })[0].values;
    blur(new Float64Array(7).fill(0.25)).forEach((x) => {
      expect(x).toBeCloseTo(0.25, 12);
    });
    // Weights exp(-2 d^2) at the distances 0, 1 and 2: 1, 0.1353 and 0.0003.
    const point = blur(Float64Array.of(-0.5, -0.5, -0.5, 0.5, -0.5, -0.5, -0.5)).map((x) => x + 0.5);
    expect(point[3]).toBeCloseTo(1 / (1 + 2 * Math.exp(-2) + 2 * Math.exp(-8)), 12);
    expect(point[2] / point[3]).toBeCloseTo(Math.exp(-2), 12);
    expect([...point]).toEqual([...point].reverse().map((x): unknown => expect.closeTo(x, 12)));
  });

  it('blurred goes along rows and columns and leaves channels apart', () => {
    const network = networkOf([3, 3, 2]);
    const input = new Float64Array(18).fill(-0.5);
    input[8] = 0.5; // the middle pixel of the first channel
    const [{ values }] = makeBaselines([{ kind: 'blurred', sigma: 1 }], { network, input, processing, seed: 0 });
    const first = values.filter((_, i) => i % 2 === 0).map((x) => x + 0.5);
    expect(values.filter((_, i) => i % 2 === 1).every((x) => Math.abs(x + 0.5) < 1e-12)).toBe(true);
    expect(first[1]).toBeCloseTo(first[3], 12);
    expect(first[0] / first[1]).toBeCloseTo(first[1] / first[4], 12);
  });

  it('random kinds give as many as asked for, the same for a seed, each recorded with its draw', () => {
    const draws = made({ kind: 'uniform', count: 3 });
    expect(draws.map(({ name, seed, draw }) => ({ name, seed, draw }))).toEqual(
      [0, 1, 2].map((draw) => ({ name: 'uniform', seed: 7, draw })),
    );
    expect(new Set(draws.flatMap(({ values }) => [...values])).size).toBe(24);
    expect(made({ kind: 'uniform', count: 3 })).toEqual(draws);
    expect(draws.every(({ values }) => values.every((x) => x >= -0.5 && x < 0.5))).toBe(true);
  });

  it('gaussian is normal noise around the image, cut off at black and white', () => {
    const input = new Float64Array(4000); // pixels of 127.5
    const [{ values }] = makeBaselines([{ kind: 'gaussian', deviation: 25.5 }], {
      network: networkOf([4000]),
      input,
      processing,
      seed: 1,
    });
    const mean = values.reduce((sum, x) => sum + x, 0) / 4000;
    const deviation = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 4000);
    expect(Math.abs(mean)).toBeLessThan((4 * 0.1) / Math.sqrt(4000));
    expect(deviation).toBeCloseTo(0.1, 2);
    const [wide] = makeBaselines([{ kind: 'gaussian', deviation: 1000 }], {
      network: networkOf([4000]),
      input,
      processing,
      seed: 1,
    });
    expect([Math.min(...wide.values), Math.max(...wide.values)]).toEqual([-0.5, 0.5]);
  });

  it.each<[string, Baseline, string]>([
    ['an unknown kind', 'blak' as Baseline, "Unknown baseline 'blak'. Did you mean 'black'?"],
    [
      'an unknown kind with settings',
      { kind: 'whit' } as unknown as Baseline,
      "Unknown baseline 'whit'. Did you mean 'white'?",
    ],
    ['an array of the wrong size', Float64Array.of(1, 2), 'The baseline has 2 numbers, the network takes 8 (2x2x2).'],
    ['an array with NaN', new Float64Array(8).fill(NaN, 3, 4), 'The baseline is NaN at index 3'],
    [
      'an image of the wrong size',
      { kind: 'image', pixels: Float64Array.of(1) },
      'The image of the baseline has 1 number, the network takes 8 (2x2x2).',
    ],
    [
      'no draws',
      { kind: 'uniform', count: 0 },
      'The count of uniform baselines is 0; expected a whole number from 1 to 65536.',
    ],
    ['no blur', { kind: 'blurred', sigma: 0 }, 'The blur of a baseline has sigma 0; expected a number above 0'],
    [
      'a negative deviation',
      { kind: 'gaussian', deviation: -1 },
      'A gaussian baseline has deviation -1; expected a number above 0',
    ],
  ])('refuse %s', (_, baseline, message) => {
    expect(() => made(baseline)).toThrow(message);
  });

  it('refuse a blur of what is no image, and an empty list', () => {
    expect(() =>
      makeBaselines(['blurred'], { network: networkOf([3]), input: new Float64Array(3), processing, seed: 0 }),
    ).toThrow('A blurred baseline needs an image');
    expect(() => made()).toThrow("The list of baselines is empty; expected at least one, like 'black'.");
  });
});

describe('several baselines', () => {
  const [near, far] = [Float64Array.of(0, 0), Float64Array.of(1, 2)];
  const request = {
    method: 'integrated_gradients' as const,
    input: Float64Array.of(3, 4),
    target: 0,
    baseline: [near, far],
  };

  it('have an answer each', async () => {
    // F = 2 x0 - 3 x1 + 1.
    const answers = await explain(affine(), request);
    expect(answers.map(({ attributions }) => [...attributions])).toEqual([
      [6, -12],
      [4, -6],
    ]);
    expect(answers.map(({ baselines }) => baselines)).toEqual([
      [{ name: 'given', values: near }],
      [{ name: 'given', values: far }],
    ]);
  });

  it('or one answer, the mean, complete on average', async () => {
    const [answer, ...others] = await explain(affine(), { ...request, averageBaselines: true });
    expect(others).toEqual([]);
    expect(answer).toMatchObject({
      attributions: Float64Array.of(5, -9),
      regions: 2,
      completeness: { sum: -4, difference: -4, gap: 0 },
    });
    expect(answer.baselines).toHaveLength(2);
    expect(answer.line).toBeUndefined();
  });
});
