import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { Head } from '../../src/attribution/head/head.ts';
import { resolveTarget } from '../../src/attribution/target/index.ts';
import {
  absolute,
  Concat,
  Dense,
  Flatten,
  HardTanh,
  inputName,
  LeakyReLU,
  Multiply,
  Network,
  Normalize,
  ReLU,
  SmoothFunction,
  Softmax,
  Tanh,
  type Layer,
  type Smooth,
} from '../../src/network/index.ts';
import { bendingHead, normalizedHead, smoothLayers } from '../helpers/heads.ts';
import { anySeed, seeded } from '../helpers/randomNetworks.ts';
import { diagonal, expectEqual, F, gradientsOver, lineOf, node, type Line } from './headSupport.ts';
import { explainOne, l1 } from './support.ts';

async function expectIntegratedGradients(line: Line): Promise<void> {
  const { network, baseline, input, target } = line;
  const found = await explainOne(network, { method: 'integrated_gradients', input, baseline, target });
  expect(found.rule).toBe('exact');
  expect(found.completeness?.gap).toBeLessThanOrEqual(1e-12 * l1(found.attributions) + 1e-15);
  const ends = found.line?.alphas ?? new Float64Array();
  expectEqual(found.attributions, await gradientsOver(line, ends), 1e-11);
}

const bent: Readonly<Record<string, () => Layer>> = {
  ReLU: () => new ReLU(),
  LeakyReLU: () => new LeakyReLU(0.1),
  HardTanh: () => new HardTanh(),
  Abs: () => absolute(),
};

describe('integrated gradients through a head with units that bend are complete and equal adaptive quadrature, to 1e-11', () => {
  it.each(Object.entries(bent))('%s and a maximum behind a smooth layer', async (_, layer) => {
    const kind = fc.constantFrom(...Object.values(smoothLayers));
    await fc.assert(
      fc.asyncProperty(anySeed, kind, (seed, smooth) =>
        expectIntegratedGradients(lineOf(seed, (network) => bendingHead(network, smooth(), layer(), seeded(seed + 2)))),
      ),
      { numRuns: 12 },
    );
  });

  it.each([1e-12, 0.5])('a vector by its norm of at least %d', async (epsilon) => {
    await fc.assert(
      fc.asyncProperty(anySeed, (seed) =>
        expectIntegratedGradients(lineOf(seed, (network) => normalizedHead(network, epsilon, seeded(seed + 2)))),
      ),
      { numRuns: 12 },
    );
  });
});

/** Nine of eighteen units, from one on. */
function sliceOf(from: number): Dense {
  const kernel = new Float64Array(18 * 9);
  for (let unit = 0; unit < 9; unit++) kernel[(from + unit) * 9 + unit] = 1;
  return new Dense(kernel, new Float64Array(9));
}

/** `relu((x0 - a) (b - x1))`, between a and b of the line from (0, 0) to (1, 1) a bump. */
function bump(a: number, b: number): Network {
  return new Network(
    [2],
    [
      node('left', new Dense(F(1, 0), F(-a)), inputName),
      node('right', new Dense(F(0, -1), F(b)), inputName),
      node('product', new Multiply(), 'left', 'right'),
      node('bump', new ReLU(), 'product'),
    ],
  );
}

