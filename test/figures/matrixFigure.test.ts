import { describe, expect, it } from 'vitest';
import { divergingColour, hex } from '../../src/figures/diverging.ts';
import { matrixFigure as draw, type Matrix } from '../../src/figures/index.ts';
import { elements, expectFigure, number, position } from '../helpers/svg.ts';

const data: Matrix = {
  name: 'Methods',
  names: ['exact', 'saliency', 'layer_conductance'],
  values: [
    [1, -0.25, undefined],
    [-0.25, 1, undefined],
    [undefined, undefined, 1],
  ],
};

const matrixFigure = (...matrices: readonly Matrix[]): string =>
  draw({
    title: 'Rank correlation of three methods',
    note: 'of 3 images',
    matrices,
    quantity: 'rank correlation',
    empty: 'not defined',
  });

/** The last rectangle is the frame. */
const cells = (svg: string): ReturnType<typeof elements> => elements(svg, '.cells rect').slice(0, -1);

describe('matrixFigure', () => {
  it('has a square cell for each pair, row by row, in the colour of its value', () => {
    const all = cells(matrixFigure(data));
    expect(all).toHaveLength(9);
    expect(all.slice(0, 2).map(({ attributes }) => attributes.fill)).toEqual(
      [1, -0.25].map((value) => hex(divergingColour(value))),
    );
    expect(number(all[1], 'x') - number(all[0], 'x')).toBe(number(all[0], 'width'));
    expect(number(all[3], 'y') - number(all[0], 'y')).toBe(number(all[0], 'height'));
  });

  it('writes the value into its cell with two decimals, and nothing where there is none', () => {
    const svg = matrixFigure(data);
    expect(elements(svg, '.cells text').map(({ text }) => text)).toEqual(['1.00', '−0.25', '−0.25', '1.00', '1.00']);
    expect(new Set([2, 5, 6, 7].map((i) => cells(svg)[i].attributes.fill)).size).toBe(1);
  });

  it('says what a grey cell means, if there is one', () => {
    const texts = (...matrices: Matrix[]): string =>
      elements(matrixFigure(...matrices), 'text')
        .map(({ text }) => text)
        .join(' ');
    expect(texts(data)).toContain('Grey: not defined');
    expect(texts({ name: 'one', names: ['a'], values: [[1]] })).not.toContain('Grey');
  });

  it('draws several matrices, each below its name, one above the other', () => {
    const svg = matrixFigure(
      { name: 'inputs', names: ['a'], values: [[1]] },
      { name: 'layers', names: ['b'], values: [[0.5]] },
    );
    const [first, second] = elements(svg, '.cells rect')
      .filter(({ attributes }) => attributes.fill !== 'none')
      .map((cell) => number(cell, 'y'));
    const names = elements(svg, 'text')
      .filter(({ text }) => ['inputs', 'layers'].includes(text))
      .map((text) => number(text, 'y'));
    expect([names[0], first, names[1], second]).toEqual([names[0], first, names[1], second].sort((a, b) => a - b));
  });

  it('gives a value that rounds to 0 no sign', () => {
    const values = [
      [-0.004, -0.006],
      [0, 1],
    ];
    const svg = matrixFigure({ ...data, names: ['a', 'b'], values });
    expect(elements(svg, '.cells text').map(({ text }) => text)).toEqual(['0.00', '−0.01', '0.00', '1.00']);
  });

  it('names each row left of its cells and each column above its cells', () => {
    const svg = matrixFigure(data);
    const [first, , third] = cells(svg);
    const rows = elements(svg, '.rows text');
    expect(rows.map(({ text }) => text)).toEqual(data.names);
    expect(rows.every((row) => number(row, 'x') < number(first, 'x'))).toBe(true);
    const column = elements(svg, '.columns text')[2].attributes.transform.replace(' rotate(-45)', '');
    const { x, y } = position({ attributes: { transform: column }, text: '' });
    expect(Math.abs(x - number(third, 'x') - number(third, 'width') / 2)).toBeLessThan(5);
    expect(y).toBeLessThan(number(third, 'y'));
  });

  it('takes dark letters on light cells and light letters on dark ones', () => {
    const fills = elements(matrixFigure(data), '.cells text').map(({ attributes }) => attributes.fill);
    expect(fills.slice(0, 2)).toEqual(['#ffffff', '#222222']);
  });

  it('looks as it did', async () => {
    await expectFigure(matrixFigure(data), 'matrixFigure');
  });
});
