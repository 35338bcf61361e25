import { describe, expect, it, vi } from 'vitest';
import { assessExact } from '../../src/attribution/explain/assess.ts';
import { Head } from '../../src/attribution/head/head.ts';
import type { Question } from '../../src/attribution/methods/index.ts';
import { resolveTarget } from '../../src/attribution/target/index.ts';
import { lineGraph, restrict } from '../../src/line/index.ts';
import {
  Concat,
  Dense,
  inputName,
  Multiply,
  Network,
  ReLU,
  Sigmoid,
  SmoothFunction,
  Tanh,
  type NodeDefinition,
  type Smooth,
} from '../../src/network/index.ts';
import { diagonal, F, node } from './headSupport.ts';
import { explainOne } from './support.ts';
const times = (a: number, shift: number): Dense => new Dense(F(a), F(shift));

/**
 * `(x0 - x1) f(z)` with `z = k (x0 - c)`: 0 all along the line from (0, 0) to (1, 1), so that no sum tells of what is
 * missed. The inputs have I and -I, with I the integral of f.
 */
function beside(k: number, c: number, ...f: readonly NodeDefinition[]): Network {
  return new Network(
    [2],
    [
      node('z', new Dense(F(k, 0), F(-k * c)), inputName),
      ...f,
      node('rest', new Dense(F(1, -1), F(0)), inputName),
      node('product', new Multiply(), f[f.length - 1].name, 'rest'),
    ],
  );
}

