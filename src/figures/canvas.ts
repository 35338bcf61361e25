import { Svg, withWindow, type Container } from '@svgdotjs/svg.js';
import { createSVGWindow } from 'svgdom';
import { printable } from '../base/index.ts';
import { darkStyle } from './dark.ts';
import { fontFamily, fontSize, ground, ink } from './style.ts';

/** Size of a figure in CSS pixels, and what a screen reader says of it. */
export interface CanvasOptions {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly description: string;
}

/**
 * The text of an SVG document that `paint` draws on a ground of its own, white or, where the reader prefers that, dark.
 * Equal data give equal text: no ids, and coordinates rounded to 2 decimals. Control characters of names are spelt out.
 */
export function draw({ width, height, title, description }: CanvasOptions, paint: (svg: Svg) => void): string {
  const window = createSVGWindow();
  return withWindow(window, () => {
    // svg.js declares the namespace as a plain attribute; svgdom writes the declaration itself and refuses that.
    const svg = new Svg(window.document.documentElement).attr('xmlns', null);
    svg.size(width, height).viewbox(0, 0, width, height).attr({ role: 'img', 'font-family': fontFamily });
    svg.element('title').words(title);
    svg.element('desc').words(description);
    svg.element('style').words(darkStyle);
    svg.rect(width, height).attr({ fill: ground });
    paint(svg);
    return `${roundCoordinates(printable(svg.svg()))}\n`;
  });
}

/** One line of text. `y` is its base line; `attributes` override the usual size, colour and start at `x`. */
export function label(
  parent: Container,
  text: string,
  x: number,
  y: number,
  attributes: Readonly<Record<string, string | number>> = {},
): void {
  parent.plain(text).attr({ x, y, 'font-size': fontSize, fill: ink, ...attributes });
}

const manyDecimals = /-?\d+(?:\.\d+)?e-\d+|-?\d+\.\d{3,}/g;

function roundCoordinates(svg: string): string {
  return svg.replace(/<[^>]*>/g, (tag) =>
    tag.replace(manyDecimals, (number) => String(Math.round(Number(number) * 100) / 100)),
  );
}
