import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { divergingColour } from '../../src/figures/diverging.ts';
import { heatMapPage, type HeatMap, type HeatMapPageData } from '../../src/figures/index.ts';
import { elements, expectFigure, number } from '../helpers/svg.ts';

const map = (name: string, rows: number, values: readonly number[]): HeatMap => ({
  name,
  rows,
  columns: values.length / rows,
  values,
});

const data: HeatMapPageData = {
  title: 'Attributions of one image',
  note: 'target: the label',
  image: { rows: 2, columns: 2, channels: 1, pixels: [0, 85, 170, 255] },
  caption: 'image 0, label 7',
  maps: [map('exact', 2, [2, -1, 0, 0.5]), map('layer_conductance', 1, [-0.25, 0.125, 0])],
};

/** Red, green and blue of each value of a map, read from the first pixel of its square. */
function coloursOf(href: string, columns: number): number[][] {
  const { width, channels, data: pixels, height } = decode(Buffer.from(href.split(',')[1], 'base64'));
  const size = width / columns;
  return Array.from({ length: (width * height) / size ** 2 }, (_, i) => {
    const start = (Math.floor(i / columns) * size * width + (i % columns) * size) * channels;
    return [...pixels.slice(start, start + channels)];
  });
}

describe('heatMapPage', () => {
  it('shows the image first and then each map with its name and its largest absolute value', () => {
    const svg = heatMapPage(data);
    expect(elements(svg, '.panel image')).toHaveLength(3);
    expect(elements(svg, '.panel text').map(({ text }) => text)).toEqual([
      'image 0, label 7',
      'exact',
      'largest 2',
      'layer conductance',
      'largest 0.25',
    ]);
  });

  it('colours each value by its share of the largest absolute one of its map', () => {
    const [, exact, layer] = elements(heatMapPage(data), '.panel image').map(({ attributes }) => attributes.href);
    expect(coloursOf(exact, 2)).toEqual([1, -0.5, 0, 0.25].map(divergingColour));
    expect(coloursOf(layer, 3)).toEqual([-1, 0.5, 0].map(divergingColour));
  });

  it('draws a map of zeros white', () => {
    const svg = heatMapPage({ ...data, maps: [map('nothing', 1, [0, 0])] });
    expect(coloursOf(elements(svg, '.panel image')[1].attributes.href, 2)).toEqual([
      divergingColour(0),
      divergingColour(0),
    ]);
  });

  it('draws each map at its own resolution, about as large as the others', () => {
    const [image, exact, layer] = elements(heatMapPage(data), '.panel image');
    expect(number(exact, 'width')).toBe(number(image, 'width'));
    expect(number(layer, 'width') / number(layer, 'height')).toBe(3);
    expect(Math.abs(number(layer, 'width') - number(image, 'width'))).toBeLessThan(3);
  });

  it('draws units without places as bars from the middle, up or down by their share of the largest', () => {
    const svg = heatMapPage({ ...data, maps: [{ name: 'layer_conductance', units: [2, -1, 0] }] });
    expect(elements(svg, '.panel image')).toHaveLength(1);
    const [up, down, ...none] = elements(svg, '.bars rect');
    expect(none).toEqual([]); // a unit of 0 has no bar
    expect(number(up, 'height')).toBe(2 * number(down, 'height'));
    expect(number(up, 'y') + number(up, 'height')).toBe(number(down, 'y'));
    expect(elements(svg, '.panel text').map(({ text }) => text)).toContain('3 units, largest 2');
  });

  it('breaks captions so that neighbours do not touch', () => {
    const svg = heatMapPage({
      ...data,
      maps: Array.from({ length: 4 }, () => map('neuron_gradient_x_activation_of_all', 1, [1, 0])),
    });
    const captions = elements(svg, '.panel text').filter(({ text }) => text.startsWith('neuron'));
    const steps = captions.slice(1).map((caption, i) => number(caption, 'x') - number(captions[i], 'x'));
    // Helvetica's letters are 0.5 of their size wide in the mean of such a text.
    for (const { text } of captions) expect(0.5 * 12 * text.length).toBeLessThan(Math.min(...steps));
  });

  it('keeps twenty panels and their captions apart, and the colour bar below all', () => {
    const maps = Array.from({ length: 19 }, (_, i) => map(`a method of a long name number ${i}`, 2, [1, 0, 0, -1]));
    const svg = heatMapPage({ ...data, maps });
    const boxes = elements(svg, '.panel image');
    const lowest = Math.max(...elements(svg, '.panel text').map((text) => number(text, 'y')));
    const [bar] = elements(svg, '.colour-bar image');
    expect(number(bar, 'y')).toBeGreaterThan(lowest);
    expect(new Set(boxes.map((box) => `${box.attributes.x} ${box.attributes.y}`)).size).toBe(20);
    const rows = [...new Set(boxes.map((box) => number(box, 'y')))];
    for (const text of elements(svg, '.panel text')) {
      const y = number(text, 'y');
      expect(rows.some((row) => y > row && y < row + number(boxes[0], 'height'))).toBe(false);
    }
  });

  it('states its scale at the colour bar', () => {
    const texts = elements(heatMapPage(data), '.colour-bar text').map(({ text }) => text);
    expect(texts).toEqual(['−1', '−0.5', '0', '0.5', '1', 'share of the largest absolute attribution of each map']);
  });

  it('looks as it did', async () => {
    await expectFigure(heatMapPage(data), 'heatMapPage');
  });
});
