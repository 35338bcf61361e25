import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { BlockCrossings, CrossingList } from '../../../src/line/forward/crossings.ts';
import { DenseSweep } from '../../../src/line/forward/denseSweep.ts';
import { SingleRun } from '../../../src/line/forward/singleRun.ts';
import { magnitudesOf } from '../../../src/line/forward/magnitude.ts';
import { fastestKernels, plainKernels } from '../../../src/line/index.ts';
import type { Kernels } from '../../../src/line/kernels/index.ts';
import { Kinks } from '../../../src/line/memory/kinks.ts';
import { Dense, inputName, Network, ReLU, type Layer } from '../../../src/network/index.ts';
import { anySeed, randomArray, seeded, type Case, type Random } from '../../helpers/randomNetworks.ts';
import { activations, skipUnits } from '../support.ts';

/** Odd, and with enough weights between them that stretches are looked at. */
const [inputs, before, behind, outputs] = [20, 1201, 111, 3];

/** Weights of a dense layer. */
const dense = (random: Random, columns: number, rows: number): Float64Array =>
  randomArray(random, columns * rows, 2 / Math.sqrt(columns));

/** A dense layer of which one unit is a copy of the next. */
function denseWithTwins(kernel: Float64Array, bias: Float64Array, unit: number): Layer {
  const rows = bias.length;
  for (let at = unit; at < kernel.length; at += rows) kernel[at] = kernel[at + 1];
  bias[unit] = bias[unit + 1];
  return new Dense(kernel, bias);
}

/** Two hidden layers with an activation; some units of the second see nothing. */
function wideCase(seed: number, activation: number): Case {
  const random = seeded(seed);
  const kernel = dense(random, before, behind).map((weight, at) => (at % behind < 4 ? 0 : weight));
  const bias = randomArray(random, behind, 0.3).map((b, unit) => (unit < 2 ? 0 : b));
  const network = new Network(
    [inputs],
    [
      {
        name: 'first',
        layer: denseWithTwins(dense(random, inputs, before), randomArray(random, before, 0.3), 8),
        inputs: [inputName],
      },
      { name: 'between', layer: activations[activation](), inputs: ['first'] },
      { name: 'second', layer: denseWithTwins(kernel, bias, 5), inputs: ['between'] },
      { name: 'last', layer: activations[activation](), inputs: ['second'] },
      {
        name: 'output',
        layer: new Dense(dense(random, behind, outputs), randomArray(random, outputs)),
        inputs: ['last'],
      },
    ],
  );
  return { network, baseline: randomArray(random, inputs), input: randomArray(random, inputs, 2), target: 0 };
}

/** Three hidden layers: the kinks of the second, of which few units are active, are needed by the third. */
function deepCase(seed: number, activation: number): Case {
  const random = seeded(seed);
  const [one, two, three] = [331, 199, 333];
  const bias = randomArray(random, two, 0.3).map((b, unit) => (unit % 7 < 2 ? b : b - 2));
  const network = new Network(
    [inputs],
    [
      {
        name: 'first',
        layer: denseWithTwins(dense(random, inputs, one), randomArray(random, one, 0.3), 8),
        inputs: [inputName],
      },
      { name: 'between', layer: activations[activation](), inputs: ['first'] },
      { name: 'second', layer: denseWithTwins(dense(random, one, two), bias, 7), inputs: ['between'] },
      { name: 'then', layer: activations[activation](), inputs: ['second'] },
      { name: 'third', layer: new Dense(dense(random, two, three), randomArray(random, three, 0.3)), inputs: ['then'] },
      { name: 'last', layer: activations[activation](), inputs: ['third'] },
      {
        name: 'output',
        layer: new Dense(dense(random, three, outputs), randomArray(random, outputs)),
        inputs: ['last'],
      },
    ],
  );
  return { network, baseline: randomArray(random, inputs), input: randomArray(random, inputs, 2), target: 0 };
}

const anyCase = fc
  .tuple(fc.constantFrom(wideCase, deepCase), anySeed, fc.nat(activations.length - 1))
  .map(([make, seed, activation]) => make(seed, activation));

/**
 * What the kinks of each input are multiplied by: all come together and push a unit to one side, so that the bound on
 * it is sharp.
 */
const shares = [0.5, 1, 0.25, 2, 1, 0.75];
/** Until there the inputs go straight, past kinks without a change, and every unit is followed in the end. */
const rest = { kinks: 70, until: 0.3 };

