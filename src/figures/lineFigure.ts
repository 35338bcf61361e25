import type { Container } from '@svgdotjs/svg.js';
import { counted } from '../base/index.ts';
import { draw, label } from './canvas.ts';
import { drawSquare } from './picture.ts';
import type { Image } from './png.ts';
import { linearScale, type Interval } from './scales.ts';
import { ink, softInk } from './style.ts';
import { drawTitle, titleLine, titleLines } from './title.ts';

export interface LineFigureData {
  /** Of what network and image it is. */
  readonly title: string;
  /** The baseline. */
  readonly from: Image;
  /** The input. */
  readonly to: Image;
  /** Every alpha, in (0, 1), at which the network changes its linear piece on the line between them. */
  readonly breakpoints: ArrayLike<number>;
}

const width = 700;
const margin = 20;
const imageSide = 140;
const centre = margin + imageSide / 2;
const tickReach = 22;
const captionLine = margin + imageSide + 22;

/** Figure 3 of the paper: the baseline, a line with a tick at every breakpoint, and the input. */
export function lineFigure({ title, from, to, breakpoints }: LineFigureData): string {
  const count = breakpoints.length;
  const caption = `${counted(count, 'breakpoint')}, ${counted(count + 1, 'linear region')}`;
  const description = `The baseline image, a line with a tick at every breakpoint, and the input image: ${caption}.`;
  const titles = titleLines(title, width);
  const top = titles.length * titleLine;
  return draw({ width, height: top + captionLine + margin - 4, title, description }, (document) => {
    drawTitle(document, titles, width);
    const svg = document.group().translate(0, top);
    const line: Interval = [margin + imageSide + 28, width - margin - imageSide - 28];
    drawImage(svg, from, centre, 'baseline');
    drawImage(svg, to, width - centre, 'input');
    drawTicks(svg, breakpoints, line);
    drawLine(svg, line);
    label(svg, caption, width / 2, captionLine, { 'text-anchor': 'middle' });
  });
}

function drawImage(svg: Container, image: Image, x: number, name: string): void {
  drawSquare(svg, image, x, centre, imageSide);
  label(svg, name, x, captionLine, { 'text-anchor': 'middle' });
}

/** The more ticks, the thinner and the more transparent, so that dense places stay darker than sparse ones. */
function drawTicks(svg: Container, breakpoints: ArrayLike<number>, line: Interval): void {
  const spacing = (line[1] - line[0]) / Math.max(1, breakpoints.length);
  const thickness = clamp(spacing / 3, 0.4, 1.2);
  const ticks = svg
    .group()
    .addClass('breakpoints')
    .attr({
      fill: 'none',
      stroke: ink,
      'stroke-width': thickness,
      'stroke-opacity': clamp(spacing / thickness, 0.25, 0.9),
    });
  const scale = linearScale([0, 1], line);
  for (let i = 0; i < breakpoints.length; i++) {
    ticks.path(`M${scale(breakpoints[i])} ${centre - tickReach}v${2 * tickReach}`);
  }
}

function drawLine(svg: Container, line: Interval): void {
  svg.line(line[0], centre, line[1], centre).attr({ stroke: ink, 'stroke-width': 1.5 });
  line.forEach((x, alpha) => {
    svg.line(x, centre - tickReach - 8, x, centre + tickReach + 8).attr({ stroke: ink, 'stroke-width': 1.5 });
    label(svg, `α = ${alpha}`, x, centre + tickReach + 26, { 'text-anchor': 'middle', fill: softInk });
  });
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
