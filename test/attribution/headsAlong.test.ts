import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributePart, exactIntegratedGradients, PartedLine } from '../../src/attribution/index.ts';
import { endingWithOutput, type Ending } from '../../src/attribution/head/ending.ts';
import type { Head } from '../../src/attribution/head/head.ts';
import { Masses } from '../../src/attribution/head/masses.ts';
import { Line as LineOf } from '../../src/attribution/line/line.ts';
import { regionEnds } from '../../src/attribution/line/alongHead.ts';
import { gradientIntegral } from '../../src/attribution/line/integrals.ts';
import { Float64Gradients } from '../../src/gradients/index.ts';
import { adjointPath, endpoints, integrate, plainWorkspace, type Restriction } from '../../src/line/index.ts';
import { Dense, Network, Softmax } from '../../src/network/index.ts';
import { rules, stepMeasure } from '../../src/quadrature/index.ts';
import { deepHead, endingIn, gatedHead, smoothLayers } from '../helpers/heads.ts';
import { anySeed, caseOf, randomArray, seeded } from '../helpers/randomNetworks.ts';
import { regionIntegrals } from '../helpers/regionQuadrature.ts';
import { adjointsOver, expectEqual, lineOf, pointOn, summed, type Line } from './headSupport.ts';
import { explainOne, l1 } from './support.ts';

const runs = { numRuns: 10 };
const gated = (seed: number): Line => lineOf(seed, (network) => gatedHead(network, seeded(seed + 2)));

/** The gradient of the target at a place of the line, by float64 gradients of the network as a whole. */
async function gradientAt(line: Line, alpha: number): Promise<Float64Array> {
  const { network, target } = line;
  const seeds = new Float64Array(network.outputSize).fill(1, target, target + 1);
  const derivative = { of: network.nodes.length - 1, seeds, by: -1 };
  return (await new Float64Gradients(network).gradientsAt({ values: pointOn(line, alpha) }, derivative)).gradients;
}