/**
 * Kinks at `alphas`, up to 1; what comes of them all together, off the straight line at 1, and at least and at most off
 * the chord to there.
 */
function randomWave(seed: number): { alphas: number[]; changes: number[]; end: number; least: number; most: number } {
  const random = seeded(seed);
  const alphas = Array.from({ length: 20 }, (_, i) => (i === 19 ? 1 : rest.until + (1 - rest.until) * random())).sort(
    (a, b) => a - b,
  );
  const changes = Array.from(randomArray(random, alphas.length, 5));
  const deviation = (alpha: number): number =>
    alphas.reduce((sum, at, i) => sum + changes[i] * Math.max(0, alpha - at), 0);
  const end = deviation(1);
  const off = alphas.map((alpha) => deviation(alpha) - (end * (alpha - rest.until)) / (1 - rest.until));
  return { alphas, changes, end, least: Math.min(0, ...off), most: Math.max(0, ...off) };
}

/**
 * Sends ReLUs over a wave, which they see by a weight, from a value to the same value; returns which cross, and how
 * many were followed.
 */
function sendOver(
  wave: ReturnType<typeof randomWave>,
  weights: Float64Array,
  values: Float64Array,
  kernels: Kernels,
): { crossed: Set<number>; followed: unknown } {
  const kernel = Float64Array.from(
    shares.flatMap((share) => Array.from(weights, (weight) => weight / share / shares.length)),
  );
  const dense = new Dense(kernel, new Float64Array(weights.length)).connect([[shares.length]]);
  return kernels.use(dense.matrices, (workspace) => {
    const slope = weights.map((weight) => (-weight * wave.end) / (1 - rest.until));
    const value = values.map((of, unit) => of - slope[unit] * rest.until);
    const list = new CrossingList();
    const crossings = new BlockCrossings(list, 0);
    const pieces = Int32Array.from(value, (of) => (of > 0 ? 1 : 0));
    const operation = new ReLU().connect([[weights.length]]);
    const run = { value, slope, magnitude: magnitudesOf(value, slope) };
    const units = SingleRun.of({ operation, run, pieces, crossings }, workspace);
    const source = new Kinks(1, workspace);
    const sweep = new DenseSweep(source, dense, units, false, Infinity, workspace);
    for (let i = 1; i <= rest.kinks; i++) source.push((rest.until * i ** 9) / rest.kinks ** 9, 0, 0);
    source.sort();
    source.end = rest.until;
    sweep.advance(rest.until);
    source.clear();
    wave.alphas.forEach((alpha, i) => {
      const at = source.open(alpha, shares.length);
      shares.forEach((share, unit) => {
        source.units[at + unit] = unit;
        source.changes[at + unit] = share * wave.changes[i];
      });
      source.close(at + shares.length);
    });
    source.sort();
    source.end = 1;
    const skipStable = vi.spyOn(kernels, 'skipStable');
    sweep.advance(1);
    const followed: unknown = skipStable.mock.results[0].value;
    skipStable.mockRestore();
    const found = list.sorted();
    return { crossed: new Set(Array.from(found.units).filter((_, i) => found.alphas[i] > rest.until)), followed };
  });
}

describe('a stretch', () => {
  it.each([plainKernels, fastestKernels()])(
    'is gone straight by exactly the units that stay in their pieces, if bounds are sharp: $name',
    (kernels) => {
      fc.assert(
        fc.property(anySeed, fc.integer({ min: 1, max: 20 }), (seed, count) => {
          const wave = randomWave(seed);
          const random = seeded(seed);
          const weights = randomArray(random, count);
          const peaks = weights.map((weight) => Math.max(weight * wave.least, weight * wave.most));
          const values = peaks.map((peak) => -Math.max(peak, 0.1) * [0.5, 0.99, 1.01, 1.5][Math.floor(4 * random())]);
          const expected = new Set(Array.from(peaks.keys()).filter((unit) => values[unit] + peaks[unit] > 0));
          expect(sendOver(wave, weights, values, kernels)).toEqual({ crossed: expected, followed: expected.size });
        }),
      );
    },
  );
});

describe('stretches of the line behind a large dense layer', () => {
  skipUnits({ cases: anyCase, example: wideCase(1, 0), followed: 1 / 4, runs: 40 });
});
