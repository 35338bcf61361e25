import { rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { SVG, withWindow } from '@svgdotjs/svg.js';
import { createSVGWindow } from 'svgdom';
import { expect } from 'vitest';

/** An element of a figure as a test sees it. */
export interface SvgElement {
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
}

/** The elements of an SVG document that a CSS selector finds, in the order of the document. */
export function elements(svg: string, selector: string): SvgElement[] {
  return withWindow(createSVGWindow(), () =>
    SVG(svg)
      .find(selector)
      .map(({ node }) => ({
        attributes: Object.fromEntries(Array.from(node.attributes, ({ name, value }) => [name, value])),
        text: node.textContent,
      })),
  );
}

/** A numeric attribute. */
export function number({ attributes }: SvgElement, name: string): number {
  return Number(attributes[name]);
}

/** Where `transform="translate(x y)"` puts an element. */
export function position({ attributes }: SvgElement): { x: number; y: number } {
  const [, x, y] = /^translate\(([-\d.]+) ([-\d.]+)\)$/.exec(attributes.transform) ?? [];
  return { x: Number(x), y: Number(y) };
}

/**
 * Compares a figure with `test/figures/snapshots/NAME.svg`, one element a line, so that the difference is legible.
 * Where they differ the new figure is left beside it as `NAME-changed.svg`, to be looked at.
 */
export async function expectFigure(svg: string, name: string): Promise<void> {
  const snapshot = fileURLToPath(new URL(`../figures/snapshots/${name}.svg`, import.meta.url));
  const changed = snapshot.replace(/\.svg$/, '-changed.svg');
  const lines = svg.replaceAll('><', '>\n<');
  await writeFile(changed, lines);
  await expect(lines).toMatchFileSnapshot(snapshot);
  await rm(changed);
}
