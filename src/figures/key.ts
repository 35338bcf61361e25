import type { Container } from '@svgdotjs/svg.js';
import type { Area } from './axes.ts';
import { label } from './canvas.ts';
import { fontSize, textWidth } from './style.ts';

/** A line of the key: a sample of the stroke and marker, and the name. */
export interface KeyEntry {
  readonly name: string;
  readonly colour: string;
  /** Of the stroke; without it there is none, only the marker. */
  readonly dashes?: string;
  readonly marker?: string;
  /** Where it would best stand: the height at which its curve ends. */
  readonly y: number;
}

/** Between the area and the key. */
export const keyGap = 12;
const swatch = 30;

/** Height of an entry. */
export const keyLine = 20;

/** Room that a key with these names takes right of the area. */
export function keyWidth(names: readonly string[]): number {
  const longest = names.reduce((most, name) => Math.max(most, textWidth(name, fontSize)), 0);
  return keyGap + swatch + 6 + longest + fontSize;
}

/**
 * The key, right of the area where it never covers data, each entry as near to the end of its curve as there is room.
 *
 * @returns the height of each
 */
export function drawKey(svg: Container, area: Area, entries: readonly KeyEntry[]): number[] {
  const key = svg.group().addClass('key');
  const heights = spread(
    entries.map((entry) => entry.y),
    [area.top, area.bottom],
  );
  entries.forEach(({ name, colour, dashes, marker }, i) => {
    const x = area.right + keyGap;
    const y = heights[i];
    if (dashes !== undefined)
      key.line(x, y, x + swatch, y).attr({ stroke: colour, 'stroke-width': 2, 'stroke-dasharray': dashes });
    if (marker !== undefined) key.path(marker).attr({ fill: colour, transform: `translate(${x + swatch / 2} ${y})` });
    label(key, name, x + swatch + 6, y + 0.35 * fontSize);
  });
  return heights;
}

/** Heights at least a line apart in the order of the wanted ones, moved no further than that takes. */
function spread(wanted: readonly number[], [top, bottom]: readonly [number, number]): number[] {
  const heights = [...wanted];
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b]);
  let limit = top;
  for (const i of order) {
    heights[i] = Math.max(heights[i], limit);
    limit = heights[i] + keyLine;
  }
  limit = bottom;
  for (const i of order.reverse()) {
    heights[i] = Math.min(heights[i], limit);
    limit = heights[i] - keyLine;
  }
  return heights;
}
