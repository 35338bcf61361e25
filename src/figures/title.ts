import type { Container } from '@svgdotjs/svg.js';
import { label } from './canvas.ts';
import { fontSize, textWidth } from './style.ts';

const titleSize = 15;

/** Height of a line of a title. */
export const titleLine = 20;

/** The title of a figure, broken into lines that its width holds. */
export function titleLines(title: string, width: number): string[] {
  return wrap(title, (width - 2 * fontSize) / textWidth('m', titleSize));
}

/** The lines of a title at the top of a figure of this width, in its middle. */
export function drawTitle(svg: Container, lines: readonly string[], width: number): void {
  lines.forEach((line, i) => {
    const attributes = { 'font-size': titleSize, 'font-weight': 'bold', 'text-anchor': 'middle' };
    label(svg, line, width / 2, (i + 1) * titleLine, attributes);
  });
}

/** Lines of whole words, each of at most so many letters where its words allow. */
export function wrap(text: string, letters: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`;
    if (lines.length > 0 && longer.length <= letters) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
