import { describe, expect, it } from 'vitest';
import {
  endpoints,
  integrate,
  outputAt,
  outputPath,
  regionOf,
  restrict,
  targetSlope,
} from '../../../src/line/index.ts';
import { lebesgue, left, pointMass } from '../../../src/quadrature/index.ts';
import { Dense, inputName, Network, ReLU, Sigmoid } from '../../../src/network/index.ts';
import { pathTo, withOutput } from '../../helpers/outputs.ts';
import { affine, skipConnection, smallConvolution, twoHinges } from '../../helpers/closedForms.ts';

const zeros = Float64Array.of(0, 0);
const ones = Float64Array.of(1, 1);

describe('restrict', () => {
  it('finds the endpoints of two hinges', () => {
    expect(Array.from(endpoints(restrict(twoHinges(), { baseline: zeros, input: ones })))).toEqual([0, 0.25, 0.5, 1]);
  });

  it('finds crossings behind a skip connection', () => {
    const restriction = restrict(skipConnection(), { baseline: Float64Array.of(-1), input: Float64Array.of(1) });
    expect(Array.from(endpoints(restriction))).toEqual([0, 0.5, 0.75, 1]);
  });

  it('counts units that cross at one alpha as one breakpoint', () => {
    // All four cells of the convolution are 4 alpha - 1.
    const restriction = restrict(smallConvolution(), {
      baseline: new Float64Array(9),
      input: new Float64Array(9).fill(1),
    });
    expect(Array.from(endpoints(restriction))).toEqual([0, 0.25, 1]);
    expect(restriction.crossings.alphas).toHaveLength(4);
  });

  it('has one region where nothing bends', () => {
    expect(Array.from(endpoints(restrict(affine(), { baseline: zeros, input: ones })))).toEqual([0, 1]);
    expect(Array.from(endpoints(restrict(twoHinges(), { baseline: zeros, input: zeros })))).toEqual([0, 1]);
  });

  it('takes a unit that starts on its threshold for active if it rises, without a breakpoint at 0', () => {
    const relu = new Network([1], [{ name: 'relu', layer: new ReLU(), inputs: [inputName] }]);
    for (const end of [1, -1]) {
      const restriction = restrict(relu, { baseline: Float64Array.of(0), input: Float64Array.of(end) });
      expect(Array.from(endpoints(restriction))).toEqual([0, 1]);
      expect(integrate(pathTo(restriction, 0), [lebesgue])[0][0]).toBe(end > 0 ? 1 : 0);
    }
  });

  it('refuses a network that is not piecewise linear and names the layer', () => {
    const network = new Network(
      [1],
      [
        { name: 'first', layer: new Dense(Float64Array.of(1), Float64Array.of(0)), inputs: [inputName] },
        { name: 'squash', layer: new Sigmoid(), inputs: ['first'] },
      ],
    );
    expect(() => restrict(network, { baseline: Float64Array.of(0), input: Float64Array.of(1) })).toThrow(
      "Layer 'squash' (Sigmoid) is smooth, and a line is followed through straight layers and kinks alone. Follow the network up to that layer; attributions are exact through smooth ends",
    );
  });

  it('refuses points of the wrong size or with values that are not finite', () => {
    expect(() => restrict(twoHinges(), { baseline: zeros, input: Float64Array.of(1) })).toThrow(
      'The input has 1 numbers, the network takes 2.',
    );
    expect(() => restrict(twoHinges(), { baseline: Float64Array.of(0, NaN), input: ones })).toThrow(
      'The baseline is NaN at index 1',
    );
  });
});

describe('regionOf', () => {
  it('gives a breakpoint to the region on its right and 1 to the last region', () => {
    const ends = Float64Array.of(0, 0.25, 0.5, 1);
    expect([0, 0.2, 0.25, 0.4, 0.5, 1].map((alpha) => regionOf(ends, alpha))).toEqual([0, 0, 1, 1, 2, 2]);
  });
});

