import type { Svg } from '@svgdotjs/svg.js';
import type { Area } from './axes.ts';
import { draw } from './canvas.ts';
import { keyWidth } from './key.ts';
import { drawTitle, noteLines, titleLine, titleLines } from './title.ts';

export interface ChartOptions {
  /** Stands above the chart, on several lines where it is long. */
  readonly title: string;
  /** Below the title: what is shown, of what [default: nothing]. */
  readonly note?: string;
  readonly description: string;
  /** Height of the area of the data. */
  readonly height: number;
  /** Names in the key on the right; none, no key. */
  readonly names: readonly string[];
  /** Room between title and area, and between area and the bottom. */
  readonly above: number;
  readonly below: number;
  /** Of the whole figure [default: 700]. */
  readonly width?: number;
}

const left = 84;
/** Where there is no key. */
const rightMargin = 24;

/** A document with a title and, between margins for axes and key, the area that `paint` fills. */
export function chart(options: ChartOptions, paint: (svg: Svg, area: Area) => void): string {
  const { title, note = '', description, names, height, above, below, width = 700 } = options;
  const lines = titleLines(title, width);
  const notes = noteLines(note, width);
  const top = (lines.length + notes.length) * titleLine + above;
  const area = { left, right: width - (names.length > 0 ? keyWidth(names) : rightMargin), top, bottom: top + height };
  return draw({ width, height: area.bottom + below, title, description }, (svg) => {
    drawTitle(svg, lines, width, notes);
    paint(svg, area);
  });
}
