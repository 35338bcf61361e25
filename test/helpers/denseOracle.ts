import type { Layer, Network } from '../../src/network/index.ts';
import { ReferenceNetwork } from './reference.ts';

/**
 * The paper's own algorithm, slow and plain: the network is evaluated at every endpoint found so far, every
 * pair of neighbours is searched for crossings of the next activation, and the gradient is evaluated at the
 * middle of every region.
 */
export class DenseOracle {
  readonly #reference: ReferenceNetwork;
  readonly endpoints: number[];

  constructor(
    readonly network: Network,
    readonly baseline: Float64Array,
    readonly input: Float64Array,
  ) {
    this.#reference = new ReferenceNetwork(network);
    let ends = [0, 1];
    network.nodes.forEach(({ layer, inputs, operation }) => {
      if (!['elementwise', 'maximum'].includes(operation.family)) return;
      const values = ends.map((alpha) => this.#reference.values(this.point(alpha))[inputs[0] + 1]);
      const found = ends.slice(1).flatMap((end, r) => {
        const crossings = crossingsBetween(layer, operation, values[r], values[r + 1]);
        return crossings.map((at) => ends[r] + at * (end - ends[r]));
      });
      ends = merged([...ends, ...found]);
    });
    this.endpoints = ends;
  }

  point(alpha: number): number[] {
    return Array.from(this.baseline, (b, i) => b + alpha * (this.input[i] - b));
  }

  output(alpha: number): number[] {
    return this.#reference.values(this.point(alpha))[this.network.nodes.length];
  }

  /** The gradient in the middle of the region that holds an alpha. */
  gradientAt(alpha: number, target: number): number[] {
    let region = this.endpoints.findLastIndex((end) => end <= alpha);
    if (region === this.endpoints.length - 1) region--;
    const middle = (this.endpoints[region] + this.endpoints[region + 1]) / 2;
    return this.#reference.gradient(this.point(middle), target);
  }

  /** The integral of the derivative of an output unit by a node's output. */
  integralOfAdjoint(node: number, target: number): number[] {
    return this.endpoints.slice(1).reduce<number[]>((sum, end, r) => {
      const middle = this.point((this.endpoints[r] + end) / 2);
      const adjoint = this.#reference.adjoints(middle, target)[node + 1];
      return adjoint.map((a, unit) => (sum[unit] ?? 0) + a * (end - this.endpoints[r]));
    }, []);
  }

  exactGradientIntegral(target: number): number[] {
    const sum = new Array<number>(this.input.length).fill(0);
    for (let r = 0; r + 1 < this.endpoints.length; r++) {
      const length = this.endpoints[r + 1] - this.endpoints[r];
      const gradient = this.gradientAt(this.endpoints[r] + length / 2, target);
      gradient.forEach((g, i) => (sum[i] += length * g));
    }
    return sum;
  }
}

/** Endpoints nearer to each other than the oracle's own rounding are one. */
export function merged(ends: Iterable<number>): number[] {
  const sorted = [...ends].filter((end) => end < 1 - 1e-10).sort((a, b) => a - b);
  return [...sorted.filter((end, i) => i === 0 || end - sorted[i - 1] >= 1e-10), 1];
}

/** True if two differences are on opposite sides of 0 by more than the oracle's rounding. */
function opposite(a: number, b: number): boolean {
  return a * b < 0 && Math.min(Math.abs(a), Math.abs(b)) > 1e-11;
}

/** Where, from 0 at the values `a` to 1 at the values `b`, with all units straight between, an activation bends. */
function crossingsBetween(
  layer: Layer,
  operation: Network['nodes'][number]['operation'],
  a: number[],
  b: number[],
): number[] {
  if (operation.family === 'elementwise') {
    const thresholds = layer.type === 'HardTanh' ? [-1, 1] : layer.type === 'PiecewiseLinear' ? layer.thresholds : [0];
    return a.flatMap((from, unit) =>
      thresholds
        .filter((threshold) => opposite(from - threshold, b[unit] - threshold))
        .map((threshold) => (threshold - from) / (b[unit] - from)),
    );
  }
  if (operation.family !== 'maximum') return [];
  const { pointers, candidates } = operation;
  return Array.from({ length: pointers.length - 1 }, (_, unit) => {
    const window = Array.from(candidates.subarray(pointers[unit], pointers[unit + 1]));
    return window.flatMap((i) =>
      window
        .filter((j) => opposite(a[i] - a[j], b[i] - b[j]))
        .map((j) => (a[i] - a[j]) / (a[i] - a[j] - (b[i] - b[j])))
        .filter((at) => {
          const value = (k: number): number => a[k] + at * (b[k] - a[k]);
          return window.every((k) => value(k) <= value(i) + 1e-12);
        }),
    );
  }).flat();
}
