import { linearScale } from './scales.ts';

/** Red, green and blue, each 0 to 255. */
export type Colour = readonly [number, number, number];

/**
 * Colours from -1 to 1, evenly spaced: orange, white, blue, which every common colour vision tells apart. Blue goes
 * on to nearly black and orange stops at a middle tone, so that in grey what is dark is positive.
 */
const stops: readonly Colour[] = [
  [235, 122, 10],
  [253, 190, 120],
  [255, 255, 255],
  [90, 160, 212],
  [8, 38, 92],
];

/** The colour of a share of the largest value, from -1 to 1; beyond, that of the end. */
export function divergingColour(share: number): Colour {
  const place = ((Math.max(-1, Math.min(1, share)) + 1) / 2) * (stops.length - 1);
  const start = Math.min(Math.floor(place), stops.length - 2);
  const [from, to] = [stops[start], stops[start + 1]];
  const mix = (channel: 0 | 1 | 2): number =>
    Math.round(linearScale([0, 1], [from[channel], to[channel]])(place - start));
  return [mix(0), mix(1), mix(2)];
}

/** How bright a colour looks, 0 to 1: its relative luminance by ITU-R BT.709, without gamma, as a grey print has it. */
export function brightness([red, green, blue]: Colour): number {
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
}

/** As SVG writes it: `#08265c`. */
export function hex(colour: Colour): string {
  return `#${colour.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}
