import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactIntegratedGradients } from '../../src/attribution/exact.ts';
import { internalInfluence } from '../../src/attribution/internalInfluence.ts';
import { layerConductance } from '../../src/attribution/layerConductance.ts';
import { layerIntegratedGradients } from '../../src/attribution/layerIntegratedGradients.ts';
import { neuronConductance } from '../../src/attribution/neuronConductance.ts';
import { neuronIntegratedGradients } from '../../src/attribution/neuronIntegratedGradients.ts';
import { lineGraph, theLine } from '../../src/line/index.ts';
import { inputName, Network } from '../../src/network/index.ts';
import { DenseOracle } from '../helpers/denseOracle.ts';
import { twoHinges, skipConnection } from '../helpers/closedForms.ts';
import { anySeed, caseOf, seeded } from '../helpers/randomNetworks.ts';

const runs = { numRuns: 80 };
const zeros = Float64Array.of(0, 0);
const ones = Float64Array.of(1, 1);

function sum(values: ArrayLike<number>): number {
  return Array.from(values).reduce((total, value) => total + value, 0);
}

function l1(values: ArrayLike<number>): number {
  return sum(Array.from(values, Math.abs));
}

/** Names of layers, and whether every way from input to output passes them. Reshapes stand for the layer they take. */
function layersOf(network: Network): { name: string; cut: boolean }[] {
  const { layers, nodes } = lineGraph(network);
  const reshapes = new Set(network.nodes.filter(({ operation }) => operation.family === 'reshape').map(({ name }) => name));
  return [...layers]
    .filter(([name, node]) => node !== theLine && !reshapes.has(name))
    .map(([name, node]) => ({ name, cut: nodes.slice(node + 1).every(({ inputs }) => inputs.every((input) => input >= node)) }));
}

/** A case and one of its layers, drawn from the seed. */
function layerOf(seed: number, wanted: (layer: { cut: boolean }) => boolean = () => true): ReturnType<typeof caseOf> & { layer: string; unit: number } {
  const drawn = caseOf(seed);
  const random = seeded(seed + 2);
  const layers = layersOf(drawn.network).filter(wanted);
  const layer = layers[Math.floor(random() * layers.length)].name;
  const size = lineGraph(drawn.network).nodes[lineGraph(drawn.network).layers.get(layer) ?? 0].size;
  return { ...drawn, layer, unit: Math.floor(random() * size) };
}

describe('in closed form', () => {
  // F = relu(x0 - 1/4) - relu(x1 - 1/2) from (0, 0) to (1, 1).
  it('layer conductance of the hinges is what each adds to the output', () => {
    expect(Array.from(layerConductance(twoHinges(), zeros, ones, 0, 'relu'))).toEqual([0.75, -0.5]);
  });

  it('internal influence of the hinges is their weight in the output, that of the units before them their share of the line', () => {
    expect(Array.from(internalInfluence(twoHinges(), zeros, ones, 0, 'relu'))).toEqual([1, -1]);
    expect(Array.from(internalInfluence(twoHinges(), zeros, ones, 0, 'shift'))).toEqual([0.75, -0.5]);
  });

  it('layer integrated gradients of the units before the hinges see them cross where their own values do', () => {
    // Units go from -1/4 to 3/4 and from -1/2 to 1/2: active for 3/4 and 1/2 of the way, of length 1.
    expect(Array.from(layerIntegratedGradients(twoHinges(), zeros, ones, 0, 'shift'))).toEqual([0.75, -0.5]);
    expect(Array.from(layerIntegratedGradients(twoHinges(), zeros, ones, 0, 'out'))).toEqual([0.25]);
  });

  it('neuron integrated gradients and conductance of a hinge belong to its own input', () => {
    expect(Array.from(neuronIntegratedGradients(twoHinges(), zeros, ones, 'relu', 1))).toEqual([0, 0.5]);
    expect(Array.from(neuronConductance(twoHinges(), zeros, ones, 0, 'relu', 1))).toEqual([0, -0.5]);
  });

  it('a way around the layer is held at the input by layer integrated gradients', () => {
    // F = relu(h - 1/2) + h with h from 0 to 1; the layer `later` goes from 0 to 1/2 and h stays at 1.
    expect(Array.from(layerIntegratedGradients(skipConnection(), Float64Array.of(-1), Float64Array.of(1), 0, 'later'))).toEqual([0.5]);
  });
});

