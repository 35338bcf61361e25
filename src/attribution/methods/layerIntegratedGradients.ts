import { adjointPath, integrate, outputUnit } from '../../line/index.ts';
import { lebesgue } from '../../quadrature/index.ts';
import { difference, type Segment } from '../line.ts';
import type { Method } from '../method.ts';
import { float64Model, joined, type Model } from '../model.ts';
import { endingWith } from '../target.ts';
import { layerOptions, lineOptions, scaled, zeros } from './paths.ts';

/**
 * Layer integrated gradients: integrated gradients of what follows a layer, on the straight line between the layer's
 * values at baseline and input. What reaches the output on ways around the layer is as it is at the input, as in
 * Captum's LayerIntegratedGradients. Of several layers each has a line of its own.
 */
export const layerIntegratedGradients: Method = {
  name: 'layer_integrated_gradients',
  summary: "Integrated gradients between a layer's values at baseline and input (Captum)",
  attributes: 'layer',
  options: [...lineOptions, ...layerOptions, 'multiplyByInputs'],
  async difference({ network, layer, target, line, options }) {
    if (options.multiplyByInputs === false) return undefined;
    const model = float64Model(network);
    const { from, to } = await segmentOf(model, line, layer.node);
    const place = { node: layer.node, input: line.to };
    const [atBaseline, atInput] = await model.valuesAt({ values: joined([from, to]), at: place }, target);
    return atInput - atBaseline;
  },
  exact(question) {
    const { network, line, layer, target, options } = question;
    const ending = endingWith(network, target);
    const behind = line.behind(ending.network, layer.name);
    if (behind === undefined) return { attributions: zeros(question) };
    const { delta, restriction, isOutput } = behind;
    if (restriction === undefined) return { attributions: isOutput ? scaled(target.gradient(behind.to), delta, options) : zeros(question) };
    const [gradient] = integrate(adjointPath(restriction, outputUnit(restriction, ending.unit)), [lebesgue]);
    return { attributions: scaled(gradient, delta, options), restriction };
  },
  async sampled({ model, line, layer, target, options }, rule, n) {
    const segment = await segmentOf(model, line, layer.node);
    const place = { node: layer.node, input: line.to };
    const integral = await model.integrate(segment, place, target, layer.node, rule.measure(n));
    return scaled(integral, segment.delta, options);
  },
};

/** Between a layer's values at both ends of a line. */
export async function segmentOf(model: Model, line: Segment, node: number): Promise<Segment> {
  const ends = await model.unitsAt({ values: joined([line.from, line.to]) }, node);
  const [from, to] = [ends.subarray(0, ends.length / 2), ends.subarray(ends.length / 2)];
  return { from, to, delta: difference(from, to) };
}
