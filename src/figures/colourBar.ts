import type { Container } from '@svgdotjs/svg.js';
import { label } from './canvas.ts';
import { divergingColour } from './diverging.ts';
import { drawPicture } from './picture.ts';
import { formatNumber, linearScale } from './scales.ts';
import { ink, softInk } from './style.ts';

const width = 240;
const height = 12;
const ticks = [-1, -0.5, 0, 0.5, 1];

/** Room that a colour bar takes. */
export const colourBarHeight = 56;

/** The diverging colours from -1 to 1 with their values and, below, what they mean. `x` is its middle, `y` its top. */
export function drawColourBar(svg: Container, x: number, y: number, meaning: string): void {
  const bar = svg.group().addClass('colour-bar');
  const scale = linearScale([-1, 1], [x - width / 2, x + width / 2]);
  const row = Array.from({ length: width }, (_, i) => divergingColour((2 * i) / (width - 1) - 1)).flat();
  const pixels = Array.from({ length: height }, () => row).flat();
  drawPicture(bar, { rows: height, columns: width, channels: 3, pixels }, { x: x - width / 2, y, width, height }, 1);
  for (const value of ticks) {
    bar.line(scale(value), y + height, scale(value), y + height + 4).attr({ stroke: ink });
    label(bar, formatNumber(value), scale(value), y + height + 17, { 'text-anchor': 'middle', 'font-size': 11 });
  }
  label(bar, meaning, x, y + height + 36, { 'text-anchor': 'middle', fill: softInk });
}
