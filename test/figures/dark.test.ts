import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { brightness, type Colour } from '../../src/figures/diverging.ts';
import { elements } from '../helpers/svg.ts';

const folder = new URL('snapshots/', import.meta.url);
const figures = readdirSync(folder).filter((name) => name.endsWith('.svg') && !name.includes('-changed'));

/** A colour in which red, green and blue are about the same: of ground, ink or shade, and not of data. */
const isGrey = (colour: string): boolean => {
  const channels = channelsOf(colour);
  return Math.max(...channels) - Math.min(...channels) < 16;
};

function channelsOf(colour: string): Colour {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return [red, green, blue];
}

describe.each(figures)('the dark %s', (name) => {
  const svg = readFileSync(fileURLToPath(new URL(name, folder)), 'utf8');
  const dark = new Map(
    [...elements(svg, 'style')[0].text.matchAll(/\[fill="(#\w+)"\]:not\(\.fixed\)\{fill:(#\w+)\}/g)].map(
      ([, from, to]) => [from, to],
    ),
  );

  it('has another colour for every grey that is not fixed', () => {
    const painted = ['fill', 'stroke'].flatMap((property) =>
      elements(svg, `[${property}]:not(.fixed)`).map(({ attributes }) => attributes[property]),
    );
    const greys = [...new Set(painted.filter((colour) => colour.startsWith('#') && isGrey(colour)))];
    expect(greys).toContain('#ffffff');
    expect(greys.filter((colour) => !dark.has(colour))).toEqual([]);
  });

  it('has letters that stand out from its ground', () => {
    const ground = brightness(channelsOf(dark.get('#ffffff') ?? ''));
    const letters = elements(svg, 'text:not(.fixed)').map(({ attributes: { fill } }) => dark.get(fill) ?? fill);
    for (const colour of new Set(letters)) expect(brightness(channelsOf(colour))).toBeGreaterThan(ground + 0.25);
  });
});