describe('exactIntegratedGradients through a head', () => {
  it('are complete and equal adaptive quadrature of each region, to 1e-9', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, async (seed) => {
        const line = gated(seed);
        const { network, baseline, input, target } = line;
        const found = await exactIntegratedGradients(network, { baseline, input, target });
        expect(found.completenessGap * l1(found.attributions)).toBeLessThan(1e-9 * l1(found.attributions) + 1e-15);
        const integral = summed(await adjointsOver(line, -1, endpoints(found.restriction)));
        expectEqual(
          found.attributions,
          integral.map((g, i) => g * (input[i] - baseline[i])),
        );
      }),
      runs,
    );
  });

  it.each(rules.map((rule) => [rule.name, rule] as const))(
    'their integrator samples by %s what gradients of the network at its nodes make, and totals are its sums',
    async (_, rule) => {
      await fc.assert(
        fc.asyncProperty(anySeed, fc.integer({ min: 1, max: 9 }), async (seed, partitions) => {
          const line = gated(seed);
          const { network, baseline, input, target } = line;
          const { integrator } = await exactIntegratedGradients(network, { baseline, input, target });
          const measures = [rule.measure(partitions), rule.measure(partitions + 1)];
          const found = await integrator.attribute(measures);
          const totals = await integrator.totals(measures);
          for (const [m, { nodes, weights }] of measures.entries()) {
            const gradients = await Promise.all(Array.from(nodes, (alpha) => gradientAt(line, alpha)));
            const sampled = summed(gradients.map((gradient, i) => gradient.map((g) => weights[i] * g)));
            expectEqual(
              found[m],
              sampled.map((g, i) => g * (input[i] - baseline[i])),
            );
            const sum = found[m].reduce((a, b) => a + b, 0);
            expect(Math.abs(totals[m] - sum)).toBeLessThanOrEqual(1e-9 * l1(found[m]) + 1e-15);
          }
        }),
        runs,
      );
    },
  );

  it('of the parts of a line join to those of the whole', async () => {
    const anywhere = fc.array(fc.double({ min: 1e-3, max: 1 - 1e-3, noNaN: true }), { minLength: 1, maxLength: 4 });
    const kind = fc.constantFrom(...Object.values(smoothLayers));
    await fc.assert(
      fc.asyncProperty(anySeed, anywhere, kind, kind, async (seed, cuts, first, second) => {
        const line = lineOf(seed, (network) => deepHead(network, first(), second(), seeded(seed + 2)));
        const { network, baseline, input, target } = line;
        const whole = await exactIntegratedGradients(network, { baseline, input, target });
        const alphas = [...new Set(cuts)].sort((a, b) => a - b);
        const parted = new PartedLine(network, { baseline, input, target }, alphas);
        const joined = parted.join(parted.parts.map((part) => attributePart(network, part)));
        expectEqual(joined.attributions, whole.attributions);
        expect([joined.regions, joined.outputDifference]).toEqual([whole.regions, whole.outputDifference]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('through a head, against adaptive quadrature of each region, to 1e-9', () => {
  it('neuron conductance: what reaches a unit from an input is constant on a region', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, async (seed) => {
        const line = gated(seed);
        const { network, baseline, input, target } = line;
        const node = Math.max(
          0,
          network.nodes.findIndex(({ operation }) => operation.family === 'elementwise'),
        );
        const { name: layer } = network.nodes[node];
        const neuron = seed % network.unitsOf(node);
        const { line: along } = await explainOne(network, { method: 'integrated_gradients', input, baseline, target });
        const ends = along?.alphas ?? new Float64Array();
        const adjoints = await adjointsOver(line, node, ends);
        const seeds = new Float64Array(network.unitsOf(node)).fill(1, neuron, neuron + 1);
        const engine = new Float64Gradients(network);
        const flows = adjoints.map(async (adjoint, region) => {
          const middle = pointOn(line, (ends[region] + ends[region + 1]) / 2);
          const { gradients } = await engine.gradientsAt({ values: middle }, { of: node, seeds, by: -1 });
          return gradients.map((g, i) => g * adjoint[neuron] * (input[i] - baseline[i]));
        });
        const found = await explainOne(network, {
          method: 'neuron_conductance',
          input,
          baseline,
          target,
          layer,
          neuron,
        });
        expect(found.rule).toBe('exact');
        expectEqual(found.attributions, summed(await Promise.all(flows)));
      }),
      runs,
    );
  });

  it("layer integrated gradients: on the straight line between a layer's values, what goes around it held", async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, async (seed) => {
        const { network: straight, baseline, input } = caseOf(seed);
        const network = endingIn(straight, new Softmax());
        const node = Math.max(
          0,
          network.nodes.findIndex(({ operation }) => operation.family === 'elementwise'),
        );
        const { name: layer } = network.nodes[node];
        const found = await explainOne(network, {
          method: 'layer_integrated_gradients',
          input,
          baseline,
          target: 0,
          layer,
        });
        expect(found.rule).toBe('exact');
        const behind = new LineOf(baseline, input).behind(endingWithOutput(network, 0), layer);
        if (behind === undefined) return; // The layer does not reach the output, or is it.
        const engine = new Float64Gradients(network);
        const seeds = new Float64Array(network.outputSize).fill(1, 0, 1);
        const derivative = { of: network.nodes.length - 1, seeds, by: node };
        const [from, to] = [baseline, input].map((point) => network.evaluateAll(point)[node]);
        const delta = to.map((h, i) => h - from[i]);
        const integrals = await regionIntegrals(
          async (alpha) => {
            const values = from.map((h, i) => h + alpha * delta[i]);
            return (await engine.gradientsAt({ values, at: { nodes: [node], input } }, derivative)).gradients;
          },
          endpoints(behind),
          1e-13,
        );
        expectEqual(
          found.attributions,
          summed(integrals).map((g, i) => g * delta[i]),
        );
      }),
      runs,
    );
  });
});

describe('many outputs', () => {
  it.each([6, 40])('of %i classes one walk gives what a sweep for each class gives, to 1e-10', (classes) => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const random = seeded(seed + 3);
        const { network, baseline, input } = lineOf(seed, (straight) => {
          const layer = new Dense(randomArray(random, straight.outputSize * classes), randomArray(random, classes));
          const last = straight.nodes[straight.nodes.length - 1].name;
          const wide = { name: 'wide', layer, inputs: [last] };
          return endingIn(new Network(straight.inputShape, [...straight.definitions, wide]), new Softmax());
        });
        const ending = endingWithOutput(network, 0);
        const restriction = new LineOf(baseline, input).restriction(ending);
        expectEqual(
          gradientIntegral(restriction, ending.explained).integrals,
          sweepForEach(restriction, ending),
          1e-10,
        );
      }),
      { numRuns: 25 },
    );
  });
});

/**
 * The sum over the units of the frontier of the integrals of their gradients, each against the density of its masses.
 */
function sweepForEach(restriction: Restriction, { explained }: Ending): Float64Array {
  const { output } = restriction.graph;
  const ends = regionEnds(restriction);
  const masses = new Masses(explained as Head, restriction, plainWorkspace);
  const means = Array.from(ends.subarray(1), (end, region) => {
    const length = end - ends[region];
    return masses.over(ends[region], end).map((mass) => mass / length);
  });
  const sums = Array.from(restriction.output.value, (_, unit) => {
    const density = { alphas: ends.slice(0, -1), values: Float64Array.from(means, (mean) => mean[unit]) };
    return integrate(adjointPath(restriction, { node: output, unit }), [stepMeasure(density)])[0];
  });
  return summed(sums);
}
