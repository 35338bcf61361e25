import type { Area } from './axes.ts';
import type { Point } from './curve.ts';
import { textWidth } from './style.ts';

/** A small text that belongs to a point. */
export interface Wanted extends Point {
  readonly text: string;
  readonly colour: string;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const size = 10;
/** Half of a marker. */
const reach = 5;
/** Between the points by which a line is known. */
const spacing = 3;

/**
 * Places for the middle of each text's base line: above, below, right or left of its point, the first where it covers
 * no marker, no line between the markers of a curve and no other text. A text for which there is none is left out.
 */
export function placeLabels(wanted: readonly Wanted[], curves: readonly (readonly Point[])[], area: Area): Wanted[] {
  const taken: Box[] = [
    ...curves.flat().map((point) => around(point, reach)),
    ...curves.flatMap(between).map((point) => around(point, 1)),
  ];
  return wanted.flatMap((one): Wanted[] => {
    const half = textWidth(one.text, size) / 2;
    const offsets = [
      [0, -8],
      [0, 16],
      [half + 8, 3.5],
      [-half - 8, 3.5],
      [half + 4, -7],
      [-half - 4, -7],
      [half + 4, 14],
      [-half - 4, 14],
    ];
    for (const [across, down] of offsets) {
      const [x, y] = [one.x + across, one.y + down];
      const box: Box = { left: x - half, right: x + half, top: y - 0.75 * size, bottom: y + 1 };
      if (!isWithin(box, area) || taken.some((other) => meet(box, other))) continue;
      taken.push(box);
      return [{ ...one, x, y }];
    }
    return [];
  });
}

function around({ x, y }: Point, distance: number): Box {
  return { left: x - distance, right: x + distance, top: y - distance, bottom: y + distance };
}

/** Points on the lines of a curve. */
function between(curve: readonly Point[]): Point[] {
  return curve.slice(1).flatMap((to, i) => {
    const from = curve[i];
    const steps = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / spacing);
    return Array.from({ length: steps }, (_, step) => ({
      x: from.x + ((to.x - from.x) * step) / steps,
      y: from.y + ((to.y - from.y) * step) / steps,
    }));
  });
}

function meet(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function isWithin({ left, right, top, bottom }: Box, area: Area): boolean {
  return left >= area.left && right <= area.right && top >= area.top - 8 && bottom <= area.bottom;
}
