import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { lineFigure, type Image } from '../../src/figures/index.ts';
import { elements, expectFigure, number } from '../helpers/svg.ts';

const black: Image = { rows: 28, columns: 28, channels: 1, pixels: new Uint8Array(784) };
const ramp: Image = { ...black, pixels: Uint8Array.from({ length: 784 }, (_, i) => (i % 28) * 9) };
const title = 'Linear regions of a network between the black image and image 3, label 7';
const evenly = (count: number): number[] => Array.from({ length: count }, (_, i) => (i + 1) / (count + 1));

function tickPositions(svg: string): number[] {
  return elements(svg, '.breakpoints path').map(({ attributes }) => Number(/^M([\d.]+) /.exec(attributes.d)?.[1]));
}

describe('lineFigure', () => {
  it.each([0, 1, 20, 3000])('has a tick for each of %i breakpoints', (count) => {
    expect(tickPositions(lineFigure({ title, from: black, to: ramp, breakpoints: evenly(count) }))).toHaveLength(count);
  });

  it('draws alpha linearly from the end at the baseline to the end at the input', () => {
    const svg = lineFigure({ title, from: black, to: ramp, breakpoints: [0.25, 0.5, 0.75] });
    // The first line is the axis itself.
    const [axis] = elements(svg, 'line');
    const [start, end] = [number(axis, 'x1'), number(axis, 'x2')];
    expect(tickPositions(svg)).toEqual([0.25, 0.5, 0.75].map((alpha) => start + alpha * (end - start)));
  });

  it('makes many ticks thinner and more transparent than few', () => {
    const [few, many] = [20, 3000].map((count) => {
      const svg = lineFigure({ title, from: black, to: ramp, breakpoints: evenly(count) });
      return elements(svg, '.breakpoints')[0];
    });
    expect(number(many, 'stroke-width')).toBeLessThan(number(few, 'stroke-width'));
    expect(number(many, 'stroke-opacity')).toBeLessThan(number(few, 'stroke-opacity'));
  });

  it('says above all what it is of', () => {
    const [first] = elements(lineFigure({ title, from: black, to: ramp, breakpoints: [] }), 'text');
    expect(first.text).toBe(title);
  });

  it('states the number of breakpoints and regions', () => {
    const texts = (count: number): string[] =>
      elements(lineFigure({ title, from: black, to: ramp, breakpoints: evenly(count) }), 'text').map(
        ({ text }) => text,
      );
    expect(texts(2583)).toContain('2,583 breakpoints, 2,584 linear regions');
    expect(texts(1)).toContain('1 breakpoint, 2 linear regions');
    expect(texts(0)).toContain('0 breakpoints, 1 linear region');
  });

  it('embeds the baseline left and the input right, a pixel of 28 as 5 CSS pixels and 10 of the PNG', () => {
    const images = elements(lineFigure({ title, from: black, to: ramp, breakpoints: [] }), 'image');
    expect(images.map((image) => number(image, 'width'))).toEqual([140, 140]);
    expect(number(images[0], 'x')).toBeLessThan(number(images[1], 'x'));
    const [from, to] = images.map(({ attributes }) => decode(Buffer.from(attributes.href.split(',')[1], 'base64')));
    expect([from.width, from.height]).toEqual([280, 280]);
    expect(from.data.every((pixel) => pixel === 0)).toBe(true);
    expect(Array.from({ length: 28 }, (_, column) => to.data[column * 10 + 5])).toEqual(
      Array.from(ramp.pixels).slice(0, 28),
    );
  });

  it('keeps the proportions of an image that is not square and shrinks a large one', () => {
    const large: Image = { rows: 280, columns: 140, channels: 3, pixels: new Uint8Array(280 * 140 * 3) };
    const [image] = elements(lineFigure({ title, from: large, to: large, breakpoints: [] }), 'image');
    expect([number(image, 'width'), number(image, 'height')]).toEqual([70, 140]);
  });

  it('looks as it did', async () => {
    await expectFigure(
      lineFigure({ title, from: black, to: ramp, breakpoints: [0.1, 0.12, 0.4, 0.75, 0.9] }),
      'lineFigure',
    );
  });
});
