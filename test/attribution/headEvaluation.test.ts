import { expect, it } from 'vitest';
import { Head } from '../../src/attribution/head/head.ts';
import { resolveTarget } from '../../src/attribution/target/index.ts';
import { fastestKernels, plainKernels } from '../../src/line/index.ts';
import {
  Add,
  Dense,
  inputName,
  MatMul,
  Multiply,
  Network,
  Reshape,
  Sigmoid,
  Softmax,
  type Layer,
} from '../../src/network/index.ts';

const identity = new Dense(Float64Array.of(1, 0, 0, 1), new Float64Array(2));

function networkOf(steps: readonly (readonly [string, Layer, readonly string[]])[]): Network {
  const definitions = steps.map(([name, layer, inputs]) => ({ name, layer, inputs }));
  return new Network([2], [{ name: 'z', layer: identity, inputs: [inputName] }, ...definitions]);
}

it.each([plainKernels, fastestKernels()])(
  '$name: what several layers read, or one reads twice, has the sum of adjoints',
  (kernels) => {
    // H = (z s)^2 with s = 1 / (1 + exp(-z)), and s' = s (1 - s): H' = 2 z s (s + z s (1 - s)).
    const network = networkOf([
      ['s', new Sigmoid(), ['z']],
      ['product', new Multiply(), ['z', 's']],
      ['square', new Multiply(), ['product', 'product']],
    ]);
    const head = new Head(network, resolveTarget(network, 1));
    const s = 1 / (1 + Math.exp(-0.7));
    kernels.use([], (workspace) => {
      const evaluation = head.evaluation(workspace);
      const [z, gradient] = [workspace.float64(2), workspace.float64(2)];
      z.set([5, 0.7]);
      for (let times = 0; times < 2; times++) expect(evaluation.at(z, gradient)).toBeCloseTo((0.7 * s) ** 2, 14);
      expect(gradient[0]).toBe(0);
      expect(gradient[1]).toBeCloseTo(2 * 0.7 * s * (s + 0.7 * s * (1 - s)), 14);
    });
  },
);

it.each([plainKernels, fastestKernels()])(
  '$name: of a softmax of three units the gradient is y_k (1 - y_k), and -y_k y_j',
  (kernels) => {
    const wide = new Dense(Float64Array.of(1, 0, 0, 1, 1, 1), new Float64Array(3));
    const network = new Network(
      [2],
      [
        { name: 'z', layer: wide, inputs: [inputName] },
        { name: 'y', layer: new Softmax(), inputs: ['z'] },
      ],
    );
    const head = new Head(network, resolveTarget(network, 1));
    const powers = [0.5, -1, 2].map(Math.exp);
    const total = powers[0] + powers[1] + powers[2];
    const [a, k, b] = powers.map((power) => power / total);
    kernels.use([], (workspace) => {
      const [z, gradient] = [workspace.float64(3), workspace.float64(3)];
      z.set([0.5, -1, 2]);
      expect(head.evaluation(workspace).at(z, gradient)).toBeCloseTo(k, 15);
      [-k * a, k * (1 - k), -k * b].forEach((slope, unit) => {
        expect(gradient[unit]).toBeCloseTo(slope, 15);
      });
    });
  },
);

it.each([plainKernels, fastestKernels()])(
  '$name: linear layers behind smooth ones, of one input or of the same one twice, have their values and adjoints',
  (kernels) => {
    // H = 2 (3 s0 - s1 + 0.5) with s = 1 / (1 + exp(-z)): dH/dz0 = 6 s0 (1 - s0), dH/dz1 = -2 s1 (1 - s1).
    const network = networkOf([
      ['s', new Sigmoid(), ['z']],
      ['dense', new Dense(Float64Array.of(3, 7, -1, 7), Float64Array.of(0.5, 7)), ['s']],
      ['twice', new Add(), ['dense', 'dense']],
    ]);
    const head = new Head(network, resolveTarget(network, 0));
    const [s0, s1] = [0.3, -2].map((z) => 1 / (1 + Math.exp(-z)));
    kernels.use(head.matrices, (workspace) => {
      const evaluation = head.evaluation(workspace);
      const [z, gradient] = [workspace.float64(2), workspace.float64(2)];
      z.set([0.3, -2]);
      for (let times = 0; times < 2; times++)
        expect(evaluation.at(z, gradient)).toBeCloseTo(2 * (3 * s0 - s1 + 0.5), 14);
      expect(gradient[0]).toBeCloseTo(6 * s0 * (1 - s0), 14);
      expect(gradient[1]).toBeCloseTo(-2 * s1 * (1 - s1), 14);
    });
  },
);

it.each([plainKernels, fastestKernels()])(
  '$name: products of matrices of what is read have the adjoints of both',
  (kernels) => {
    // H = s0 s0 + s1 s1, of a row times a column of the same two; with s = 1 / (1 + exp(-z)) 2 s s (1 - s).
    const network = networkOf([
      ['s', new Sigmoid(), ['z']],
      ['row', new Reshape([1, 2]), ['s']],
      ['column', new Reshape([2, 1]), ['s']],
      ['product', new MatMul(), ['row', 'column']],
    ]);
    const head = new Head(network, resolveTarget(network, 0));
    kernels.use([], (workspace) => {
      const evaluation = head.evaluation(workspace);
      const [z, gradient] = [workspace.float64(2), workspace.float64(2)];
      z.set([3, -2]);
      const s = [3, -2].map((x) => 1 / (1 + Math.exp(-x)));
      for (let times = 0; times < 2; times++) {
        expect(evaluation.at(z, gradient)).toBeCloseTo(s[0] ** 2 + s[1] ** 2, 14);
        s.forEach((y, i) => {
          expect(gradient[i]).toBeCloseTo(2 * y * y * (1 - y), 14);
        });
      }
    });
  },
);
