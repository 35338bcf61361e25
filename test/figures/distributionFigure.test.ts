import { describe, expect, it } from 'vitest';
import { distributionFigure, type DistributionFigureData } from '../../src/figures/index.ts';
import { elements, expectFigure, number } from '../helpers/svg.ts';

const data: DistributionFigureData = {
  title: 'Samples to 5 %',
  note: '6 images',
  rows: [
    {
      name: 'left',
      colour: '#0072B2',
      values: [10, 20, 40, 80, 160],
      quartiles: { lower: 20, median: 40, upper: 80 },
      missing: 1,
    },
    { name: 'gauss', colour: '#E69F00', values: [], missing: 6 },
  ],
  quantity: 'samples',
};

describe('distributionFigure', () => {
  it('has a dot for each image, on a logarithmic axis', () => {
    const x = elements(distributionFigure(data), '.distribution circle').map((dot) => number(dot, 'cx'));
    expect(x).toHaveLength(5);
    for (let i = 2; i < 5; i++) expect(Math.abs(x[i] - x[i - 1] - (x[1] - x[0]))).toBeLessThan(0.03);
  });

  it('draws a box from quartile to quartile and a line at the median, where images with these values stand', () => {
    const svg = distributionFigure(data);
    const x = elements(svg, '.distribution circle').map((dot) => number(dot, 'cx'));
    const [box] = elements(svg, '.distribution rect');
    expect(number(box, 'x')).toBe(x[1]);
    expect(number(box, 'x') + number(box, 'width')).toBeCloseTo(x[3], 1);
    expect(number(elements(svg, '.distribution line')[0], 'x1')).toBe(x[2]);
  });

  it('says how many images have no value', () => {
    const texts = elements(distributionFigure(data), '.distribution text').map(({ text }) => text);
    expect(texts).toEqual(['left', 'median 40; none for 1', 'gauss', 'no value; none for 6']);
  });

  it('looks as it did', async () => {
    await expectFigure(distributionFigure(data), 'distributionFigure');
  });
});
