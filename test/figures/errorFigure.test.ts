import { describe, expect, it } from 'vitest';
import { errorFigure, type ErrorFigureData, type ErrorSeries } from '../../src/figures/index.ts';
import { elements, expectFigure, number, position } from '../helpers/svg.ts';

const series = (name: string, errors: Readonly<Record<number, number>>): ErrorSeries => ({
  name,
  points: Object.entries(errors).map(([samples, error]) => ({ samples: Number(samples), error })),
});

const left = series('left', { 1: 5, 10: 0.5, 100: 0.05, 1000: 0.005 });
const data: ErrorFigureData = { title: 'convsmall, image 0', series: [left], exactRegions: 100, tolerance: 0.05 };
const power = (name: string, exponent: number): ErrorSeries =>
  series(name, Object.fromEntries([1, 3, 10, 32, 100, 316, 1000].map((n) => [n, 2 * n ** -exponent])));

/** Heights of the labels in the key, top down. */
function keyHeights(svg: string): number[] {
  return elements(svg, '.key text').map((text) => number(text, 'y')).sort((a, b) => a - b);
}

describe('errorFigure', () => {
  it('draws samples and errors on logarithmic axes', () => {
    const points = elements(errorFigure(data), '.series path').map(position);
    expect(points).toHaveLength(4);
    for (let i = 1; i < 4; i++) {
      // A power law is a straight line: equal steps, up to coordinates rounded to 0.01.
      expect(Math.abs(points[i].x - points[i - 1].x - (points[3].x - points[0].x) / 3)).toBeLessThan(0.02);
      expect(Math.abs(points[i].y - points[i - 1].y - (points[3].y - points[0].y) / 3)).toBeLessThan(0.02);
      expect(points[i].y).toBeGreaterThan(points[i - 1].y);
    }
  });

  it('labels the decades at the points of these values', () => {
    const svg = errorFigure(data);
    const ticks = elements(svg, '.axis.bottom text');
    expect(ticks.map(({ text }) => text)).toEqual(['1', '10', '100', '1,000', 'samples']);
    const points = elements(svg, '.series path').map(position);
    expect(ticks.slice(0, 4).map((tick) => number(tick, 'x'))).toEqual(points.map(({ x }) => x));
    expect(elements(svg, '.axis.left text').map(({ text }) => text)).toEqual(['1 %', '10 %', '100 %', 'relative error']);
  });

  it('marks the exact regions and the tolerance where a rule with as many samples and such an error stands', () => {
    const svg = errorFigure(data);
    const { x, y } = position(elements(svg, '.series path')[2]);
    expect(number(elements(svg, '.exact')[0], 'x1')).toBe(x);
    expect(number(elements(svg, '.tolerance')[0], 'y1')).toBe(y);
    expect(elements(svg, 'text').map(({ text }) => text)).toEqual(
      expect.arrayContaining(['100 exact regions', 'tolerance 5 %']),
    );
  });

  it('leaves out errors that are 0 or not finite', () => {
    const odd = series('odd', { 1: 0, 2: Infinity, 3: NaN, 4: 0.1 });
    expect(elements(errorFigure({ ...data, series: [odd] }), '.series path')).toHaveLength(1);
  });

  it('tells six series apart by colour, by dashes and by marker', () => {
    const names = ['left', 'right', 'midpoint', 'trapezoid', 'simpson', 'gauss'];
    const svg = errorFigure({ ...data, series: names.map((name, i) => power(name, 0.5 + i / 4)) });
    const curves = elements(svg, '.series polyline').map(({ attributes }) => attributes);
    expect(new Set(curves.map(({ stroke }) => stroke)).size).toBe(6);
    expect(new Set(curves.map((curve) => curve['stroke-dasharray'])).size).toBe(6);
    expect(new Set(elements(svg, '.key path').map(({ attributes }) => attributes.d)).size).toBe(6);
  });

  it('keeps the names of the key apart from each other and right of the data', () => {
    const svg = errorFigure({ ...data, series: ['a', 'b', 'c', 'd', 'e'].map((name) => power(name, 1)) });
    const heights = keyHeights(svg);
    expect(heights).toHaveLength(6);
    for (let i = 1; i < heights.length; i++) expect(heights[i] - heights[i - 1]).toBeGreaterThanOrEqual(19.9);
    const rightmost = Math.max(...elements(svg, '.axis.bottom line').map((line) => number(line, 'x2')));
    for (const swatch of elements(svg, '.key line')) expect(number(swatch, 'x1')).toBeGreaterThan(rightmost);
  });

  it('breaks a long title into lines and grows by their height', () => {
    const height = (title: string): number => number(elements(errorFigure({ ...data, title }), 'rect')[0], 'height');
    expect(height('network '.repeat(20).trim()) - height('network')).toBe(2 * 20);
  });

  it('spaces markers where points are dense and keeps every point on the curve', () => {
    const dense = { name: 'dense', points: Array.from({ length: 1000 }, (_, i) => ({ samples: i + 1, error: 1 / (i + 1) })) };
    const svg = errorFigure({ ...data, series: [dense] });
    expect(elements(svg, '.series polyline')[0].attributes.points.split(' ')).toHaveLength(1000);
    const marks = elements(svg, '.series path').map((mark) => position(mark).x);
    for (let i = 1; i < marks.length; i++) expect(marks[i] - marks[i - 1]).toBeGreaterThan(23.9);
  });

  it('looks as it did', async () => {
    const crossing = [power('left', 0.9), power('trapezoid', 1.1), series('gauss', { 1: 0.3, 30: 0.2, 1000: 0.02 })];
    await expectFigure(errorFigure({ ...data, series: crossing, exactRegions: 2583 }), 'errorFigure');
  });
});
