import type { Container } from '@svgdotjs/svg.js';
import { draw, label } from './canvas.ts';
import { colourBarHeight, drawColourBar } from './colourBar.ts';
import { fixed } from './dark.ts';
import { brightness, divergingColour, hex } from './diverging.ts';
import { deepShade, fontSize, ground, ink, softInk, textWidth } from './style.ts';
import { drawTitle, noteLines, titleLine, titleLines } from './title.ts';

/** What can be compared with each other. */
export interface Matrix {
  /** Above it. */
  readonly name: string;
  /** Of rows and columns. */
  readonly names: readonly string[];
  /** By row and column, from -1 to 1; undefined where there is none. */
  readonly values: readonly (readonly (number | undefined)[])[];
}

export interface MatrixFigureData {
  readonly title: string;
  readonly note: string;
  /** One above the other. */
  readonly matrices: readonly Matrix[];
  /** What the values are, below the colour bar. */
  readonly quantity: string;
  /** What a grey cell means. */
  readonly empty: string;
}

const cell = 36;
const margin = 20;
const gap = 8;
const nameLine = 26;
/** Below it a colour takes white letters. */
const dark = 0.5;

/**
 * Each against each: a number in every cell, on its colour; cells without a value are grey, which is then explained.
 */
export function matrixFigure({ title, note, matrices, quantity, empty }: MatrixFigureData): string {
  const longest = Math.max(...matrices.flatMap(({ names }) => names.map((name) => textWidth(name, fontSize))));
  const left = margin + longest + gap;
  // Names of columns rise to the right at 45 degrees.
  const rise = longest * Math.SQRT1_2 + gap;
  const width = Math.max(
    ...matrices.map(({ names }) => left + names.length * cell + Math.max(margin, rise - cell / 2)),
    460,
  );
  const greys = matrices.some(({ values }) => values.flat().includes(undefined));
  const lines = titleLines(title, width);
  const notes = noteLines(greys ? `${note}\nGrey: ${empty}` : note, width);
  const heightOf = ({ names }: Matrix): number => nameLine + rise + gap + names.length * cell + margin;
  const top = (lines.length + notes.length) * titleLine + 2 * gap;
  const bottom = matrices.reduce((sum, matrix) => sum + heightOf(matrix), top);
  const description = `${quantity} of ${matrices.map(({ names }) => names.join(', ')).join('; and of ')}, each against each.`;
  return draw({ width, height: bottom + colourBarHeight, title, description }, (svg) => {
    drawTitle(svg, lines, width, notes);
    let y = top;
    for (const matrix of matrices) {
      label(svg, matrix.name, margin, y + 15, { 'font-weight': 'bold' });
      const first = y + nameLine + rise + gap;
      drawNames(svg, matrix.names, left, first);
      drawCells(svg, matrix.values, left, first);
      y += heightOf(matrix);
    }
    drawColourBar(svg, width / 2, bottom, quantity);
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

function drawCells(svg: Container, values: Matrix['values'], left: number, top: number): void {
  const cells = svg.group().addClass('cells');
  values.forEach((row, i) => {
    row.forEach((value, j) => {
      const [x, y] = [left + j * cell, top + i * cell];
      const colour = value === undefined ? undefined : divergingColour(value);
      cells.rect().attr({ x, y, width: cell, height: cell, fill: colour ? hex(colour) : deepShade, stroke: ground });
      if (value === undefined || colour === undefined) return;
      const fill = brightness(colour) < dark ? ground : ink;
      label(cells, twoDecimals(value), x + cell / 2, y + cell / 2 + 4, {
        'text-anchor': 'middle',
        'font-size': 11,
        fill,
        class: fixed,
      });
    });
  });
  cells.rect().attr({
    x: left,
    y: top,
    width: values.length * cell,
    height: values.length * cell,
    fill: 'none',
    stroke: softInk,
    'stroke-width': 0.5,
  });
}

/** `0.50`, `−0.07`; what rounds to 0 has no sign. */
function twoDecimals(value: number): string {
  const text = Math.abs(value).toFixed(2);
  return value < 0 && Number(text) > 0 ? `−${text}` : text;
}