describe('on random networks with branches and every layer type', () => {
  it('layer conductance and layer integrated gradients of a layer that all ways pass sum to the output difference', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const { network, baseline, input, target, layer } = layerOf(seed, ({ cut }) => cut);
        const difference = network.evaluate(input)[target] - network.evaluate(baseline)[target];
        for (const method of [layerConductance, layerIntegratedGradients]) {
          const attributions = method(network, baseline, input, target, layer);
          expect(Math.abs(sum(attributions) - difference)).toBeLessThan(1e-9 * Math.max(1e-3, l1(attributions)));
        }
      }),
      runs,
    );
  });

  it('neuron conductance sums over the inputs to the layer conductance of the unit', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const { network, baseline, input, target, layer, unit } = layerOf(seed);
        const byInput = neuronConductance(network, baseline, input, target, layer, unit);
        const byUnit = layerConductance(network, baseline, input, target, layer);
        expect(Math.abs(sum(byInput) - byUnit[unit])).toBeLessThan(1e-9 * Math.max(1e-3, l1(byInput), l1(byUnit)));
      }),
      runs,
    );
  });

  it('neuron integrated gradients of an output unit are integrated gradients', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, async (seed) => {
        const { network, baseline, input, target } = caseOf(seed);
        const { attributions } = await exactIntegratedGradients(network, baseline, input, target);
        const { name } = network.nodes[network.nodes.length - 1];
        expect(neuronIntegratedGradients(network, baseline, input, name, target)).toEqual(attributions);
      }),
      runs,
    );
  });

  it('internal influence is the integral of the gradient by the layer, evaluated in the middle of every region', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const { network, baseline, input, target, layer } = layerOf(seed);
        // Where candidates of a maximum tie along a stretch, the oracle takes the first and the sweep the one before.
        fc.pre(network.nodes.every(({ operation }) => operation.family !== 'maximum'));
        const index = network.nodes.findIndex(({ name }) => name === layer);
        const oracle = new DenseOracle(network, baseline, input);
        const influence = internalInfluence(network, baseline, input, target, layer);
        const expected = oracle.integralOfAdjoint(index, target);
        const scale = Math.max(1e-6, ...expected.map(Math.abs));
        expected.forEach((value, unit) => {
          expect(Math.abs(influence[unit] - value) / scale).toBeLessThan(1e-9);
        });
      }),
      runs,
    );
  });
});

describe('layers', () => {
  it('that do not exist are refused with the nearest name', () => {
    expect(() => internalInfluence(twoHinges(), zeros, ones, 0, 'rleu')).toThrow("Unknown layer 'rleu'. Did you mean 'relu'?");
  });

  it('are not explained on lines or for targets that do not fit the network', () => {
    for (const layer of ['relu', 'out']) {
      expect(() => layerIntegratedGradients(twoHinges(), Float64Array.of(0), ones, 0, layer)).toThrow('The baseline has 1 numbers, the network takes 2.');
      expect(() => layerIntegratedGradients(twoHinges(), zeros, Float64Array.of(NaN, 1), 0, layer)).toThrow('The input is NaN at index 0');
      expect(() => layerIntegratedGradients(twoHinges(), zeros, ones, 1, layer)).toThrow("Target 1 is not a unit of layer 'out'");
    }
  });

  it('that do not reach the output are attributed nothing', () => {
    const { nodes } = twoHinges();
    const [shift, relu, out] = nodes.map(({ name, layer }) => ({ name, layer }));
    const network = new Network([2], [
      { ...shift, inputs: [inputName] },
      { name: 'aside', layer: relu.layer, inputs: ['shift'] },
      { ...relu, inputs: ['shift'] },
      { ...out, inputs: ['relu'] },
    ]);
    for (const method of [layerIntegratedGradients, layerConductance, internalInfluence]) {
      expect(Array.from(method(network, zeros, ones, 0, 'aside'))).toEqual([0, 0]);
    }
  });

  it('have the units they have', () => {
    expect(() => neuronIntegratedGradients(twoHinges(), zeros, ones, 'relu', 2)).toThrow("Target 2 is not a unit of layer 'relu'");
  });
});
