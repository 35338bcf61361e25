import { gradientIntegral, type Segment, straightIntegral } from '../line/index.ts';
import { difference, joined } from '../numbers/index.ts';
import type { Found } from './found.ts';
import { endingWith } from '../head/index.ts';
import type { PathMethod, Question } from './method.ts';
import { float64Model, type Model, type Place } from './model.ts';
import { influenceOn } from './internalInfluence.ts';
import { layerOptions, lineOptions, scaled, zeros } from './paths.ts';

/**
 * Layer integrated gradients: integrated gradients of what follows a layer, on the straight line between the layer's
 * values at baseline and input. What reaches the output on ways around the layer is as it is at the input, as in
 * Captum's LayerIntegratedGradients. Several layers have a line each or, as a list of layers in Captum, one for all,
 * on which they move together; then the attributions of all sum to the output's difference.
 */
export const layerIntegratedGradients: PathMethod<'layer_integrated_gradients'> = {
  name: 'layer_integrated_gradients',
  kind: 'path',
  summary: "Integrated gradients between a layer's values at baseline and input (Captum)",
  attributes: 'layer',
  options: [...lineOptions, ...layerOptions, 'layersTogether', 'multiplyByInputs'],
  async ends({ network, layers, target, line, options }) {
    if (options.multiplyByInputs === false) return undefined;
    const model = float64Model(network);
    const { baseline: from, input: to, place } = await segmentOf(model, line, layers);
    const [atBaseline, atInput] = await model.valuesAt({ values: joined([from, to]), at: place }, target);
    return { atBaseline, atInput };
  },
  exact: (question) => (question.layers.length > 1 ? exactTogether(question) : exactAlone(question)),
  async sampled({ model, line, layers, target, options }, rule, n) {
    const { place, ...segment } = await segmentOf(model, line, layers);
    const integrals: Float64Array[] = [];
    for (const { node } of layers) integrals.push(await model.integrate(segment, place, target, node, rule.measure(n)));
    return scaled(joined(integrals), segment.delta, options);
  },
};

function exactAlone(question: Question): Found {
  const { network, line, layer, target, options } = question;
  const ending = endingWith(network, target);
  const behind = line.behind(ending, layer.name);
  if (behind === undefined) return { attributions: zeros(question) };
  const { delta, restriction, isOutput } = behind;
  if (restriction !== undefined)
    return { attributions: scaled(gradientIntegral(restriction, ending.explained), delta, options), restriction };
  return {
    attributions: isOutput ? scaled(straightIntegral(behind, ending.explained), delta, options) : zeros(question),
  };
}

/** Of layers that move together: the integral of the adjoint of each along their line, times what the layer changes. */
function exactTogether({ network, line, layers, target, options }: Question): Found {
  const [from, to] = [line.baseline, line.input].map((point) => {
    const values = network.evaluateAll(point);
    return joined(layers.map(({ node }) => values[node]));
  });
  const ending = endingWith(network, target);
  const behind = line.together(
    ending,
    layers.map(({ name }) => name),
  );
  if (behind === undefined) return { attributions: new Float64Array(to.length) };
  const { restriction, network: path } = behind;
  const integrals = layers.map((layer) =>
    influenceOn(restriction, { network: path, explained: ending.explained }, layer),
  );
  return { attributions: scaled(joined(integrals), difference(from, to), options), restriction };
}

/** Between the values of layers, one after the other, at both ends of a line. */
async function segmentOf(model: Model, line: Segment, layers: Question['layers']): Promise<Segment & { place: Place }> {
  const ends: Float64Array[][] = [[], []];
  for (const { node } of layers) {
    const values = await model.unitsAt({ values: joined([line.baseline, line.input]) }, node);
    ends[0].push(values.subarray(0, values.length / 2));
    ends[1].push(values.subarray(values.length / 2));
  }
  const [from, to] = ends.map(joined);
  return {
    baseline: from,
    input: to,
    delta: difference(from, to),
    place: { nodes: layers.map(({ node }) => node), input: line.input },
  };
}
