import { describe, expect, it } from 'vitest';
import { saturationFigure, type SaturationFigureData } from '../../src/figures/index.ts';
import { elements, expectFigure, number } from '../helpers/svg.ts';

const data: SaturationFigureData = {
  title: 'Where the attribution is gathered',
  note: '2 images',
  curves: [
    {
      name: 'image 0',
      points: [
        { alpha: 0, share: 0 },
        { alpha: 0.1, share: 0.2 },
        { alpha: 1, share: 1 },
      ],
      classChanges: [0.05, 0.55],
    },
    {
      name: 'image 1',
      points: [
        { alpha: 0, share: 0 },
        { alpha: 0.1, share: -0.1 },
        { alpha: 1, share: 1 },
      ],
      classChanges: [],
    },
  ],
};

function curve(svg: string, index: number): number[][] {
  const { points } = elements(svg, '.gathering polyline')[index].attributes;
  return points.split(' ').map((point) => point.split(',').map(Number));
}

/** Heights of 0 and of what is gathered evenly. */
function levels(svg: string): { zero: number; even: number } {
  return { zero: number(elements(svg, '.zero')[0], 'y1'), even: number(elements(svg, '.even')[0], 'y1') };
}

describe('saturationFigure', () => {
  it('draws the share over alpha, on an axis of alpha that is logarithmic from 0.01', () => {
    const svg = saturationFigure(data);
    const { zero, even } = levels(svg);
    const height = ([, y]: readonly number[]): number => (zero - y) / (zero - even);
    const [begin, middle, end] = curve(svg, 0);
    // 0.01, 0.1 and 1 are equal steps; 0.02 / 0.01 and 0.2 / 0.1 are 2, all is gathered at 1.
    expect(Math.abs(begin[0] + end[0] - 2 * middle[0])).toBeLessThan(0.02);
    [2, 2, 1].forEach((expected, i) => {
      expect(height([begin, middle, end][i])).toBeCloseTo(expected, 2);
    });
    expect(height(curve(svg, 1)[1])).toBeCloseTo(-1, 2);
  });

  it('puts a ring on the curve where the predicted class changes', () => {
    const svg = saturationFigure(data);
    const { zero, even } = levels(svg);
    const rings = elements(svg, '.gathering circle');
    expect(rings).toHaveLength(2);
    // A share of 0.1 at 0.05, and half way from 0.2 to 1, 0.6, at 0.55.
    [2, 0.6 / 0.55].forEach((expected, i) => {
      expect((zero - number(rings[i], 'cy')) / (zero - even)).toBeCloseTo(expected, 2);
    });
  });

  it('labels shares in per cent', () => {
    const labels = elements(saturationFigure(data), '.axis.left text').map(({ text }) => text);
    expect(labels).toEqual([
      '−100 %',
      '−50 %',
      '0 %',
      '50 %',
      '100 %',
      '150 %',
      '200 %',
      'share gathered up to α, over α',
    ]);
  });

  it('looks as it did', async () => {
    await expectFigure(saturationFigure(data), 'saturationFigure');
  });
});
