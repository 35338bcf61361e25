import { describe, expect, it } from 'vitest';
import type { Workspace } from '../../../src/line/kernels/index.ts';
import { recorded, Samples, vectorsAtATime } from '../../../src/line/memory/index.ts';
import { Dense } from '../../../src/network/index.ts';
import { extendedRule, lobattoRule, resolvedRule, watchedRule } from '../../../src/quadrature/index.ts';
import type { Random } from '../../helpers/randomNetworks.ts';
import { expectTwins, fill, oneOf, someOf, whole } from './twins.ts';

function some(count: number, size: number, random: Random, workspace: Workspace): Float64Array {
  const numbers = fill(workspace.float64(count), random);
  for (let i = 0; i < count; i++) numbers[i] *= size;
  return numbers;
}

/** Functions of a place in 0 .. 1, the steeper the higher their rate. */
const growing = (rate: number, at: number): number => Math.exp(rate * at);
const odd = (rate: number, at: number): number => Math.sinh(rate * (2 * at - 1));
const even = (rate: number, at: number): number => Math.cosh(rate * (2 * at - 1));

describe('both kernels leave the same to the bit where they', () => {
  it('make probabilities of logits, near to each other or as far as exponentials reach, and NaN of what is none', () => {
    expectTwins((workspace, random) => {
      const count = 1 + whole(9, random);
      const x = some(count, oneOf([1, 10, 400, 1000], random), random, workspace);
      if (random() < 0.1) x[whole(count, random)] = oneOf([NaN, Infinity, -Infinity], random);
      const y = workspace.float64(count);
      workspace.kernels.softmax(x, count, y);
      return [y];
    }, 2000);
  });

  it('take adjoints back through probabilities', () => {
    expectTwins((workspace, random) => {
      const count = 1 + whole(9, random);
      const [y, adjoint] = [some(count, 1, random, workspace), some(count, 1, random, workspace)];
      const pulled = workspace.float64(count);
      workspace.kernels.pullSoftmax(y, adjoint, count, pulled);
      return [pulled];
    });
  });

  it('add multiples', () => {
    expectTwins((workspace, random) => {
      const count = 1 + whole(9, random);
      const [x, y] = [some(count, 1, random, workspace), some(count, 1, random, workspace)];
      workspace.kernels.addMultiple(x, random(), y, count, x);
      return [x, y];
    });
  });

  it('add up products', () => {
    expectTwins((workspace, random) => {
      const count = 1 + whole(9, random);
      const [x, y] = [some(count, 1, random, workspace), some(count, 1, random, workspace)];
      return [workspace.kernels.dot(x, y, count)];
    });
  });

  it('find the largest size', () => {
    expectTwins((workspace, random) => {
      const count = 1 + whole(9, random);
      const x = some(count, 1, random, workspace);
      if (random() < 0.2) x[whole(count, random)] = oneOf([NaN, Infinity], random);
      return [workspace.kernels.largestSize(x, count)];
    });
  });

  it('multiply columns of a dense matrix, few or more than are taken at a time, with vectors side by side', () => {
    expectTwins((workspace, random) => {
      const [rows, all] = [1 + whole(11, random), oneOf([1, 5, 150], random)];
      const layer = new Dense(fill(new Float64Array(rows * all), random), new Float64Array(rows));
      const matrix = workspace.matrix(layer.connect([[all]]).matrices[0]);
      const chosen = someOf(all, random);
      const columns = workspace.int32(all);
      columns.set(chosen);
      const vectors = some(all * vectorsAtATime, 1, random, workspace);
      const many = 1 + whole(vectorsAtATime, random);
      const into = some(vectorsAtATime * rows, 1, random, workspace);
      workspace.kernels.multiplyColumns(matrix, columns, chosen.length, vectors, many, into);
      return [into.subarray(0, many * rows)];
    });
  });

  it('integrate gradients by the values at nodes, resolved or not', () => {
    const found = [0, 0];
    expectTwins((workspace, random) => {
      const count = 1 + whole(9, random);
      const rule = oneOf([lobattoRule(), watchedRule(), extendedRule(), resolvedRule(8)], random);
      const samples = new Samples(rule, count, workspace);
      const rates = Array.from({ length: count }, () => random() * oneOf([0, 0.05, 0.1, 0.4, 1], random));
      const sizes = Array.from({ length: count }, () => oneOf([1, -1, 1e-5, 1e-300, 1e-320, 0], random));
      const rounding = oneOf([0, 0, 1e-16], random);
      // Of an odd or even one about the middle one of two tests is 0.
      const shapes = Array.from({ length: count }, () => oneOf([growing, odd, even], random));
      rule.nodes.forEach((node, i) => {
        const gradient = workspace.float64(count);
        for (let unit = 0; unit < count; unit++)
          gradient[unit] = sizes[unit] * shapes[unit](rates[unit], node) * (1 + rounding * random());
        samples.set(i, gradient);
      });
      const integrals = workspace.float64(count);
      const few = rule.nodes.length === 4;
      const { kernels } = workspace;
      const resolved = few
        ? kernels.integrateFew(samples, 0.7, integrals)
        : kernels.integrateBy(samples, 0.7, integrals);
      found[resolved]++;
      return few && resolved === 0 ? [resolved] : [resolved, integrals];
    }, 3000);
    expect(Math.min(...found)).toBeGreaterThan(500);
  });

  it('tell whether integrals are complete, or just not', () => {
    const found = [0, 0];
    expectTwins((workspace, random) => {
      const count = 1 + whole(9, random);
      const [values, slopes] = [some(count, 1, random, workspace), some(count, 1, random, workspace)];
      const way = recorded(workspace, 'Way', { units: count, values, slopes });
      const integrals = some(count, 1, random, workspace);
      const change = integrals.reduce((sum, integral, unit) => sum + integral * slopes[unit], 0);
      const complete = workspace.kernels.isComplete(way, 0.3, integrals, change + 5e-12 * random(), 1);
      found[complete]++;
      return [complete];
    }, 1000);
    expect(Math.min(...found)).toBeGreaterThan(200);
  });
});
