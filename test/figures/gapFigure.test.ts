import { describe, expect, it } from 'vitest';
import { gapFigure, type GapFigureData } from '../../src/figures/index.ts';
import { elements, expectFigure, number } from '../helpers/svg.ts';

const data: GapFigureData = {
  title: 'Error by gap',
  note: '3 images',
  samplings: [
    { gap: 0.1, error: 1 },
    { gap: 0.01, error: 0.05 },
    { gap: 0, error: 0.01 },
  ],
  stops: [
    { gap: 0.005, error: 0.2 },
    { gap: 0.009, error: 0.02 },
  ],
  stopsBelow: 0.01,
  tolerance: 0.05,
};

describe('gapFigure', () => {
  it('marks the gap at which m-tilde stops and the tolerance where a sampling with these stands', () => {
    const svg = gapFigure(data);
    const dot = elements(svg, '.samplings circle')[1];
    expect(number(elements(svg, '.stops-below')[0], 'x1')).toBe(number(dot, 'cx'));
    expect(number(elements(svg, '.tolerance')[0], 'y1')).toBe(number(dot, 'cy'));
  });

  it('counts the images that are above the tolerance where m-tilde stops', () => {
    const texts = elements(gapFigure(data), 'text').map(({ text }) => text);
    expect(texts).toContain('1 of 2 images are above 5 % where m-tilde stops');
  });

  it('leaves out what has no finite gap and what is exact, and keeps gaps of 0 at the end of the axis', () => {
    const svg = gapFigure({ ...data, samplings: [...data.samplings, { gap: NaN, error: 1 }, { gap: 1, error: 0 }] });
    const x = elements(svg, '.samplings circle').map((dot) => number(dot, 'cx'));
    expect(x).toHaveLength(3);
    expect(x[2]).toBe(Math.min(...x));
  });

  it('looks as it did', async () => {
    await expectFigure(gapFigure(data), 'gapFigure');
  });
});
