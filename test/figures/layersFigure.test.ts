import { describe, expect, it } from 'vitest';
import { layersFigure, type LayersFigureData } from '../../src/figures/index.ts';
import { elements, expectFigure, number } from '../helpers/svg.ts';

const data: LayersFigureData = {
  title: 'Where regions begin',
  note: '3 images',
  layers: [
    { name: 'ReLU_1', units: 200, lower: 80, median: 100, upper: 120 },
    { name: 'a rather long name of a layer', units: 1, lower: 0, median: 0, upper: 1 },
  ],
};

describe('layersFigure', () => {
  it('draws a bar as long as the median, with a line from quartile to quartile', () => {
    const svg = layersFigure(data);
    const [bar] = elements(svg, '.layer rect');
    const [whisker] = elements(svg, '.layer line');
    const unit = number(bar, 'width') / 100;
    expect(number(whisker, 'x1') - number(bar, 'x')).toBeCloseTo(80 * unit, 1);
    expect(number(whisker, 'x2') - number(bar, 'x')).toBeCloseTo(120 * unit, 1);
  });

  it('names each layer with its units, and says how often each unit crosses', () => {
    const texts = elements(layersFigure(data), 'text').map(({ text }) => text);
    expect(texts).toEqual(
      expect.arrayContaining(['ReLU_1, 200 units', '0.5 a unit', 'a rather long name of a layer, 1 unit', '0 a unit']),
    );
  });

  it('can be drawn where nothing crosses', () => {
    const none = { name: 'ReLU', units: 2, lower: 0, median: 0, upper: 0 };
    expect(number(elements(layersFigure({ ...data, layers: [none] }), '.layer rect')[0], 'width')).toBe(0);
  });

  it('looks as it did', async () => {
    await expectFigure(layersFigure(data), 'layersFigure');
  });
});
