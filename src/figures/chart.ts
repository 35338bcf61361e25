import type { Svg } from '@svgdotjs/svg.js';
import type { Area } from './axes.ts';
import { draw } from './canvas.ts';
import { keyWidth } from './key.ts';
import { drawTitle, titleLine, titleLines } from './title.ts';

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
  /** Of the whole figure [default: 700]. */
  readonly width?: number;
}

const left = 84;

/** A document with a title and, between margins for axes and key, the area that `paint` fills. */
export function chart(options: ChartOptions, paint: (svg: Svg, area: Area) => void): string {
  const { title, description, names, height, above, below, width = 700 } = options;
  const lines = titleLines(title, width);
  const top = lines.length * titleLine + above;
  const area = { left, right: width - keyWidth(names), top, bottom: top + height };
  return draw({ width, height: area.bottom + below, title, description }, (svg) => {
    drawTitle(svg, lines, width);
    paint(svg, area);
  });
}
