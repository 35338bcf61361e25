import type { Container } from '@svgdotjs/svg.js';
import { draw, label } from './canvas.ts';
import { colourBarHeight, drawColourBar } from './colourBar.ts';
import { brightness, divergingColour, hex } from './diverging.ts';
import { fontSize, ink, softInk, textWidth } from './style.ts';
import { drawTitle, titleLine, titleLines } from './title.ts';

export interface MatrixFigureData {
  readonly title: string;
  /** Of rows and columns. */
  readonly names: readonly string[];
  /** By row and column, from -1 to 1; undefined where two cannot be compared. */
  readonly values: readonly (readonly (number | undefined)[])[];
  /** What the values are, below the colour bar. */
  readonly quantity: string;
}

const cell = 36;
const margin = 20;
const gap = 8;
const emptyColour = '#efefef';
/** Below it a colour takes white letters. */
const dark = 0.5;

/** Each against each: a number in every cell, on its colour; cells without a value are grey. */
export function matrixFigure({ title, names, values, quantity }: MatrixFigureData): string {
  const longest = Math.max(...names.map((name) => textWidth(name, fontSize)));
  const left = margin + longest + gap;
  // Names of columns rise to the right at 45 degrees.
  const rise = longest * Math.SQRT1_2 + gap;
  const side = names.length * cell;
  const width = Math.max(left + side + Math.max(margin, rise - cell / 2), 400);
  const lines = titleLines(title, width);
  const top = lines.length * titleLine + rise + 2 * gap;
  const height = top + side + margin + colourBarHeight;
  const description = `${quantity} of ${names.join(', ')}, each against each.`;
  return draw({ width, height, title, description }, (svg) => {
    drawTitle(svg, lines, width);
    drawNames(svg, names, left, top);
    drawCells(svg, values, left, top);
    drawColourBar(svg, width / 2, top + side + margin, quantity);
  });
}

function drawNames(svg: Container, names: readonly string[], left: number, top: number): void {
  const rows = svg.group().addClass('rows');
  const columns = svg.group().addClass('columns');
  names.forEach((name, i) => {
    const middle = (i + 0.5) * cell;
    label(rows, name, left - gap, top + middle + 0.35 * fontSize, { 'text-anchor': 'end' });
    const transform = `translate(${left + middle + 0.25 * fontSize} ${top - gap}) rotate(-45)`;
    label(columns, name, 0, 0, { transform });
  });
}

function drawCells(svg: Container, values: MatrixFigureData['values'], left: number, top: number): void {
  const cells = svg.group().addClass('cells');
  values.forEach((row, i) => {
    row.forEach((value, j) => {
      const [x, y] = [left + j * cell, top + i * cell];
      const colour = value === undefined ? undefined : divergingColour(value);
      cells.rect().attr({ x, y, width: cell, height: cell, fill: colour ? hex(colour) : emptyColour, stroke: '#fff' });
      if (value === undefined || colour === undefined) return;
      const fill = brightness(colour) < dark ? '#fff' : ink;
      label(cells, twoDecimals(value), x + cell / 2, y + cell / 2 + 4, { 'text-anchor': 'middle', 'font-size': 11, fill });
    });
  });
  cells.rect().attr({ x: left, y: top, width: values.length * cell, height: values.length * cell, fill: 'none', stroke: softInk, 'stroke-width': 0.5 });
}

/** `0.50`, `−0.07`; what rounds to 0 has no sign. */
function twoDecimals(value: number): string {
  const text = Math.abs(value).toFixed(2);
  return value < 0 && Number(text) > 0 ? `−${text}` : text;
}
