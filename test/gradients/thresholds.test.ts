import { describe, expect, it } from 'vitest';
import { Float64Gradients } from '../../src/gradients/index.ts';
import { gradientsOf } from '../../src/tensorflow/index.ts';
import { ELU, HardTanh, inputName, LeakyReLU, Network, ReLU, type Layer } from '../../src/network/index.ts';
import { pointMass } from '../../src/quadrature/index.ts';
import { backendsHere, webgpuHere } from './support.ts';

/** Derivatives of PyTorch 1.13's autograd, and at points between thresholds. */
const table: readonly { layer: Layer; at: number[]; derivatives: number[] }[] = [
  { layer: new ReLU(), at: [-1, 0, 1], derivatives: [0, 0, 1] },
  { layer: new LeakyReLU(0.25), at: [-1, 0, 1], derivatives: [0.25, 0.25, 1] },
  { layer: new HardTanh(), at: [-2, -1, 0, 1, 2], derivatives: [0, 0, 1, 0, 0] },
  { layer: new ELU(2), at: [0, 1], derivatives: [2, 1] },
];

const cases = table.map(({ layer, at, derivatives }) => ({
  type: layer.type,
  derivatives,
  points: Float64Array.from(at),
  network: new Network([at.length], [{ name: 'activation', layer, inputs: [inputName] }]),
}));

describe('derivatives at thresholds are those of PyTorch', async () => {
  const backends = [...(await backendsHere()), ...webgpuHere()];

  it.each(cases)('$type in float64', async ({ network, points, derivatives }) => {
    const found = [];
    for (let unit = 0; unit < points.length; unit++) {
      const seeds = points.map((_, i) => (i === unit ? 1 : 0));
      const { gradients } = await new Float64Gradients(network).gradientsAt(
        { values: points },
        { of: 0, by: -1, seeds },
      );
      found.push(gradients[unit]);
    }
    expect(found).toEqual(derivatives);
  });

  describe.each(backends)('on backend %s', (backend) => {
    it.each(cases)('$type', async ({ network, points, derivatives }) => {
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
