import { describe, expect, it } from 'vitest';
import { Float64Gradients } from '../../src/gradients/index.ts';
import { gradientsOf } from '../../src/tensorflow/index.ts';
import {
  absolute,
  clip,
  ELU,
  hardSigmoid,
  HardTanh,
  inputName,
  LeakyReLU,
  maximumAlong,
  Network,
  ReLU,
  SmoothFunction,
  WeightedSum,
  type Layer,
} from '../../src/network/index.ts';
import { pointMass } from '../../src/quadrature/index.ts';
import { backendsHere, webgpuHere } from './support.ts';

/** Derivatives of PyTorch 1.13's autograd, and at points between thresholds. */
const table: readonly { name: string; layer: Layer; at: number[]; derivatives: number[] }[] = [
  { name: 'relu', layer: new ReLU(), at: [-1, 0, 1], derivatives: [0, 0, 1] },
  { name: 'leaky_relu', layer: new LeakyReLU(0.25), at: [-1, 0, 1], derivatives: [0.25, 0.25, 1] },
  { name: 'hardtanh', layer: new HardTanh(), at: [-2, -1, 0, 1, 2], derivatives: [0, 0, 1, 0, 0] },
  { name: 'hardtanh to [-2, 3]', layer: clip(-2, 3, 0), at: [-3, -2, 0, 3, 4], derivatives: [0, 0, 1, 0, 0] },
  { name: 'relu6', layer: clip(0, 6, 0), at: [-1, 0, 1, 6, 7], derivatives: [0, 0, 1, 0, 0] },
  { name: 'clamp', layer: clip(-1, 2), at: [-2, -1, 0, 2, 3], derivatives: [0, 1, 1, 1, 0] },
  { name: 'clamp from below', layer: clip(0, Infinity), at: [-1, 0, 1], derivatives: [0, 1, 1] },
  { name: 'clamp from above', layer: clip(-Infinity, 1), at: [0, 1, 2], derivatives: [1, 1, 0] },
  // PyTorch's slope is 1/6, from -3 to 3, and its derivatives there are 0 as well.
  { name: 'hardsigmoid', layer: hardSigmoid(0.25, 0.5), at: [-3, -2, 0, 2, 3], derivatives: [0, 0, 0.25, 0, 0] },
  { name: 'abs', layer: absolute(), at: [-1, 0, 1], derivatives: [-1, 0, 1] },
  { name: 'elu', layer: new ELU(2), at: [0, 1], derivatives: [2, 1] },
  {
    name: 'hardswish',
    layer: new SmoothFunction('hardSwish'),
    at: [-4, -3, 0, 3, 4],
    derivatives: [0, -0.5, 0.5, 1.5, 1],
  },
];

const ofLayers = table.map(({ name, layer, at, derivatives }) => ({
  name,
  derivatives,
  points: Float64Array.from(at),
  network: new Network([at.length], [{ name: 'activation', layer, inputs: [inputName] }]),
}));

/** As the readers make it of PReLU: `slope x + (1 - slope) relu(x)`, with a slope for each unit. */
const slopes = Float64Array.of(0.25, 0.25, 0.25, -0.5, -0.5, -0.5);
const prelu = {
  name: 'prelu',
  derivatives: [0.25, 0.25, 1, -0.5, -0.5, 1],
  points: Float64Array.of(-1, 0, 1, -1, 0, 1),
  network: new Network(
    [6],
    [
      { name: 'relu', layer: new ReLU(), inputs: [inputName] },
      {
        name: 'activation',
        layer: new WeightedSum([slopes, slopes.map((slope) => 1 - slope)]),
        inputs: [inputName, 'relu'],
      },
    ],
  ),
};

/**
 * Three candidates each: `torch.max` along an axis, and max pooling. `torch.maximum` and `amax` share among equal ones.
 */
const max = {
  name: 'max along an axis',
  derivatives: [1, 0, 0, 0, 1, 0, 1, 0, 0],
  points: Float64Array.of(2, 2, 1, 0, 2, 2, 1, 1, 1),
  network: new Network([3, 3], [{ name: 'activation', layer: maximumAlong([3, 3], [1]), inputs: [inputName] }]),
};

/** A root with a lower bound, as `F.normalize` divides by: at 0, where its slope is infinite, nothing depends on it. */
const boundedRoot = {
  name: 'bounded root',
  derivatives: [0, 0.25],
  points: Float64Array.of(0, 4),
  network: new Network(
    [2],
    [
      { name: 'root', layer: new SmoothFunction('sqrt'), inputs: [inputName] },
      { name: 'activation', layer: clip(1e-12, Infinity), inputs: ['root'] },
    ],
  ),
};

const cases = [...ofLayers, prelu, boundedRoot];

describe('derivatives at thresholds are those of PyTorch', async () => {
  const backends = [...(await backendsHere()), ...webgpuHere()];

  it.each(cases)('$name in float64', async ({ network, points, derivatives }) => {
    const found = [];
    for (let unit = 0; unit < points.length; unit++) {
      const seeds = points.map((_, i) => (i === unit ? 1 : 0));
      const { gradients } = await new Float64Gradients(network).gradientsAt(
        { values: points },
        { of: network.nodes.length - 1, by: -1, seeds },
      );
      found.push(gradients[unit]);
    }
    expect(found).toEqual(derivatives);
  });

  it('of a maximum in float64: the first of equal candidates', async () => {
    const { gradients } = await new Float64Gradients(max.network).gradientsAt(
      { values: max.points },
      { of: 0, by: -1, seeds: Float64Array.of(1, 1, 1) },
    );
    expect([...gradients]).toEqual(max.derivatives);
  });

  describe.each(backends)('on backend %s', (backend) => {
    it('of a maximum: the first of equal candidates', async () => {
      const gradients = await gradientsOf(max.network, { backend });
      const { gradients: found } = await gradients.gradientsAt(
        { values: max.points },
        { of: 0, by: -1, seeds: Float64Array.of(1, 1, 1) },
      );
      gradients.dispose();
      expect([...found]).toEqual(max.derivatives);
    });

    it.each(cases)('$name', async ({ network, points, derivatives }) => {
      const gradients = await gradientsOf(network, { backend });
      const found = [];
      for (let unit = 0; unit < points.length; unit++) {
        const [gradient] = await gradients.integrate({ baseline: points, delta: points.map(() => 0) }, unit, [
          pointMass(0),
        ]);
        found.push(gradient[unit]);
      }
      gradients.dispose();
      expect(found).toEqual(derivatives);
    });
  });
});
