import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactIntegratedGradients, methods, type Method } from '../../src/attribution/index.ts';
import { integrateAtPoints, integrateOverRegions } from '../../src/attribution/integrators/index.ts';
import { Line } from '../../src/attribution/line/index.ts';
import { integratedGradients } from '../../src/attribution/methods/integratedGradients.ts';
import type { Question } from '../../src/attribution/methods/index.ts';
import { float64Model } from '../../src/attribution/model/index.ts';
import { inputLayer, resolveLayer, resolveTarget, resolveUnit } from '../../src/attribution/target/index.ts';
import { endpoints, lineGraph, theLine, type Restriction } from '../../src/line/index.ts';
import { Softmax, type Network } from '../../src/network/index.ts';
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
