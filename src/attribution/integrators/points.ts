import { sizeOf } from '../../network/index.ts';
import type { Measure, Rule } from '../../quadrature/index.ts';
import type { Segment } from '../line/index.ts';
import { batches, type Model, type Place, pointsOn } from '../model/index.ts';
import { addTo, difference, itemsOf, joined, product } from '../numbers/index.ts';
import type { Layer } from '../target/index.ts';
import type { Conductance, GradientThrough, Integrand, MeanGradient } from './integrand.ts';
import { type Stretches, stretchesOf } from './stretches.ts';

/**
 * The integral by a quadrature rule, from gradients of the network at the rule's nodes, as sampled tools have it: at a
 * threshold of an activation the derivative is the one there, not the one of the region that begins there.
 *
 * @param n partitions, of Captum's rules steps
 */
export function integrateAtPoints(
  model: Model,
  line: Segment,
  integrand: Integrand,
  { rule, n }: { readonly rule: Rule; readonly n: number },
): Promise<Float64Array> {
  switch (integrand.kind) {
    case 'mean gradient':
      return meanGradient(model, line, integrand, rule.measure(n));
    case 'gradient through':
      return gradientThrough(model, line, integrand, rule.measure(n));
    case 'conductance':
      return conductance(model, line, integrand, stretchesOf(rule, n));
  }
}

/** A straight line between points, which are inputs or what layers give. */
export interface Path extends Segment {
  readonly place?: Place;
}

/** What goes straight while an integrand is integrated. */
export async function pathOf(model: Model, line: Segment, integrand: Integrand): Promise<Path> {
  if (integrand.kind !== 'mean gradient' || integrand.straight === 'input') return line;
  const { by } = integrand;
  return { ...(await between(model, line, by)), place: { nodes: by.map(({ node }) => node), input: line.input } };
}

/** Between the values of layers, one after the other, at both ends of a line. */
async function between(model: Model, line: Segment, layers: readonly Layer[]): Promise<Segment> {
  if (layers.every(({ node }) => node < 0)) return line;
  const ends: Float64Array[][] = [[], []];
  for (const { node } of layers) {
    const values = await model.unitsAt({ values: joined([line.baseline, line.input]) }, node);
    ends[0].push(values.subarray(0, values.length / 2));
    ends[1].push(values.subarray(values.length / 2));
  }
  const [baseline, input] = ends.map(joined);
  return { baseline, input, delta: difference(baseline, input) };
}

async function meanGradient(
  model: Model,
  line: Segment,
  integrand: MeanGradient,
  measure: Measure,
): Promise<Float64Array> {
  const { target, by, straight, timesChange } = integrand;
  const path = await pathOf(model, line, integrand);
  const each: Float64Array[] = [];
  for (const { node } of by) each.push(await model.integrate(path, path.place, target, node, measure));
  const integral = joined(each);
  if (!timesChange) return integral;
  return product(integral, (straight === 'layers' ? path : await between(model, line, by)).delta);
}

async function gradientThrough(
  model: Model,
  line: Segment,
  { target, layer, neuron, timesChange }: GradientThrough,
  { nodes, weights }: Measure,
): Promise<Float64Array> {
  const size = sizeOf(layer.shape);
  const sum = new Float64Array(line.delta.length);
  for (const [begin, end] of batches(nodes.length, sum.length + size)) {
    const points = pointsOn(line, nodes.subarray(begin, end));
    const { values, gradients: adjoints } = await model.gradientsAt(points, target, layer.node);
    const shares = joined(Array.from(itemsOf(values, size), neuron.gradient));
    const { gradients } = await model.derivativeAt(points, {
      of: layer.node,
      seeds: product(adjoints, shares),
      by: -1,
    });
    [...itemsOf(gradients, sum.length)].forEach((gradient, i) => {
      addTo(sum, weights[begin + i], gradient);
    });
  }
  return timesChange ? product(sum, line.delta) : sum;
}

/** The gradient at each node times what the layer changes on the stretch of the line that the node stands for. */
async function conductance(
  model: Model,
  line: Segment,
  { target, layer }: Conductance,
  { nodes, ends }: Stretches,
): Promise<Float64Array> {
  const sum = new Float64Array(sizeOf(layer.shape));
  for (const [begin, end] of batches(nodes.length, sum.length + line.baseline.length)) {
    const { gradients } = await model.gradientsAt(pointsOn(line, nodes.subarray(begin, end)), target, layer.node);
    const values = await model.unitsAt(pointsOn(line, ends.subarray(begin, end + 1)), layer.node);
    for (let i = 0; i < gradients.length; i++)
      sum[i % sum.length] += gradients[i] * (values[i + sum.length] - values[i]);
  }
  return sum;
}
