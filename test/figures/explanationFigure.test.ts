import { describe, expect, it } from 'vitest';
import { colourMap, limitOf, overlay } from '../../src/figures/explanation/map.ts';
import { divergingColour } from '../../src/figures/diverging.ts';
import { explanationFigure, type ExplanationFigureData } from '../../src/figures/index.ts';
import { elements, expectFigure, number } from '../helpers/svg.ts';

const map = { rows: 2, columns: 2, values: [0.5, -0.25, 0, 0.125] };
const data: ExplanationFigureData = {
  title: 'mnist_test:0 under a network',
  image: { rows: 2, columns: 2, channels: 1, pixels: [0, 85, 170, 255] },
  caption: 'mnist_test:0, labelled 7',
  answers: [
    {
      name: 'integrated_gradients for output 7, exact',
      map,
      sampled: [
        { name: 'trapezoid, n = 5', note: '4 % off, 6 gradients', map: { ...map, values: [0.5, 0, 0, 0.125] } },
      ],
    },
    {
      name: 'layer_conductance of layer dense',
      bars: [
        { name: 'unit 0', value: -2, sampled: [-1] },
        { name: 'unit 1', value: 0.5, sampled: [1] },
        { name: 'unit 2', value: 3, sampled: [3] },
      ],
      sampled: [{ name: 'left, n = 2', note: '27 % off, 2 gradients' }],
    },
  ],
  course: {
    quantity: 'output',
    curves: [
      { name: '7: seven', alphas: [0, 0.5, 1], values: [-1, 0, 3] },
      { name: '2: a class whose name is longer than there is room for', alphas: [0, 1], values: [1, -1] },
    ],
    others: [{ name: '0: zero', alphas: [0, 1], values: [0, 0] }],
    breakpoints: [0.25, 0.5],
    changes: [{ alpha: 0.5, value: 0, name: '2 → 7' }],
  },
};

