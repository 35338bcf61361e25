import { describe, expect, it } from 'vitest';
import { costFigure as draw, type CostFigureData, type CostSeries } from '../../src/figures/index.ts';
import { elements, expectFigure, number, position } from '../helpers/svg.ts';

const at = (name: string, ...points: [cost: number, error: number][]): CostSeries => ({
  name,
  points: points.map(([cost, error]) => ({ cost, error })),
});

/** Data with a single panel. */
type Single = Omit<CostFigureData, 'panels'> & { readonly series: readonly CostSeries[] };
const costFigure = ({ series, ...rest }: Single): string => draw({ ...rest, panels: [{ name: 'to exact', series }] });

const data: Single = {
  title: 'Error against cost',
  note: 'of 3 images',
  series: [at('sampled', [0.01, 0.1], [0.1, 0.01], [1, 0.001]), at('occlusion', [0.1, 0.1]), at('exact', [0.1, 0])],
  cost: 'seconds',
  error: 'relative L2 distance',
};

const markers = (svg: string): { x: number; y: number }[] => elements(svg, '.series path').map(position);

describe('costFigure', () => {
  it('draws cost and error on logarithmic axes', () => {
    const [a, b, c, occlusion] = markers(costFigure(data));
    // Equal ratios are equal steps, up to coordinates rounded to 0.01.
    expect(Math.abs(b.x - a.x - (c.x - b.x))).toBeLessThan(0.02);
    expect(Math.abs(b.y - a.y - (c.y - b.y))).toBeLessThan(0.02);
    expect(b.x).toBeGreaterThan(a.x);
    expect(b.y).toBeGreaterThan(a.y);
    expect([occlusion.x, occlusion.y]).toEqual([b.x, a.y]);
  });

  it('puts methods without error into the strip below the axis, at their cost', () => {
    const svg = costFigure({ ...data, series: [...data.series, at('rounded', [1, 1e-15])] });
    const [, b, c, , exact, rounded] = markers(svg);
    const [strip] = elements(svg, '.strip');
    expect([exact.x, rounded.x]).toEqual([b.x, c.x]);
    for (const { y } of [exact, rounded])
      expect(Math.abs(y - number(strip, 'y') - number(strip, 'height') / 2)).toBeLessThan(0.02);
    expect(c.y).toBeLessThan(number(strip, 'y'));
  });

  it('joins the points of a method that are not exact, and leaves single ones alone', () => {
    expect(elements(costFigure(data), '.series polyline')).toHaveLength(1);
    const both = at('both ways', [0.5, 0], [0.01, 0.1], [0.1, 0.01]);
    const [line] = elements(costFigure({ ...data, series: [both] }), '.series polyline');
    expect(line.attributes.points.split(' ')).toHaveLength(2);
  });

  it('leaves out what has no place: a cost of 0, an error that is not finite', () => {
    const svg = costFigure({
      ...data,
      series: [...data.series, at('free', [0, 0.1]), at('broken', [1, NaN], [1, Infinity])],
    });
    expect(markers(svg)).toEqual(markers(costFigure(data)));
    expect(elements(svg, '.key text').map(({ text }) => text)).toEqual(['sampled', 'occlusion', 'exact']);
  });

  it('has a panel with an axis of errors for each thing that methods are compared with, over one axis of costs', () => {
    const panels = [
      { name: 'to one', series: [at('a', [0.1, 0.1])] },
      { name: 'to another', series: [at('b', [0.1, 10])] },
    ];
    const svg = draw({ ...data, panels });
    const [a, b] = markers(svg);
    expect(a.x).toBe(b.x);
    expect(a.y).toBeLessThan(b.y);
    expect(
      elements(svg, '.axis.left text')
        .map(({ text }) => text)
        .filter((text) => text === data.error),
    ).toHaveLength(2);
    expect(
      elements(svg, '.axis.bottom text')
        .map(({ text }) => text)
        .filter((text) => text === data.cost),
    ).toHaveLength(1);
    expect(new Set(elements(svg, '.series path').map(({ attributes }) => attributes.fill)).size).toBe(2);
  });

  it('writes the note of a point beside it, where it covers no marker and no other note', () => {
    const crowd = Array.from({ length: 30 }, (_, i) => ({ cost: 0.1 * 1.02 ** i, error: 0.1, note: String(100 + i) }));
    const svg = costFigure({ ...data, series: [{ name: 'crowd', points: crowd }] });
    const notes = elements(svg, '.notes text').map((note) => ({ x: number(note, 'x'), y: number(note, 'y') }));
    expect(notes.length).toBeGreaterThan(3);
    for (const [i, a] of notes.entries()) {
      for (const b of notes.slice(0, i)) expect(Math.abs(a.x - b.x) > 12 || Math.abs(a.y - b.y) > 8).toBe(true);
      for (const mark of markers(svg)) expect(Math.abs(a.x - mark.x) > 12 || Math.abs(a.y - 3 - mark.y) > 4).toBe(true);
    }
  });

  it('can be drawn where all are exact', () => {
    expect(markers(costFigure({ ...data, series: [at('exact', [0.1, 0])] }))).toHaveLength(1);
  });

  it('tells twenty methods apart by colour and marker, and leads a line from each to its name', () => {
    const series = Array.from({ length: 20 }, (_, i) => at(`method_${i}`, [1 + i, 0.1]));
    const svg = costFigure({ ...data, series });
    const styles = elements(svg, '.series path').map(({ attributes }) => `${attributes.fill} ${attributes.d}`);
    expect(new Set(styles).size).toBe(20);
    const names = elements(svg, '.key path')
      .map(position)
      .map(({ y }) => y);
    const ends = elements(svg, '.leaders polyline').map(({ attributes }) =>
      Number(attributes.points.split(',').at(-1)),
    );
    expect(ends).toEqual(names);
    const sorted = [...names].sort((a, b) => a - b);
    for (let i = 1; i < 20; i++) expect(sorted[i] - sorted[i - 1]).toBeGreaterThanOrEqual(19.9);
  });

  it('looks as it did', async () => {
    const notes = at('noted', [0.02, 0.2], [0.2, 0.03]).points.map((point, i) => ({
      ...point,
      note: `${32 * 4 ** i}`,
    }));
    const panels = [
      { name: 'to exact', series: data.series },
      { name: 'to another', series: [{ name: 'noted', points: notes }] },
    ];
    await expectFigure(draw({ ...data, panels }), 'costFigure');
  });
});
