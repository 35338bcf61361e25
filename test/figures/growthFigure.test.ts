import { describe, expect, it } from 'vitest';
import { growthFigure, type GrowthFigureData, type GrowthPoint } from '../../src/figures/index.ts';
import { elements, expectFigure, number, position } from '../helpers/svg.ts';

const deeper: GrowthPoint[] = [100, 1000, 10_000].map((regions) => ({ regions, seconds: regions / 1e4, memory: 200 }));
const longer: GrowthPoint[] = [100, 400].map((regions) => ({ regions, seconds: 0.005, memory: 100 + regions / 4 }));
const data: GrowthFigureData = {
  title: 'Time and memory by regions',
  series: [
    { name: 'deeper', points: deeper },
    { name: 'longer', points: longer },
  ],
};
const markers = elements(growthFigure(data), '.series path').map(position);
const seconds = markers.slice(0, 5);
const memory = markers.slice(5);

describe('growthFigure', () => {
  it('draws time above memory over the same regions', () => {
    expect(memory.map(({ x }) => x)).toEqual(seconds.map(({ x }) => x));
    expect(Math.min(...memory.map(({ y }) => y))).toBeGreaterThan(Math.max(...seconds.map(({ y }) => y)));
  });

  it('draws powers as straight lines', () => {
    const [a, b, c] = seconds;
    // Coordinates are rounded to 0.01.
    expect(Math.abs(b.x - a.x - (c.x - b.x))).toBeLessThan(0.02);
    expect(Math.abs(b.y - a.y - (c.y - b.y))).toBeLessThan(0.02);
    expect(c.y).toBeLessThan(a.y);
  });

  it('shows what grows in proportion to the line of the most regions, within each plot', () => {
    const guides = elements(growthFigure(data), '.proportional');
    const end = (name: string): number => number(guides[0], name);
    const slope = (end('y2') - end('y1')) / (end('x2') - end('x1'));
    const [a, , c] = seconds;
    expect(slope).toBeCloseTo((c.y - a.y) / (c.x - a.x), 3);
    expect(end('y1') + slope * (c.x - end('x1'))).toBeCloseTo(c.y, 1);
    expect(number(guides[1], 'y2')).toBeGreaterThan(end('y1'));
  });

  it('names each series once, and the line that grows in proportion', () => {
    expect(elements(growthFigure(data), '.key text').map(({ text }) => text)).toEqual([
      'deeper',
      'longer',
      'proportional',
    ]);
  });

  it('looks as it did', async () => {
    await expectFigure(growthFigure(data), 'growthFigure');
  });
});
