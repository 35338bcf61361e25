import type { Svg } from '@svgdotjs/svg.js';
import type { Area } from './axes.ts';
import { draw, label } from './canvas.ts';
import { keyWidth } from './key.ts';
import { fontSize, textWidth } from './style.ts';

export interface ChartOptions {
  /** Stands above the chart, on several lines where it is long. */
  readonly title: string;
  readonly description: string;
  /** Height of the area of the data. */
  readonly height: number;
  /** Names in the key on the right. */
  readonly names: readonly string[];
  /** Room between title and area, and between area and the bottom. */
  readonly above: number;
  readonly below: number;
}

const width = 700;
const left = 84;
const titleSize = 15;
const lineHeight = 20;

/** A document with a title and, between margins for axes and key, the area that `paint` fills. */
export function chart(options: ChartOptions, paint: (svg: Svg, area: Area) => void): string {
  const { title, description, names, height, above, below } = options;
  const lines = wrap(title, (width - 2 * fontSize) / textWidth('m', titleSize));
  const top = lines.length * lineHeight + above;
  const area = { left, right: width - keyWidth(names), top, bottom: top + height };
  return draw({ width, height: area.bottom + below, title, description }, (svg) => {
    lines.forEach((line, i) => {
      const attributes = { 'font-size': titleSize, 'font-weight': 'bold', 'text-anchor': 'middle' };
      label(svg, line, width / 2, (i + 1) * lineHeight, attributes);
    });
    paint(svg, area);
  });
}

function wrap(text: string, letters: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`;
    if (lines.length > 0 && longer.length <= letters) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
