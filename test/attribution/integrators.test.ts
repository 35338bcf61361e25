import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactIntegratedGradients, methods, type Method } from '../../src/attribution/index.ts';
import {
  integrateAtPoints,
  integratedGradient,
  integrateOverRegions,
} from '../../src/attribution/integrators/index.ts';
import { Line } from '../../src/attribution/line/index.ts';
import { integratedGradients } from '../../src/attribution/methods/integratedGradients.ts';
import type { Question } from '../../src/attribution/methods/index.ts';
import { float64Model } from '../../src/attribution/model/index.ts';
import { inputLayer, resolveLayer, resolveTarget, resolveUnit } from '../../src/attribution/target/index.ts';
import { Float64Gradients } from '../../src/gradients/index.ts';
import { endpoints, lineGraph, regionOf, theLine, type Restriction } from '../../src/line/index.ts';
import { Dense, inputName, Network, ReLU, Sigmoid, Softmax } from '../../src/network/index.ts';
import type { Measure, Rule } from '../../src/quadrature/index.ts';
import { endingIn } from '../helpers/heads.ts';
import { anySeed, caseOf, seeded } from '../helpers/randomNetworks.ts';
import { l1 } from './support.ts';

/** A question about a random case, with as many layers as asked for, as far as there are so many. */
function questionOf(seed: number, layers: number, method: Method): Question {
  const { network, baseline, input, target } = caseOf(seed);
  const random = seeded(seed + 1);
  const { layers: onLine } = lineGraph(network);
  const names = network.nodes.filter(({ name }) => onLine.get(name) !== theLine).map(({ name }) => name);
  const chosen = Array.from({ length: layers }, () => names[Math.floor(random() * names.length)]);
  const resolved = [...new Set(chosen)].map((name) => resolveLayer(network, name));
  const [layer] = method.attributes === 'input' && method.neuron === undefined ? [inputLayer(network)] : resolved;
  const output = resolveTarget(network, target);
  const neuron = layer.node < 0 ? output : resolveUnit(network, layer.node, 0);
  const line = new Line(baseline, input);
  return {
    ...{ network, model: float64Model(network), input, layer, layers: resolved, line, lines: [line], options: {} },
    ...{ target: method.neuron === 'explained' ? neuron : output, neuron },
  };
}

/** A rule of one measure. */
function ruleOf(measure: Measure): Rule {
  return { name: 'of one measure', samples: () => measure.nodes.length, measure: () => measure };
}

/** A node in the middle of each region, as heavy as that is long: exact where the gradient is constant between. */
function middlesOf({ crossings: { alphas } }: Restriction): Measure {
  const ends = [0, ...alphas, 1];
  const regions = ends.slice(1).map((end, region) => ({ begin: ends[region], end }));
  return {
    density: 0,
    nodes: Float64Array.from(regions, ({ begin, end }) => (begin + end) / 2),
    weights: Float64Array.from(regions, ({ begin, end }) => end - begin),
  };
}

const integrating = methods.filter((method) => 'integrand' in method);

describe('integrals over regions are those at points in the middle of all regions', () => {
  it.each(integrating)('$name', async (method) => {
    await fc.assert(
      fc.asyncProperty(anySeed, fc.integer({ min: 1, max: 2 }), async (seed, layers) => {
        const question = questionOf(seed, layers, method);
        const { network, line, model } = question;
        const integrand = method.integrand(question);
        const { attributions: exact, restriction } = integrateOverRegions(network, line, integrand);
        const rule = ruleOf(
          restriction ? middlesOf(restriction) : middlesOf(line.restriction({ network, explained: 0 })),
        );
        const sampled = await integrateAtPoints(model, line, integrand, { rule, n: 1 });
        expect(sampled.length).toBe(exact.length);
        expect(l1(sampled.map((a, i) => a - exact[i]))).toBeLessThanOrEqual(1e-9 * Math.max(1e-4, l1(exact)));
      }),
      { numRuns: 60 },
    );
  });
});

/**
 * Of a softmax probability of a straight network, by evaluation: the straight part's gradient in the middle of the
 * region on the right of a node, the last one of 1, weighted by the softmax's derivatives at the node, `s_t (1 - s_t)`
 * and `-s_t s_j`.
 */
async function gradientOnTheRight(
  { straight, baseline, input, target }: Omit<ReturnType<typeof caseOf>, 'network'> & { readonly straight: Network },
  alphas: Float64Array,
  node: number,
): Promise<Float64Array> {
  const pointAt = (alpha: number): Float64Array => baseline.map((x, i) => x + alpha * (input[i] - x));
  const region = regionOf(alphas, node);
  const middle = (alphas[region] + alphas[region + 1]) / 2;
  const shares = endingIn(straight, new Softmax()).evaluate(pointAt(node));
  const seeds = shares.map((share, j) => shares[target] * (Number(j === target) - share));
  const { gradients } = await new Float64Gradients(straight).gradientsAt(
    { values: pointAt(middle) },
    { of: straight.nodes.length - 1, seeds, by: -1 },
  );
  return gradients;
}

