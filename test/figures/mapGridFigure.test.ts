import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { divergingColour } from '../../src/figures/diverging.ts';
import { mapGridFigure, type MapGridData, type PlacedMap } from '../../src/figures/index.ts';
import { elements, expectFigure } from '../helpers/svg.ts';

const map = (values: readonly number[], caption: string): PlacedMap => ({ rows: 1, columns: 2, values, caption });

const data: MapGridData = {
  title: 'Exact and sampled',
  note: 'target: the label',
  image: { rows: 1, columns: 2, channels: 1, pixels: [0, 255] },
  exact: map([2, -1], 'error 0'),
  others: [{ name: 'm-tilde', map: map([4, -2], '100 %') }],
  columns: ['n = 20', 'n = 50'],
  rows: [
    { name: 'left', maps: [map([1, -1], '25 %'), undefined] },
    { name: 'right', maps: [map([2, 0], '50 %'), map([2, -1], '0 %')] },
  ],
};

/** The colours of both places of each map. */
function colours(svg: string): number[][][] {
  return elements(svg, '.map image').map(({ attributes: { href } }) => {
    const { width, channels, data: pixels } = decode(Buffer.from(href.split(',')[1], 'base64'));
    return [0, width - 1].map((x) => [...pixels.slice(x * channels, x * channels + 3)]);
  });
}

describe('mapGridFigure', () => {
  it('draws all maps on the scale of the exact one; what goes beyond has the colour of the end', () => {
    const [exact, mTilde, left] = colours(mapGridFigure(data));
    expect(exact).toEqual([1, -0.5].map(divergingColour));
    expect(mTilde).toEqual([1, -1].map(divergingColour));
    expect(left).toEqual([0.5, -0.5].map(divergingColour));
  });

  it('names columns and rows, and writes below each map how far it is off', () => {
    const svg = mapGridFigure(data);
    expect(elements(svg, '.map text').map(({ text }) => text)).toEqual(['error 0', '100 %', '25 %', '50 %', '0 %']);
    expect(elements(svg, 'text').map(({ text }) => text)).toEqual(
      expect.arrayContaining(['image', 'exact', 'm-tilde', 'n = 20', 'n = 50', 'left', 'right']),
    );
  });

  it('looks as it did', async () => {
    await expectFigure(mapGridFigure(data), 'mapGridFigure');
  });
});
