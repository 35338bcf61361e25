import type { Container } from '@svgdotjs/svg.js';
import { bottomAxis, leftAxis } from './axes.ts';
import { chart } from './chart.ts';
import { drawKey } from './key.ts';
import { linearDomain, linearScale, linearTicks, type Scale } from './scales.ts';
import { ground, ink, seriesStyle } from './style.ts';

/** A node of a rule, and the gradient that it sees. */
export interface StepNode {
  readonly alpha: number;
  readonly weight: number;
  readonly gradient: number;
}

export interface StepFigureData {
  readonly title: string;
  /** Ascending, in (0, 1). */
  readonly breakpoints: readonly number[];
  /** One for each region. */
  readonly gradients: readonly number[];
  readonly rule: { readonly name: string; readonly nodes: readonly StepNode[] };
}

/**
 * The gradient with respect to one input along alpha, constant on each region, and what a rule makes of it: each
 * node stands for a bar as wide as its weight, so that the area of the bars is the rule's integral.
 */
export function stepFigure({ title, breakpoints, gradients, rule }: StepFigureData): string {
  const domain = linearDomain([0, ...gradients]);
  const names = ['gradient', rule.name];
  const description =
    `The gradient along the line from baseline to input, a step function of ${gradients.length} regions, ` +
    `and the ${rule.nodes.length} nodes of the ${rule.name} rule with bars as wide as their weights.`;
  return chart({ title, description, names, height: 240, above: 20, below: 56 }, (svg, area) => {
    const x = linearScale([0, 1], [area.left, area.right]);
    const y = linearScale(domain, [area.bottom, area.top]);
    bottomAxis(svg, area, { scale: x, ticks: linearTicks([0, 1]), name: 'α' });
    leftAxis(svg, area, { scale: y, ticks: linearTicks(domain), name: 'gradient' });
    drawBars(svg, rule.nodes, x, y);
    svg.line(area.left, y(0), area.right, y(0)).attr({ stroke: ink });
    drawSteps(svg, [0, ...breakpoints, 1], gradients, x, y);
    drawNodes(svg, rule.nodes, x, y);
    drawKey(svg, area, [
      { name: names[0], colour: stepColour, dashes: 'none', y: y(gradients.at(-1) ?? 0) },
      {
        name: names[1],
        colour: ruleStyle.colour,
        dashes: 'none',
        marker: ruleStyle.marker,
        y: y(rule.nodes.at(-1)?.gradient ?? 0),
      },
    ]);
  });
}

const stepColour = seriesStyle(0).colour;
const ruleStyle = seriesStyle(1);

function drawBars(svg: Container, nodes: readonly StepNode[], x: Scale, y: Scale): void {
  const bars = svg.group().addClass('bars').attr({ fill: ruleStyle.colour, 'fill-opacity': 0.18, stroke: ground });
  let start = 0;
  for (const { weight, gradient } of nodes) {
    const [top, bottom] = [y(Math.max(0, gradient)), y(Math.min(0, gradient))];
    bars.rect().attr({ x: x(start), y: top, width: x(start + weight) - x(start), height: bottom - top });
    start += weight;
  }
}

function drawSteps(
  svg: Container,
  endpoints: readonly number[],
  gradients: readonly number[],
  x: Scale,
  y: Scale,
): void {
  const steps = svg.group().addClass('steps').attr({ stroke: stepColour });
  gradients.forEach((gradient, region) => {
    const [start, end] = [x(endpoints[region]), x(endpoints[region + 1])];
    steps.line(start, y(gradient), end, y(gradient)).attr({ 'stroke-width': 2.5 });
    if (region > 0) {
      steps
        .line(start, y(gradients[region - 1]), start, y(gradient))
        .attr({ 'stroke-width': 0.8, 'stroke-dasharray': '2 2' });
    }
  });
}

function drawNodes(svg: Container, nodes: readonly StepNode[], x: Scale, y: Scale): void {
  const marks = svg.group().addClass('nodes').attr({ fill: ruleStyle.colour, stroke: ground });
  for (const { alpha, gradient } of nodes) {
    marks.path(ruleStyle.marker).attr({ transform: `translate(${x(alpha)} ${y(gradient)})` });
  }
}