describe('point masses through a head', () => {
  it('sum up the gradients at the nodes, on a breakpoint that of the region on its right, of random networks to 1e-10', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, fc.nat(), async (seed, any) => {
        const { network: straight, target, ...ends } = caseOf(seed);
        const network = endingIn(straight, new Softmax());
        const { integrator, restriction } = await exactIntegratedGradients(network, { ...ends, target });
        const alphas = endpoints(restriction);
        const random = seeded(seed + 3);
        const chosen = alphas.map((alpha, i) => ((i + any) % 2 === 0 || i === alphas.length - 1 ? alpha : random()));
        const nodes = chosen.sort();
        const weights = nodes.map(() => 2 * random() - 1);
        const measure = { density: 0, nodes, weights };
        const [found] = await integrator.attribute([measure]);
        const [total] = await integrator.totals([measure]);
        expect(Math.abs(total - found.reduce((sum, a) => sum + a, 0))).toBeLessThanOrEqual(
          1e-10 * Math.max(1, l1(found)),
        );
        const expected = new Float64Array(found.length);
        for (const [i, node] of nodes.entries()) {
          const gradient = await gradientOnTheRight({ straight, ...ends, target }, alphas, node);
          gradient.forEach((g, x) => (expected[x] += weights[i] * g * (ends.input[x] - ends.baseline[x])));
        }
        // The frontier is taken where all is 1e-12 further, so that a node lies behind the breakpoints that are near.
        expect(l1(found.map((a, x) => a - expected[x]))).toBeLessThanOrEqual(1e-10 * Math.max(1, l1(expected)));
      }),
      { numRuns: 40 },
    );
  });

  it("take the region on the right of a breakpoint, where points take ReLU'(0) = 0; a unit that rests is inactive", async () => {
    // F = sigmoid(relu(x0) + relu(x0 - x1)) from (-1, -1) to (1, 1): both terms are 0 at alpha = 1/2, sigmoid'(0) =
    // 1/4. On its right the first term has the slope 1, the second rests at 0 all along: 2 * (1/4, 0).
    const network = new Network(
      [2],
      [
        { name: 'h', layer: new Dense(Float64Array.of(1, 1, 0, -1), new Float64Array(2)), inputs: [inputName] },
        { name: 'relu', layer: new ReLU(), inputs: ['h'] },
        { name: 'sum', layer: new Dense(Float64Array.of(1, 1), new Float64Array(1)), inputs: ['relu'] },
        { name: 'sigmoid', layer: new Sigmoid(), inputs: ['sum'] },
      ],
    );
    const line = { baseline: Float64Array.of(-1, -1), input: Float64Array.of(1, 1), target: 0 };
    const half = { density: 0, nodes: Float64Array.of(1 / 2), weights: Float64Array.of(1) };
    const { integrator } = await exactIntegratedGradients(network, line);
    expect(await integrator.attribute([half, half])).toEqual([Float64Array.of(1 / 2, 0), Float64Array.of(1 / 2, 0)]);
    expect(await integrator.totals([half])).toEqual([1 / 2]);
    const integrand = integratedGradient(network, resolveTarget(network, 0));
    const onLine = new Line(line.baseline, line.input);
    const atPoints = await integrateAtPoints(float64Model(network), onLine, integrand, { rule: ruleOf(half), n: 1 });
    expect(atPoints).toEqual(Float64Array.of(0, 0));
  });
});

describe('against any measure both integrators agree', () => {
  const weights = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 });
  it.each([
    { end: 'an output', ending: (network: Network) => network },
    { end: 'a probability', ending: (network: Network) => endingIn(network, new Softmax()) },
  ])('on $end, and so do their sums', async ({ ending }) => {
    await fc.assert(
      fc.asyncProperty(anySeed, weights, async (seed, some) => {
        const drawn = caseOf(seed);
        const line = { baseline: drawn.baseline, input: drawn.input, target: drawn.target };
        const network = ending(drawn.network);
        const random = seeded(seed + 3);
        const nodes = Float64Array.from(some, random).sort();
        const measure = { density: 0, nodes, weights: Float64Array.from(some) };
        const { integrator, restriction } = await exactIntegratedGradients(network, line);
        // A node so near to a breakpoint that rounding decides on which side it lies tells nothing.
        fc.pre(nodes.every((node) => endpoints(restriction).every((end) => Math.abs(node - end) > 1e-9)));
        const [overRegions] = await integrator.attribute([measure]);
        const target = resolveTarget(network, drawn.target);
        const question = { ...questionOf(seed, 1, integratedGradients), network, target };
        const atPoints = await integrateAtPoints(
          float64Model(network),
          new Line(line.baseline, line.input),
          integratedGradients.integrand(question),
          { rule: ruleOf(measure), n: 1 },
        );
        const scale = Math.max(1e-6, l1(overRegions));
        expect(l1(atPoints.map((a, i) => a - overRegions[i]))).toBeLessThanOrEqual(1e-9 * scale);
        const [total] = await integrator.totals([measure]);
        expect(Math.abs(total - atPoints.reduce((sum, a) => sum + a, 0))).toBeLessThanOrEqual(1e-9 * scale);
      }),
      { numRuns: 60 },
    );
  });
});
