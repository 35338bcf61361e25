import { draw, label } from '../canvas.ts';
import type { Image } from '../png.ts';
import { softInk } from '../style.ts';
import { drawTitle, titleLine, titleLines } from '../title.ts';
import { barsHeight, drawBars, type Bar, type Bars } from './bars.ts';
import { courseHeight, drawCourse, type Course } from './course.ts';
import { colourMap, limitOf, overlay, type SignedMap } from './map.ts';
import {
  barRoom,
  drawRow,
  panelGap,
  panelsInRow,
  panelSide,
  rowHeight,
  type ColourScale,
  type Panel,
  type PanelRow,
} from './panels.ts';

export type { Bar } from './bars.ts';
export type { Course, CourseCurve } from './course.ts';
export { limitOf, type SignedMap } from './map.ts';
export { shortened } from './text.ts';

/** Attributions by place, with what sampling makes of them. */
export interface MapAnswer {
  readonly name: string;
  readonly map: SignedMap;
  readonly sampled: readonly { readonly name: string; readonly note: string; readonly map: SignedMap }[];
}

/** Attributions of what has no place, with what sampling makes of each. */
export interface BarAnswer {
  readonly name: string;
  readonly bars: readonly Bar[];
  readonly sampled: Bars['sampled'];
}

export interface ExplanationFigureData {
  readonly title: string;
  /** Absent of tabular data. */
  readonly image?: Image;
  /** What the image is. */
  readonly caption: string;
  readonly answers: readonly (MapAnswer | BarAnswer)[];
  readonly course?: Course;
}

const margin = 24;
const width = 2 * margin + panelsInRow * (panelSide + panelGap) + barRoom;
/** So many bars are drawn, the longest. */
const mostBars = 20;

/**
 * What an explanation looks like: the image, its signed map on a symmetric scale, the map over the image, what sampling
 * makes of it and how far that is off, bars for what has no place, and the outputs along the line.
 */
export function explanationFigure({ title, image, caption, answers, course }: ExplanationFigureData): string {
  const lines = titleLines(title, width);
  const parts = [
    ...answers.flatMap((answer, i) => partsOf(answer, image, i === 0 ? caption : undefined)),
    ...(course ? [coursePart(course)] : []),
  ];
  const top = lines.length * titleLine + margin;
  const height = parts.reduce((sum, part) => sum + part.height, top);
  const description = `${caption}: ${answers.map(({ name }) => name).join(', ')}.`;
  return draw({ width, height, title, description }, (svg) => {
    drawTitle(svg, lines, width);
    let y = top;
    for (const part of parts) {
      part.draw(svg, y);
      y += part.height;
    }
  });
}

/** A horizontal part of the figure. */
interface FigurePart {
  readonly height: number;
  readonly draw: (svg: Parameters<typeof drawRow>[0], y: number) => void;
}

function partsOf(answer: MapAnswer | BarAnswer, image: Image | undefined, caption: string | undefined): FigurePart[] {
  if ('bars' in answer) return [barsPart(answer)];
  const { name, map, sampled } = answer;
  const limit = limitOf([map]);
  const scale = { limit, signed: isSigned([map, ...sampled.map((one) => one.map)]) };
  const first: Panel[] = image && caption !== undefined ? [{ image, name: caption }] : [];
  const over: Panel[] = image ? [{ image: overlay(image, map, limit), name: 'over the image' }] : [];
  const row = { panels: [...first, { image: colourMap(map, limit), name }, ...over], column: 1 - first.length, scale };
  const differences = sampled.map(({ map: other }) => difference(other, map));
  const largest = sampled.length > 0 ? limitOf(differences) : 1;
  return [
    rowPart(row),
    ...rowsOf(
      sampled.map((one) => ({ image: colourMap(one.map, limit), name: one.name, note: one.note })),
      scale,
    ),
    ...rowsOf(
      differences.map((one, i) => ({ image: colourMap(one, largest), name: `${sampled[i].name} less exact` })),
      { limit: largest, signed: true },
    ),
  ];
}

function difference(map: SignedMap, exact: SignedMap): SignedMap {
  return { ...map, values: Array.from(map.values, (value, i) => value - exact.values[i]) };
}

function isSigned(maps: readonly SignedMap[]): boolean {
  return maps.some(({ values }) => Array.from(values).some((value) => value < 0));
}

/** Rows of maps, the first of each below the exact one. */
function rowsOf(panels: readonly Panel[], scale: ColourScale): FigurePart[] {
  const rows = Array.from({ length: Math.ceil(panels.length / panelsInRow) }, (_, i) =>
    panels.slice(i * panelsInRow, (i + 1) * panelsInRow),
  );
  return rows.map((row) => rowPart({ panels: row, column: 1, scale }));
}

function rowPart(row: PanelRow): FigurePart {
  return {
    height: rowHeight(row),
    draw: (svg, y) => {
      drawRow(svg, row, margin, y);
    },
  };
}

function barsPart({ name, bars, sampled }: BarAnswer): FigurePart {
  const longest = [...bars].sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const drawn = { name, sampled, bars: longest.slice(0, mostBars), others: Math.max(0, bars.length - mostBars) };
  return {
    height: barsHeight(drawn),
    draw: (svg, y) => {
      drawBars(svg, drawn, margin, y, width - 2 * margin);
    },
  };
}

function coursePart(course: Course): FigurePart {
  const heading = 'Outputs along the line';
  return {
    height: courseHeight + 18,
    draw(svg, y) {
      label(svg, heading, width / 2, y + 12, { 'text-anchor': 'middle', fill: softInk });
      drawCourse(svg, course, 0, y + 18, width - margin);
    },
  };
}
