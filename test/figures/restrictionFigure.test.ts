import { describe, expect, it } from 'vitest';
import { restrictionFigure, type RestrictionFigureData } from '../../src/figures/index.ts';
import { elements, expectFigure, number } from '../helpers/svg.ts';

// h1 = 2 alpha - 1; h2 has its kink where h1 crosses, and crosses itself at 0.75.
const data: RestrictionFigureData = {
  title: 'Two units on a line',
  units: [
    {
      name: 'h₁',
      points: [
        { alpha: 0, value: -1 },
        { alpha: 1, value: 1 },
      ],
      crossings: [0.5],
    },
    {
      name: 'h₂',
      points: [
        { alpha: 0, value: 1 },
        { alpha: 0.5, value: 0.5 },
        { alpha: 1, value: -0.5 },
      ],
      crossings: [0.75],
    },
  ],
  breakpoints: [0.5, 0.75],
};

describe('restrictionFigure', () => {
  it('has a band of regions without gaps, as wide as they are', () => {
    const regions = elements(restrictionFigure(data), '.regions rect');
    const widths = regions.map((region) => number(region, 'width'));
    expect(widths).toHaveLength(3);
    expect(widths[0] / widths[1]).toBeCloseTo(2, 3);
    expect(widths[1] / widths[2]).toBeCloseTo(1, 3);
    for (let i = 1; i < 3; i++) {
      expect(number(regions[i], 'x')).toBeCloseTo(number(regions[i - 1], 'x') + widths[i - 1], 1);
    }
  });

  it('has a dot at every kink and a ring at every crossing, on the boundary of two regions', () => {
    const svg = restrictionFigure(data);
    const circles = elements(svg, '.unit circle');
    expect(circles.map((circle) => number(circle, 'r'))).toEqual([4.5, 3, 4.5]);
    const boundaries = elements(svg, '.regions rect')
      .slice(1)
      .map((region) => number(region, 'x'));
    expect(circles.map((circle) => number(circle, 'cx'))).toEqual([boundaries[0], boundaries[0], boundaries[1]]);
  });

  it('looks as it did', async () => {
    await expectFigure(restrictionFigure(data), 'restrictionFigure');
  });
});