describe('units that bend', () => {
  it.each([
    [0.3, 0.9],
    [0.3, 0.4],
    [0.7, 0.7 + 1e-3],
    [1e-9, 1 - 1e-9],
  ])('and come back are found both times: from %d to %d', async (a, b) => {
    // On the line x0 = x1 = t the gradient is (b - t, a - t) between a and b, whose integral is (b - a)^2 / 2 (1, -1).
    const { attributions } = await explainOne(bump(a, b), diagonal);
    const half = (b - a) ** 2 / 2;
    expect(Math.abs(attributions[0] - half)).toBeLessThan(1e-15);
    expect(Math.abs(attributions[1] + half)).toBeLessThan(1e-15);
  });

  it.each([
    [1, 0.1, 0.9],
    [3, 0.3, 0.4],
    [100, 0.4, 0.41],
    [1000, 0.12, 0.122],
  ])('are found though they come back at once, by steps of slope %d at %d and %d', async (k, p, q) => {
    // F = relu(tanh(k (x0 - p)) - tanh(k (x1 - q)) - c) is above 0 for |tau| < T, where tau = k (t - (p + q) / 2), with
    // tanh(tau + d) - tanh(tau - d) = 2 sinh(2 d) / (cosh(2 tau) + cosh(2 d)) and d = k (q - p) / 2. The first input
    // adds tanh(T + d) - tanh(d - T), and the second takes it away.
    const d = (k * (q - p)) / 2;
    const T = 1e-3;
    const c = (2 * Math.sinh(2 * d)) / (Math.cosh(2 * T) + Math.cosh(2 * d));
    const network = new Network(
      [2],
      [
        node('steps', new Dense(F(k, 0, 0, k), F(-k * p, -k * q)), inputName),
        node('tanh', new Tanh(), 'steps'),
        node('difference', new Dense(F(1, -1), F(-c)), 'tanh'),
        node('top', new ReLU(), 'difference'),
      ],
    );
    const { attributions } = await explainOne(network, diagonal);
    const expected = Math.tanh(T + d) - Math.tanh(d - T);
    // Rounding of the difference, some 1e-16, moves its roots by 1e-16 / (T k).
    expect(Math.abs(attributions[0] / expected - 1)).toBeLessThan(1e-8);
    expect(Math.abs(attributions[1] / expected + 1)).toBeLessThan(1e-8);
  });

  it('are all found where float64 has many places at which each is right on its threshold', () => {
    // relu((t - a) (a + 1e-3 - t)) for nine a, to which 1 is added and taken away: by steps of 2e-16, over 2e-13 of the
    // line.
    const begins = Float64Array.from({ length: 9 }, (_, i) => (i + 1) / 10);
    const network = new Network(
      [18],
      [
        node('left', sliceOf(0), inputName),
        node('right', sliceOf(9), inputName),
        node('product', new Multiply(), 'left', 'right'),
        node('more', new Normalize(F(-1), F(1)), 'product'),
        node('less', new Normalize(F(1), F(1)), 'more'),
        node('bumps', new ReLU(), 'less'),
        node('sum', new Dense(new Float64Array(9).fill(1), F(0)), 'bumps'),
      ],
    );
    const bends = new Head(network, resolveTarget(network, 0)).bends();
    const z = F(...begins.map((a) => -a), ...begins.map((a) => a + 1e-3));
    const slopes = Float64Array.from(z, (_, unit) => (unit < 9 ? 1 : -1));
    const found = bends.along(z, slopes, 1);
    const expected = Array.from(begins, (a) => [a, a + 1e-3]).flat();
    expect(found).toHaveLength(expected.length);
    found.forEach((at, i) => {
      expect(Math.abs(at - expected[i])).toBeLessThan(1e-12);
    });
  });

  it('hundreds of times in one region are found each time', async () => {
    // F = relu(sin(s) - 1 / 2 + 2 (x1 - x0)), s = 200 pi x0, on x0 = x1 = t: each of 100 periods it is above 0 for a
    // third, over which sin has the same value at both ends, so that the inputs have -2 / 3 and 2 / 3.
    const network = new Network(
      [2],
      [
        node('waves', new Dense(F(200 * Math.PI, 0), F(0)), inputName),
        node('sin', new SmoothFunction('sin'), 'waves'),
        node('flat', new Flatten(), inputName),
        node('both', new Concat(0), 'sin', 'flat'),
        node('above', new Dense(F(1, -2, 2), F(-0.5)), 'both'),
        node('crests', new ReLU(), 'above'),
      ],
    );
    const { attributions } = await explainOne(network, diagonal);
    expect(Math.abs(attributions[0] + 2 / 3)).toBeLessThan(1e-10);
    expect(Math.abs(attributions[1] - 2 / 3)).toBeLessThan(1e-10);
  });

  it('cost some tens of evaluations of the head each, not hundreds', async () => {
    // 20 units relu(tanh(x) - k / 25), of which tanh(1) = 0.76 passes 19.
    const units = Array.from({ length: 20 }, (_, k) => -k / 25);
    const network = new Network(
      [1],
      [
        node('tanh', new Tanh(), inputName),
        node('shifted', new Dense(new Float64Array(20).fill(1), Float64Array.from(units)), 'tanh'),
        node('relu', new ReLU(), 'shifted'),
        node('sum', new Dense(new Float64Array(20).fill(1), F(0)), 'relu'),
      ],
    );
    const evaluate = vi.spyOn(network.nodes[0].operation as Smooth, 'evaluate');
    const pull = vi.spyOn(network.nodes[0].operation as Smooth, 'pull');
    const { attributions } = await explainOne(network, { ...diagonal, baseline: F(0), input: F(1) });
    const expected = units.reduce((sum, shift) => sum + Math.max(0, Math.tanh(1) + shift), 0);
    expect(Math.abs(attributions[0] - expected)).toBeLessThan(1e-14);
    expect(evaluate.mock.calls.length).toBeLessThan(50 * 20);
    expect(pull.mock.calls.length).toBeLessThan(30 * 20);
    vi.restoreAllMocks();
  });

  it('and rest on their threshold but for rounding come to an end', async () => {
    // The sum of a softmax is 1 to rounding, and relu(sum - 1) is 0 or rounding anywhere.
    const network = new Network(
      [3],
      [
        node('soft', new Softmax(), inputName),
        node('rest', new Dense(F(1, 1, 1), F(-1)), 'soft'),
        node('relu', new ReLU(), 'rest'),
        node('out', new Dense(F(1, 1, 0, 0), F(0)), 'both'),
      ].toSpliced(3, 0, node('both', new Concat(0), 'relu', 'soft')),
    );
    const found = await explainOne(network, { ...diagonal, baseline: F(0, 0, 0), input: F(3, -1, 2) });
    expect(found.completeness?.gap).toBeLessThan(1e-12);
  });

  it('a vector by its norm, all of which is 0 up to where it grows, and its norm without a derivative', async () => {
    // z = relu(3 t - 1, 4 t - 4 / 3) is 0 up to t = 1 / 3, then s u, with u = (3, 4) / 5, s up to 10 / 3. Up to epsilon
    // W.z / |z| is W.z / epsilon, which adds W_i u_i; behind it the gradient is (W - (W.u) u) / s, and du_i s = u_i ds.
    const epsilon = 1e-12;
    const layers = [
      node('shifted', new Dense(F(3, 0, 0, 4), F(-1, -4 / 3)), inputName),
      node('z', new ReLU(), 'shifted'),
    ];
    const network = normalizedHead(new Network([2], layers), epsilon, seeded(1));
    const found = await explainOne(network, diagonal);
    expect(found.rule).toBe('exact');
    const { kernel } = network.nodes[network.nodes.length - 1].layer as Dense;
    const [w, u] = [
      [kernel[0], kernel[3]],
      [0.6, 0.8],
    ];
    const along = w[0] * u[0] + w[1] * u[1];
    u.forEach((of, i) => {
      const expected = w[i] * of + of * (w[i] - along * of) * Math.log(10 / 3 / epsilon);
      expect(Math.abs(found.attributions[i] - expected)).toBeLessThan(1e-9 * Math.abs(expected));
    });
  });
});