describe('outputPath', () => {
  it('is the output as a function of alpha', () => {
    // F = relu(alpha - 1/4) - relu(alpha - 1/2): 0, then alpha - 1/4, then 1/4.
    const path = outputPath(withOutput(twoHinges(), zeros, ones), 0);
    expect([0, 0.25, 0.375, 0.5, 0.75, 1].map((alpha) => outputAt(path, alpha))).toEqual([
      0, 0, 0.125, 0.25, 0.25, 0.25,
    ]);
  });
});

describe('targetSlope', () => {
  it('counts once what two activations in a row do at one alpha', () => {
    const network = new Network(
      [1],
      [
        { name: 'first', layer: new ReLU(), inputs: [inputName] },
        { name: 'second', layer: new ReLU(), inputs: ['first'] },
      ],
    );
    const ends = (baseline: number, input: number): (number | undefined)[] => {
      const restriction = restrict(network, { baseline: Float64Array.of(baseline), input: Float64Array.of(input) });
      const { values } = targetSlope(pathTo(restriction, 0), restriction.output.slope[0]);
      return [values.at(0), values.at(-1)];
    };
    expect(ends(-1, 3)).toEqual([0, 4]);
    expect(ends(3, -1)).toEqual([-4, 0]);
  });
});

describe('integrate', () => {
  it('is the share of the line on which each unit is active, times its weight', () => {
    // relu(x0 - 1/4) is active for 3/4 of the line, relu(x1 - 1/2) for half of it.
    const path = pathTo(restrict(twoHinges(), { baseline: zeros, input: ones }), 0);
    expect(Array.from(integrate(path, [lebesgue])[0])).toEqual([0.75, -0.5]);
  });

  it('sums both ways through a skip connection', () => {
    // dF/dx is 0, 1, 2 on [0, 1/2], [1/2, 3/4], [3/4, 1].
    const path = pathTo(restrict(skipConnection(), { baseline: Float64Array.of(-1), input: Float64Array.of(1) }), 0);
    expect(integrate(path, [lebesgue])[0][0]).toBe(0.75);
  });

  it('takes a node on a breakpoint for the region on its right and alpha = 1 for the last region', () => {
    const path = pathTo(restrict(twoHinges(), { baseline: zeros, input: ones }), 0);
    const at = [0, 0.25, 0.5, 1].map((alpha) => Array.from(integrate(path, [pointMass(alpha)])[0]));
    expect(at).toEqual([
      [0, 0],
      [1, 0],
      [1, -1],
      [1, -1],
    ]);
    // Left rule with 4 partitions: nodes 0, 1/4, 1/2, 3/4; x0 is active at three of them, x1 at two.
    expect(Array.from(integrate(path, [left.measure(4)])[0])).toEqual([0.75, -0.5]);
  });

  it('is the weights themselves for an affine network', () => {
    const restriction = restrict(affine(), { baseline: zeros, input: ones });
    expect(Array.from(integrate(pathTo(restriction, 0), [lebesgue])[0])).toEqual([2, -3]);
    expect(Array.from(integrate(pathTo(restriction, 1), [lebesgue])[0])).toEqual([0, 1]);
  });

  it('counts how many windows cover each pixel of a convolution', () => {
    // Every cell is active for 3/4 of the line; corner, edge and centre pixels lie under 1, 2 and 4 windows.
    const path = pathTo(
      restrict(smallConvolution(), { baseline: new Float64Array(9), input: new Float64Array(9).fill(1) }),
      0,
    );
    expect(Array.from(integrate(path, [lebesgue])[0])).toEqual(
      [1, 2, 1, 2, 4, 2, 1, 2, 1].map((windows) => 0.75 * windows),
    );
  });

  it('refuses a target that the network does not have', () => {
    expect(() => pathTo(restrict(affine(), { baseline: zeros, input: ones }), 2)).toThrow(
      "Target 2 is not a unit of layer 'out'; it has the units 0 to 1.",
    );
  });
});
