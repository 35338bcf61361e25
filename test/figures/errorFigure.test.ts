import { describe, expect, it } from 'vitest';
import { errorFigure, type ErrorFigureData, type ErrorSeries } from '../../src/figures/index.ts';
import { elements, expectFigure, number } from '../helpers/svg.ts';

/** Quartiles a factor of two around the median. */
const series = (name: string, errors: Readonly<Record<number, number>>): ErrorSeries => ({
  name,
  points: Object.entries(errors).map(([samples, median]) => ({
    samples: Number(samples),
    lower: median / 2,
    median,
    upper: 2 * median,
  })),
});

const left = series('left', { 1: 5, 10: 0.5, 100: 0.05, 1000: 0.005 });
const data: ErrorFigureData = {
  title: 'Error of convsmall',
  note: '10 images',
  series: [left],
  exactRegions: 100,
  tolerance: 0.05,
};
const power = (name: string, exponent: number): ErrorSeries =>
  series(name, Object.fromEntries([1, 3, 10, 32, 100, 316, 1000].map((n) => [n, 2 * n ** -exponent])));
const rules = ['gauss', 'simpson', 'left', 'right', 'trapezoid'];

const pointsOf = (points: string): number[][] => points.split(' ').map((point) => point.split(',').map(Number));

describe('errorFigure', () => {
  it('draws samples and errors on logarithmic axes', () => {
    const points = pointsOf(elements(errorFigure(data), '.series polyline')[0].attributes.points);
    expect(points).toHaveLength(4);
    for (let i = 1; i < 4; i++) {
      // A power law is a straight line: equal steps, up to coordinates rounded to 0.01.
      for (const axis of [0, 1])
        expect(Math.abs(points[i][axis] - points[i - 1][axis] - (points[3][axis] - points[0][axis]) / 3)).toBeLessThan(
          0.02,
        );
      expect(points[i][1]).toBeGreaterThan(points[i - 1][1]);
    }
  });

  it('draws a band from quartile to quartile around the median', () => {
    const svg = errorFigure(data);
    const band = pointsOf(elements(svg, '.series .band')[0].attributes.points);
    const median = pointsOf(elements(svg, '.series polyline')[0].attributes.points);
    expect(band).toHaveLength(8); // along the upper quartile, and back along the lower one
    expect(band.slice(0, 4).map(([x]) => x)).toEqual(median.map(([x]) => x));
    // A factor of two up and down is as far on a logarithmic axis.
    median.forEach(([, y], i) => {
      expect(Math.abs((band[i][1] + band[7 - i][1]) / 2 - y)).toBeLessThan(0.02);
    });
    expect(band[0][1]).toBeLessThan(median[0][1]);
  });

  it('marks the exact regions and the tolerance where a rule with as many samples and such an error stands', () => {
    const svg = errorFigure(data);
    const [x, y] = pointsOf(elements(svg, '.series polyline')[0].attributes.points)[2];
    expect(number(elements(svg, '.exact')[0], 'x1')).toBe(x);
    expect(number(elements(svg, '.tolerance')[0], 'y1')).toBe(y);
    const text = elements(svg, 'text')
      .map((element) => element.text)
      .join(' ');
    expect(text).toContain('100 exact regions');
    expect(errorFigure({ ...data, exactRegions: 1_234_567 })).toContain('upright: 1,234,567 exact regions');
    expect(text).toContain('tolerance 5 %');
  });

  it('has a panel for each rule, always in the same order, with the medians of all others in grey', () => {
    const drawn = (order: readonly string[]): string =>
      errorFigure({ ...data, series: order.map((name) => power(name, rules.indexOf(name) / 4)) });
    expect(drawn([...rules].reverse())).toBe(drawn(rules));
    const heads = elements(drawn(rules), '.panel > text').map(({ text }) => text);
    expect(heads).toEqual(['left', 'right', 'trapezoid', 'simpson', 'gauss']);
    expect(elements(drawn(rules), '.panel > polyline')).toHaveLength(5 * 4);
  });

  it('gives each rule the same colour whichever others are there', () => {
    const colour = (names: readonly string[]): string | undefined =>
      elements(errorFigure({ ...data, series: names.map((name) => power(name, 1)) }), '.series polyline').at(-1)
        ?.attributes.stroke;
    expect(colour(['gauss'])).toBe(colour(rules));
  });

  it('labels outer axes alone', () => {
    const svg = errorFigure({ ...data, series: rules.map((name) => power(name, 1)) });
    const names = elements(svg, '.axis text').map(({ text }) => text);
    expect(names.filter((name) => name === 'samples')).toHaveLength(3);
    expect(names.filter((name) => name === 'relative error')).toHaveLength(2);
  });

  it('leaves out errors that are 0 or not finite', () => {
    const odd = series('odd', { 1: 0, 2: Infinity, 3: NaN, 4: 0.1 });
    expect(
      pointsOf(elements(errorFigure({ ...data, series: [odd] }), '.series polyline')[0].attributes.points),
    ).toHaveLength(1);
  });

  it('breaks a long title into lines of about one length and grows by their height', () => {
    const height = (title: string): number => number(elements(errorFigure({ ...data, title }), 'rect')[0], 'height');
    const long = 'network '.repeat(20).trim();
    expect(height(long) - height('network')).toBe(20);
    const lines = elements(errorFigure({ ...data, title: long }), 'text')
      .map(({ text }) => text)
      .filter((text) => text.startsWith('network'));
    expect(lines.map((line) => line.split(' ').length)).toEqual([10, 10]);
  });

  it('looks as it did', async () => {
    const crossing = [power('left', 0.9), power('trapezoid', 1.1), series('gauss', { 1: 0.3, 30: 0.2, 1000: 0.02 })];
    await expectFigure(errorFigure({ ...data, series: crossing, exactRegions: 2583 }), 'errorFigure');
  });
});
