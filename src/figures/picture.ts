import type { Container } from '@svgdotjs/svg.js';
import { pngDataUri, type Image } from './png.ts';
import { softInk } from './style.ts';

/** Where an image is drawn. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * An image in a thin frame that fills the box, which has its proportions: pixels as squares, where there is room for
 * them; of smaller ones none is left out, as it would be without smoothing.
 *
 * @param factor pixels of the PNG for each of the image
 */
export function drawPicture(parent: Container, image: Image, { x, y, width, height }: Box, factor: number): void {
  const box = { x, y, width, height };
  parent.element('image').attr({
    ...box,
    href: pngDataUri(image, factor),
    ...(width >= image.columns && { style: 'image-rendering: pixelated' }),
  });
  parent.rect().attr({ ...box, fill: 'none', stroke: softInk, 'stroke-width': 0.5 });
}

/**
 * An image in the middle of a square, as large as fits. Each pixel is a whole number of CSS pixels wide and twice as
 * many pixels of the PNG, for screens of double density.
 */
export function drawSquare(parent: Container, image: Image, x: number, y: number, side: number): void {
  const fit = side / Math.max(image.rows, image.columns);
  const scale = fit < 1 ? fit : Math.floor(fit);
  const [width, height] = [image.columns * scale, image.rows * scale];
  drawPicture(parent, image, { x: x - width / 2, y: y - height / 2, width, height }, fit < 1 ? 1 : 2 * scale);
}
