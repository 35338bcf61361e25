import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatNumber,
  formatPercent,
  linearDomain,
  linearScale,
  linearTicks,
  logDomain,
  logScale,
  logTicks,
} from '../../src/figures/scales.ts';

describe('scales', () => {
  it('a linear scale maps the ends of the domain to the ends of the range, and the middle to the middle', () => {
    const scale = linearScale([-1, 3], [100, 20]);
    expect([-1, 1, 3].map(scale)).toEqual([100, 60, 20]);
  });

  it('a logarithmic scale draws equal ratios equally far apart', () => {
    const scale = logScale([1, 100], [0, 200]);
    expect([1, 10, 100].map(scale)).toEqual([0, 100, 200]);
    expect(scale(20) - scale(2)).toBeCloseTo(100, 10);
  });
});

describe('domains', () => {
  it('hold all values with a margin', () => {
    expect(linearDomain([3, 1, 2])).toEqual([0.9, 3.1]);
    const [low, high] = logDomain([1, 10_000]);
    expect(low).toBeCloseTo(10 ** -0.16, 12);
    expect(high).toBeCloseTo(10 ** 4.16, 8);
  });

  it('have a width for a single value: a logarithmic one spans a decade', () => {
    expect(linearDomain([5])).toEqual([4, 6]);
    const [low, high] = logDomain([100]);
    expect(high / low).toBeCloseTo(10, 10);
    expect(low * high).toBeCloseTo(10_000, 6);
  });
});

describe('ticks', () => {
  const labels = (ticks: readonly { label?: string }[]): (string | undefined)[] =>
    ticks.map(({ label }) => label).filter((label) => label !== undefined);

  it('of a linear axis are round numbers, with zero as 0', () => {
    expect(labels(linearTicks([0, 1]))).toEqual(['0', '0.2', '0.4', '0.6', '0.8', '1']);
    expect(labels(linearTicks([-0.3, 8]))).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8']);
    expect(labels(linearTicks([-25, 10]))).toEqual(['−25', '−20', '−15', '−10', '−5', '0', '5', '10']);
  });

  it('of a linear axis are three to ten, all within the domain', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }), (low, span) => {
        const values = linearTicks([low, low + span]).map(({ value }) => value);
        expect(values.length).toBeGreaterThanOrEqual(3);
        expect(values.length).toBeLessThanOrEqual(10);
        expect(values.every((value) => value >= low && value <= low + span)).toBe(true);
      }),
    );
  });

  it('of a logarithmic axis are labelled at the decades, with minor ones between', () => {
    const ticks = logTicks([1, 1000], formatNumber);
    expect(labels(ticks)).toEqual(['1', '10', '100', '1,000']);
    // 2 to 9 in each of three decades
    expect(ticks.filter(({ label }) => label === undefined)).toHaveLength(24);
  });

  it('of a short logarithmic axis are labelled at 1, 2 and 5', () => {
    expect(labels(logTicks([0.03, 0.3], formatPercent))).toEqual(['5 %', '10 %', '20 %']);
  });

  it('of a very long logarithmic axis are labelled at every second decade', () => {
    expect(labels(logTicks([1e-8, 1e8], formatNumber))).toHaveLength(9);
  });
});

describe('formats', () => {
  it('of percentages are plain where short and powers of ten elsewhere', () => {
    expect([0.05, 0.07, 1e-6, 1e2, 1e-9, 1e10].map(formatPercent)).toEqual([
      '5 %',
      '7 %',
      '0.0001 %',
      '10,000 %',
      '1·10⁻⁷ %',
      '1·10¹² %',
    ]);
  });

  it('of numbers are plain where short and powers of ten elsewhere', () => {
    expect([0, 12345.6789, -0.25, 1e-5, 1e9 / 2, -1.25e-17, 3e12].map(formatNumber)).toEqual([
      '0',
      '12,345.7',
      '−0.25',
      '0.00001',
      '500,000,000',
      '−1.25·10⁻¹⁷',
      '3·10¹²',
    ]);
  });
});