describe('explanationFigure', () => {
  it('shows the image, the signed map on a symmetric scale, the map over the image, then samplings and their differences', () => {
    const svg = explanationFigure(data);
    const captions = elements(svg, '.panel text').map(({ text }) => text);
    expect(captions).toEqual([
      'mnist_test:0, labelled 7',
      'integrated_gradients for',
      'output 7, exact',
      'over the image',
      'trapezoid, n = 5',
      '4 % off, 6 gradients',
      'trapezoid, n = 5 less exact',
    ]);
    expect(elements(svg, '.colour-bar text').map(({ text }) => text)).toEqual([
      ...['0.5', '0.25', '0', '−0.25', '−0.5'],
      ...['0.5', '0.25', '0', '−0.25', '−0.5'],
      ...['0.25', '0.13', '0', '−0.13', '−0.25'],
    ]);
  });

  it('puts samplings and their differences below the exact map', () => {
    const panels = elements(explanationFigure(data), '.panel');
    expect(panels).toHaveLength(5);
    const columns = elements(explanationFigure(data), '.panel text').map((text) => number(text, 'x'));
    const [exact, over] = [columns[1], columns[3]];
    expect(columns.slice(4)).toEqual([exact, exact, exact]);
    expect(over).toBeGreaterThan(exact);
  });

  it('draws what has no places as bars, the longest first, from one line at 0', () => {
    const svg = explanationFigure(data);
    const bars = elements(svg, '.bars rect');
    expect(elements(svg, '.bars text').map(({ text }) => text)).toEqual([
      'layer_conductance of layer dense',
      'unit 2',
      '3',
      'unit 0',
      '−2',
      'unit 1',
      '0.5',
      'left, n = 2: 27 % off, 2 gradients',
    ]);
    expect(
      bars.map((bar) => number(bar, 'width') / number(bars[0], 'width')).map((share) => Math.round(100 * share)),
    ).toEqual([100, 67, 17]);
    expect(number(bars[1], 'x') + number(bars[1], 'width')).toBeCloseTo(number(bars[0], 'x'), 1);
  });

  it('marks where samplings have bars end', () => {
    const svg = explanationFigure(data);
    const [longest, negative, short] = elements(svg, '.bars rect').map((bar) => ({
      from: number(bar, 'x'),
      width: number(bar, 'width'),
    }));
    const places = elements(svg, '.bars path').map((mark) =>
      Number(/translate\((\S+)/.exec(mark.attributes.transform)?.[1]),
    );
    expect(places[0]).toBeCloseTo(longest.from + longest.width, 1);
    expect(places[1]).toBeCloseTo(negative.from + negative.width / 2, 1);
    expect(places[2]).toBeCloseTo(short.from + 2 * short.width, 1);
    expect(places).toHaveLength(4); // the last stands before its name
  });

  it('breaks titles that have no room, also within words', () => {
    const name = 'a'.repeat(300);
    const svg = explanationFigure({ ...data, title: `x under ${name}` });
    const lines = elements(svg, 'text').filter(({ attributes }) => attributes['font-weight'] === 'bold');
    expect(lines.map(({ text }) => text).join('')).toBe(`x under${name}`);
    expect(Math.max(...lines.map(({ text }) => text.length))).toBeLessThan(100);
  });

  it('leaves out no pixel of large maps, and no breakpoint, on any screen', () => {
    const styleOf = (side: number): string | undefined => {
      const large = { rows: side, columns: side, values: new Float64Array(side * side).fill(1) };
      const answers = [{ name: 'a', map: large, sampled: [] }];
      const svg = explanationFigure({ title: data.title, caption: data.caption, answers });
      return elements(svg, '.panel image')[0].attributes.style;
    };
    expect([styleOf(200), styleOf(201)]).toEqual(['image-rendering: pixelated', undefined]);
    const strip = elements(explanationFigure(data), '.course image')[0];
    // A PNG says how wide it is in bytes 16 to 19.
    const png = Buffer.from(strip.attributes.href.split(',')[1], 'base64');
    expect(png.readUInt32BE(16)).toBe(number(strip, 'width'));
  });

  it('gives flat maps rows that are as low as they are, with room for the numbers of the colour bar', () => {
    const heightOf = (rows: number, columns: number): number => {
      const flat = { rows, columns, values: new Float64Array(rows * columns).fill(1) };
      const answers = [{ name: 'a', map: flat, sampled: [] }];
      const svg = explanationFigure({ title: data.title, caption: data.caption, answers });
      return number(elements(svg, '.colour-bar image')[0], 'height');
    };
    expect([heightOf(3, 3), heightOf(9, 3), heightOf(3, 6), heightOf(1, 9)]).toEqual([200, 200, 100, 80]);
  });

  it('shows no negative colours where nothing is negative', () => {
    const positive = { ...map, values: [0.5, 0.25, 0, 0.125] };
    const answers = [{ name: 'saliency', map: positive, sampled: [] }];
    const svg = explanationFigure({ title: data.title, caption: data.caption, answers });
    expect(elements(svg, '.colour-bar text').map(({ text }) => text)).toEqual(['0.5', '0.38', '0.25', '0.13', '0']);
  });

  it('marks where the predicted class changes, counts breakpoints, and shortens long names', () => {
    const texts = elements(explanationFigure(data), '.course text').map(({ text }) => text);
    expect(texts).toContain('2 → 7');
    expect(texts).toContain('2 breakpoints');
    expect(texts).toContain('2: a class whose name is…');
    expect(texts).toContain('the other output');
    expect(elements(explanationFigure(data), '.course circle')).toHaveLength(1);
  });

  it('keeps all words on its page', () => {
    const svg = explanationFigure(data);
    const [{ attributes }] = elements(svg, 'rect'); // the page
    for (const text of elements(svg, 'text').filter((one) => !('transform' in one.attributes))) {
      expect(number(text, 'x')).toBeGreaterThanOrEqual(0);
      expect(number(text, 'x')).toBeLessThan(Number(attributes.width));
      expect(number(text, 'y')).toBeLessThan(Number(attributes.height));
    }
  });

  it('looks as it did', async () => {
    await expectFigure(explanationFigure(data), 'explanationFigure');
  });
});

describe('maps', () => {
  it('a scale ends at the largest absolute value, but for one of a thousand', () => {
    expect(limitOf([map])).toBe(0.5);
    expect(
      limitOf([{ rows: 1, columns: 2000, values: Array.from({ length: 2000 }, (_, i) => (i < 2 ? 100 : -1)) }]),
    ).toBe(1);
    expect(limitOf([{ rows: 1, columns: 1, values: [0] }])).toBe(1);
  });

  it('take their colours by their share of it', () => {
    expect([...(colourMap(map, 0.5).pixels as Uint8Array)]).toEqual([1, -0.5, 0, 0.25].flatMap(divergingColour));
  });

  it('over an image show it in grey where they are 0, and are spread over it where they are coarser', () => {
    const image = {
      rows: 2,
      columns: 2,
      channels: 3,
      pixels: Array.from({ length: 12 }, (_, i) => [255, 0, 0][i % 3]),
    } as const;
    const { pixels } = overlay(image, { rows: 1, columns: 2, values: [0, 1] }, 1);
    // Red has the luma 0.2126 * 255; grey is 96 + 150 of it.
    const grey = Math.floor(96 + 150 * 0.2126);
    expect(Array.from(pixels).slice(0, 3)).toEqual([grey, grey, grey]);
    expect(Array.from(pixels).slice(3, 6)).toEqual(Array.from(pixels).slice(9, 12));
    expect(pixels[5]).toBeGreaterThan(pixels[3]); // blue is positive
  });
});
