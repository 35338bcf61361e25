import { describe, expect, it } from 'vitest';
import { stepFigure, type StepFigureData } from '../../src/figures/index.ts';
import { elements, expectFigure, number, position } from '../helpers/svg.ts';

// The trapezoid with 2 partitions on a gradient of three regions: nodes 0, 0.5, 1 lie in the first, second and third.
const data: StepFigureData = {
  title: 'The trapezoid with 2 partitions',
  breakpoints: [0.3, 0.6],
  gradients: [1, 2, -1],
  rule: {
    name: 'trapezoid',
    nodes: [
      { alpha: 0, weight: 0.25, gradient: 1 },
      { alpha: 0.5, weight: 0.5, gradient: 2 },
      { alpha: 1, weight: 0.25, gradient: -1 },
    ],
  },
};

describe('stepFigure', () => {
  it('draws each node on the step of its region', () => {
    const svg = stepFigure(data);
    const steps = elements(svg, '.steps line').filter(({ attributes }) => attributes.y1 === attributes.y2);
    const nodes = elements(svg, '.nodes path').map(position);
    expect(nodes.map(({ y }) => y)).toEqual(steps.map((step) => number(step, 'y1')));
    nodes.forEach(({ x }, i) => {
      expect(x).toBeGreaterThanOrEqual(number(steps[i], 'x1'));
      expect(x).toBeLessThanOrEqual(number(steps[i], 'x2'));
    });
  });

  it('has bars of the area that the rule computes, side by side from 0 to 1', () => {
    const bars = elements(stepFigure(data), '.bars rect');
    // 0.25 * 1, 0.5 * 2 and 0.25 * -1, relative to the first.
    const areas = bars.map((bar) => number(bar, 'width') * number(bar, 'height'));
    expect(areas[1] / areas[0]).toBeCloseTo(4, 3);
    expect(areas[2] / areas[0]).toBeCloseTo(1, 3);
    // The bar of the negative gradient hangs below the line on which the others stand.
    expect(number(bars[2], 'y')).toBeCloseTo(number(bars[0], 'y') + number(bars[0], 'height'), 1);
    for (let i = 1; i < 3; i++) {
      expect(number(bars[i], 'x')).toBeCloseTo(number(bars[i - 1], 'x') + number(bars[i - 1], 'width'), 1);
    }
  });

  it('looks as it did', async () => {
    await expectFigure(stepFigure(data), 'stepFigure');
  });
});
