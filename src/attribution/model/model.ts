import { addTo, itemsOf } from '../numbers/index.ts';
import {
  countOf,
  type Derivative,
  Float64Gradients,
  type PointGradients,
  type Points,
  type PointValues,
} from '../../gradients/index.ts';
import type { Network } from '../../network/index.ts';
import type { Measure } from '../../quadrature/index.ts';
import type { Segment } from '../line/index.ts';
import type { ResolvedTarget } from '../target/index.ts';

/** Where points lie that are no inputs, but outputs of layers. */
export type Place = NonNullable<Points['at']>;

/** Numbers that the points of one batch may have, to bound the memory. */
const largestBatch = 2 ** 20;
/** Points of one batch. */
const mostPoints = 256;

/** What methods see of a network: values and gradients at points, counted. */
export class Model {
  readonly #network: Network;
  readonly #engine: PointGradients;
  /** Points evaluated so far, without those of gradients. */
  evaluations = 0;
  /** Gradients computed so far. */
  gradients = 0;

  constructor(network: Network, engine: PointGradients) {
    this.#network = network;
    this.#engine = engine;
  }

  /** Outputs of a node at points, one after the other. */
  unitsAt(points: Points, node: number): Promise<Float64Array> {
    this.evaluations += countOf(this.#network, points);
    return this.#engine.valuesAt(points, node);
  }

  /** The target's value at each point. */
  async valuesAt(points: Points, target: ResolvedTarget): Promise<Float64Array> {
    const units = await this.unitsAt(points, target.node);
    return Float64Array.from(itemsOf(units, this.#network.unitsOf(target.node)), target.value);
  }

  /** At each point the gradient of the target by the output of a node (-1: by the input), and that output. */
  async gradientsAt(points: Points, target: ResolvedTarget, by: number): Promise<PointValues> {
    return this.derivativeAt(points, {
      of: target.node,
      by,
      seeds: target.weights ?? (await this.#seedsAt(points, target)),
    });
  }

  /** At each point the gradient of a weighted sum of units. */
  derivativeAt(points: Points, derivative: Derivative): Promise<PointValues> {
    this.gradients += countOf(this.#network, points);
    return this.#engine.gradientsAt(points, derivative);
  }

  /** `sum of w_i g(t_i)` over the nodes and weights of a measure, with `g` the target's gradient on a segment. */
  async integrate(
    segment: Segment,
    place: Place | undefined,
    target: ResolvedTarget,
    by: number,
    { nodes, weights }: Measure,
  ): Promise<Float64Array> {
    const sum = new Float64Array(this.#network.unitsOf(by));
    for (const [begin, end] of batches(nodes.length, sum.length + segment.baseline.length)) {
      const points = pointsOn(segment, nodes.subarray(begin, end), place);
      const { gradients } = await this.gradientsAt(points, target, by);
      [...itemsOf(gradients, sum.length)].forEach((gradient, i) => {
        addTo(sum, weights[begin + i], gradient);
      });
    }
    return sum;
  }

  /** A function's derivatives by the units of its layer. */
  async #seedsAt(points: Points, { node, gradient }: ResolvedTarget): Promise<Float64Array> {
    const seeds = await this.unitsAt(points, node);
    for (const units of itemsOf(seeds, this.#network.unitsOf(node))) units.set(gradient(units));
    return seeds;
  }
}

/** In float64, whatever the caller chose for methods. */
export function float64Model(network: Network): Model {
  return new Model(network, new Float64Gradients(network));
}

/** The points of a segment at some alphas. */
export function pointsOn({ baseline: from, delta }: Segment, alphas: Float64Array, place?: Place): Points {
  const values = new Float64Array(alphas.length * from.length);
  alphas.forEach((alpha, item) => {
    for (let i = 0; i < from.length; i++) values[item * from.length + i] = from[i] + alpha * delta[i];
  });
  return place ? { values, at: place } : { values };
}

/** From where to where batches of so many items reach, with so many numbers in each item. */
export function* batches(items: number, numbers: number): Generator<[number, number]> {
  const size = Math.max(1, Math.min(mostPoints, Math.floor(largestBatch / numbers)));
  for (let begin = 0; begin < items; begin += size) yield [begin, Math.min(items, begin + size)];
}
