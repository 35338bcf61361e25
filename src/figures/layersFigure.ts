import type { Container } from '@svgdotjs/svg.js';
import { counted } from '../base/index.ts';
import { bottomAxis, type Area } from './axes.ts';
import { label } from './canvas.ts';
import { chart } from './chart.ts';
import { formatNumber, linearScale, linearTicks, type Scale } from './scales.ts';
import { fontSize, ink, seriesStyle, softInk, textWidth } from './style.ts';

/** Where regions begin: how many units of a layer cross, over the images. */
export interface LayerCrossings {
  readonly name: string;
  readonly units: number;
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
}

export interface LayersFigureData {
  readonly title: string;
  readonly note: string;
  /** From the input on. */
  readonly layers: readonly LayerCrossings[];
}

const rowHeight = 30;
const barHeight = 16;
const { colour } = seriesStyle(0);

/** A bar for each layer: the median over the images of the crossings of its units, with the quartiles. */
export function layersFigure({ title, note, layers }: LayersFigureData): string {
  const most = Math.max(1, ...layers.map(({ upper }) => upper));
  const description = `Crossings on the line by layer: ${layers.map(({ name, median }) => `${name} ${formatNumber(median)}`).join(', ')}.`;
  const names = layers.map(({ name, units }) => `${name}, ${counted(units, 'unit')}`);
  const room = Math.max(0, Math.max(...names.map((name) => textWidth(name, fontSize))) - 60);
  return chart(
    {
      title,
      note: `${note}\n${legend}`,
      description,
      height: layers.length * rowHeight,
      names: layers.map(shareOf),
      above: 24,
      below: 56,
      width: 860,
    },
    (svg, outer) => {
      const area: Area = { ...outer, left: outer.left + room };
      const scale = linearScale([0, most], [area.left, area.right]);
      bottomAxis(svg, area, {
        scale,
        ticks: linearTicks([0, most]),
        name: 'crossings: units that change their linear piece',
      });
      layers.forEach((layer, i) => {
        const y = area.top + (i + 0.5) * rowHeight;
        label(svg, names[i], area.left - 9, y + 0.35 * fontSize, { 'text-anchor': 'end' });
        drawBar(svg, layer, y, scale);
        label(svg, shareOf(layer), area.right + 14, y + 0.35 * fontSize, { fill: softInk });
      });
    },
  );
}

const legend = 'Bar: median over the images; line: from lower to upper quartile; right: crossings for each unit';

function shareOf({ median, units }: LayerCrossings): string {
  return `${formatNumber(Number((median / units).toPrecision(2)))} a unit`;
}

function drawBar(svg: Container, { lower, median, upper }: LayerCrossings, y: number, scale: Scale): void {
  const group = svg.group().addClass('layer');
  group.rect().attr({
    x: scale(0),
    y: y - barHeight / 2,
    width: scale(median) - scale(0),
    height: barHeight,
    fill: colour,
    'fill-opacity': 0.75,
  });
  group.line(scale(lower), y, scale(upper), y).attr({ stroke: ink, 'stroke-width': 1.5 });
  for (const end of [lower, upper])
    group.line(scale(end), y - 4, scale(end), y + 4).attr({ stroke: ink, 'stroke-width': 1.5 });
}
