import { describe, expect, it } from 'vitest';
import { saturationFigure, type SaturationFigureData } from '../../src/figures/index.ts';
import { elements, expectFigure, number } from '../helpers/svg.ts';

const data: SaturationFigureData = {
  title: 'Where the attribution is gathered',
  curves: [
    { name: 'image 0', points: [{ alpha: 0, share: 0 }, { alpha: 0.5, share: 0.8 }, { alpha: 1, share: 1 }], classChanges: [0.25, 0.75] },
    { name: 'image 1', points: [{ alpha: 0, share: 0 }, { alpha: 0.4, share: -0.2 }, { alpha: 1, share: 1 }], classChanges: [] },
  ],
};

const curve = (svg: string, index: number): number[][] =>
  elements(svg, '.gathering polyline')[index].attributes.points.split(' ').map((point) => point.split(',').map(Number));

describe('saturationFigure', () => {
  it('draws the share linearly, all curves from one point to another', () => {
    const svg = saturationFigure(data);
    const [first, second] = [curve(svg, 0), curve(svg, 1)];
    expect([first[0], first[2]]).toEqual([second[0], second[2]]);
    // Half of alpha is half of the width, a share of 0.8 is 0.8 of the height.
    const share = (point: number[]): number => (first[0][1] - point[1]) / (first[0][1] - first[2][1]);
    expect(first[1][0] * 2).toBeCloseTo(first[0][0] + first[2][0], 1);
    expect(share(first[1])).toBeCloseTo(0.8, 3);
    expect(share(second[1])).toBeCloseTo(-0.2, 3);
  });

  it('puts a ring on the curve where the predicted class changes', () => {
    const svg = saturationFigure(data);
    const [from, middle, to] = curve(svg, 0);
    const rings = elements(svg, '.gathering circle').map((ring) => [number(ring, 'cx'), number(ring, 'cy')]);
    const halfway = (a: number[], b: number[]): number[] => a.map((coordinate, i) => (coordinate + b[i]) / 2);
    expect(rings).toHaveLength(2);
    [halfway(from, middle), halfway(middle, to)].forEach((expected, i) => {
      rings[i].forEach((coordinate, axis) => { expect(Math.abs(coordinate - expected[axis])).toBeLessThan(0.02); });
    });
  });

  it('labels shares in per cent', () => {
    const labels = elements(saturationFigure(data), '.axis.left text').map(({ text }) => text);
    expect(labels).toEqual(['−20 %', '0 %', '20 %', '40 %', '60 %', '80 %', '100 %', 'share of the attribution']);
  });

  it('looks as it did', async () => {
    await expectFigure(saturationFigure(data), 'saturationFigure');
  });
});
