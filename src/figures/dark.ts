import { deepShade, gridColour, ink, paleInk, ground, shade, softInk } from './style.ts';

/** The ground of figures for readers who prefer dark, and of the pages around them. */
export const darkGround = '#0d1117';

/**
 * What stands for ground, inks and shades on a dark ground. Colours of data stay: they are chosen to be told apart on
 * both.
 */
const onDark: Readonly<Record<string, string>> = {
  [ground]: darkGround,
  [ink]: '#e6e8eb',
  [softInk]: '#a2a8b0',
  [paleInk]: '#5a616a',
  [gridColour]: '#2a3038',
  [shade]: '#1a2027',
  [deepShade]: '#2d363f',
};

/** Marks what keeps its colour on a dark ground, as text on a coloured cell. */
export const fixed = 'fixed';

const rules = Object.entries(onDark).flatMap(([light, dark]) =>
  ['fill', 'stroke'].map((property) => `[${property}="${light}"]:not(.${fixed}){${property}:${dark}}`),
);

/** Style of a figure for readers who prefer dark, by attributes: programs that know no styles draw the light figure. */
export const darkStyle = `@media (prefers-color-scheme:dark){${rules.join('')}}`;