async function expectIntegral(network: Network, integral: number): Promise<void> {
  const { attributions, verdict } = await explainOne(network, diagonal);
  expect(verdict.converged).toBe(true);
  expect(Math.abs(attributions[0] / integral - 1)).toBeLessThan(1e-8);
  expect(Math.abs(attributions[1] / integral + 1)).toBeLessThan(1e-8);
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
const bell = (of: string): NodeDefinition[] => [
  node('step', new Sigmoid(), of),
  node('other', times(-1, 1), 'step'),
  node('bell', new Multiply(), 'step', 'other'),
];

describe('what a head does in a small part of the line is found', () => {
  it.each([1, 3e2, 5e3, 2e4])('waves of slope %d', async (k) => {
    // sin^2 has the integral 1/2 - (sin 2 k (1 - c) + sin 2 k c) / (4 k).
    const c = 0.13;
    const waves = [node('sin', new SmoothFunction('sin'), 'z'), node('square', new SmoothFunction('square'), 'sin')];
    await expectIntegral(beside(k, c, ...waves), 0.5 - (Math.sin(2 * k * (1 - c)) + Math.sin(2 * k * c)) / (4 * k));
  });

  it.each([1e2, 5e3, 2e5, 1e6])('a bell curve of slope %d', async (k) => {
    // exp(-z^2) has the integral sqrt(pi) / k, but for what lies beyond the ends, below exp(-13^2).
    const curve = [
      node('square', new SmoothFunction('square'), 'z'),
      node('minus', times(-1, 0), 'square'),
      node('exp', new SmoothFunction('exp'), 'minus'),
    ];
    await expectIntegral(beside(k, 0.19281403, ...curve), Math.sqrt(Math.PI) / k);
  });

  it.each([1, 1e2, 5e3, 2e5, 1e6])('the derivative of a sigmoid of slope %d', async (k) => {
    const c = 0.72074311;
    await expectIntegral(beside(k, c, ...bell('z')), (logistic(k * (1 - c)) - logistic(-k * c)) / k);
  });

  it.each([1e3, 1e5, 1e7])('the same behind a smooth layer, of slope %d', async (k) => {
    // u = tanh(x0 - 1/2) and z = k (u - 0.1): s'(z) du / (1 - u^2), where with u = 0.1 + s / k the even part of
    // 1 / (1 - u^2) is a + b s^2 / k^2 and s'(s) has the variance pi^2 / 3; a = 1 / (1 - u^2), b = a^2 + 4 u^2 a^3.
    const u = 0.1;
    const a = 1 / (1 - u * u);
    const curved = (a * a + 4 * u * u * a ** 3) / k ** 2;
    const network = beside(1, 0.5, node('u', new Tanh(), 'z'), node('steep', times(k, -k * u), 'u'), ...bell('steep'));
    await expectIntegral(network, (a + (curved * Math.PI ** 2) / 3) / k);
  });

  it('crests above a threshold, of 200 waves', async () => {
    // relu(sin s - 1/2 + x0 - x1), s = 400 pi x0, is above 0 for a third of each period, where sin ends as it begins.
    const network = new Network(
      [2],
      [
        node('z', new Dense(F(400 * Math.PI, 0), F(0)), inputName),
        node('sin', new SmoothFunction('sin'), 'z'),
        node('rest', new Dense(F(1, -1), F(0)), inputName),
        node('both', new Concat(0), 'sin', 'rest'),
        node('above', new Dense(F(1, 1), F(-0.5)), 'both'),
        node('crests', new ReLU(), 'above'),
      ],
    );
    await expectIntegral(network, 1 / 3);
  });
});

describe('what a head does too often to be followed', () => {
  /** `relu(sin z - 1/2)` behind a layer that makes each look dear, with slope 1e5. */
  const size = 200;
  const network = new Network(
    [1],
    [
      node('z', times(1e5, 0), inputName),
      node('sin', new SmoothFunction('sin'), 'z'),
      node('wide', new Dense(new Float64Array(size).fill(1), new Float64Array(size)), 'sin'),
      node('all', new Dense(new Float64Array(size * size).fill(1 / size), new Float64Array(size)), 'wide'),
      node('one', new Dense(new Float64Array(size).fill(1 / size), F(-0.5)), 'all'),
      node('crests', new ReLU(), 'one'),
    ],
  );

  it('is told by the search for bends, which ends', () => {
    const bends = new Head(network, resolveTarget(network, 0)).bends();
    const found = bends.along(F(0), F(1e5), 1);
    expect(found.length).toBeGreaterThan(0);
    expect(bends.unlooked).toBeGreaterThan(0.1);
    expect(bends.unlooked).toBeLessThan(1);
  });

  it('is told in the verdict, whatever the attributions sum to', () => {
    const ends = { atBaseline: 0, atInput: 1 };
    const straight = network.upTo(0);
    const restriction = restrict(straight, { baseline: F(0), input: F(1) }, { remember: [lineGraph(straight).output] });
    const found = { attributions: F(1), restriction, shortfall: { missed: 0, unlooked: 0.25 } };
    const verdict = assessExact({ found, each: [found] }, { network } as Question, { ends });
    expect(verdict.converged).toBe(false);
    expect(verdict.against).toBe('nothing');
    expect(verdict.why).toMatch(/^On 0\.25 of the line smooth layers turn, or units behind them bend, too often/);
  });
});

it('misses that make up for each other count against an answer that sums to what it should', () => {
  const ends = { atBaseline: 0, atInput: 1 };
  const straight = new Network([1], [node('z', times(1, 0), inputName)]);
  const restriction = restrict(straight, { baseline: F(0), input: F(1) });
  const found = { attributions: F(1), restriction, shortfall: { missed: 1e-3, unlooked: 0 } };
  const verdict = assessExact({ found, each: [found] }, { network: straight } as Question, { ends });
  expect(verdict).toMatchObject({ converged: false, against: 'completeness', error: 1e-3 });
});

it('a head that is rounded far more than its value says is soon done', async () => {
  // relu(p + 1 - 1), p = 2.5e-7 sin(x)^2: the sum with 1 rounds p to multiples of 2e-16.
  const network = new Network(
    [1],
    [
      node('sin', new SmoothFunction('sin'), inputName),
      node('square', new SmoothFunction('square'), 'sin'),
      node('more', times(2.5e-7, 1), 'square'),
      node('less', times(1, -1), 'more'),
      node('relu', new ReLU(), 'less'),
    ],
  );
  const pull = vi.spyOn(network.nodes[0].operation as Smooth, 'pull');
  const { attributions, verdict } = await explainOne(network, { ...diagonal, baseline: F(0), input: F(20) });
  // The gradient is that of 2.5e-7 sin^2 but where that is below 1e-16, which adds no more there.
  expect(Math.abs(attributions[0] - 2.5e-7 * Math.sin(20) ** 2)).toBeLessThan(1e-14);
  expect(verdict.converged).toBe(true);
  expect(pull.mock.calls.length).toBeLessThan(20_000);
  vi.restoreAllMocks();
});
