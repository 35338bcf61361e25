import type { Layer, Network } from '../../src/network/index.ts';
import type { Measure } from '../../src/quadrature/index.ts';
import {
  add,
  compared,
  divided,
  exactly,
  minus,
  one,
  rational,
  times,
  toNumber,
  zero,
  type Rational,
} from './rational.ts';
import { ReferenceNetwork } from './reference.ts';

type Vector = readonly Rational[];

/** A unit of a node; node -1 is the input. */
export interface Unit {
  readonly node: number;
  readonly unit: number;
}

/**
 * A stretch on which all pieces stay as they are; `chosen` has per node the pieces of an activation, or the candidates
 * of a maximum.
 */
interface Region {
  readonly begin: Rational;
  readonly end: Rational;
  readonly chosen: readonly (readonly number[])[];
}

/**
 * Every exact method by its definition, in rational arithmetic: where units cross and which piece each is in is known
 * without rounding, however many candidates tie and units rest on thresholds. Derivatives are those of PyTorch, in the
 * middle of each region: of equal candidates the first, at a threshold the one that the layer has there. Weights,
 * points and slopes are taken as the float64 numbers that they are; derivatives are summed in float64, which is exact
 * for dyadic ones of few digits.
 */
export class RationalOracle {
  readonly regions: readonly Region[];
  readonly #reference: ReferenceNetwork;
  readonly #layers: readonly ExactLayer[];
  readonly #ends: readonly [Vector, Vector];
  readonly #valuesAt = new Map<string, readonly Vector[]>();

  /**
   * @param straight nodes that run straight between their values at both ends, together, while what they do not reach
   *   stays as
   * it is at the input; default: the input itself moves
   */
  constructor(
    readonly network: Network,
    baseline: Float64Array,
    input: Float64Array,
    readonly straight: readonly number[] = [-1],
  ) {
    this.#reference = new ReferenceNetwork(network);
    this.#layers = network.nodes.map(({ layer }, node) =>
      exactLayer(layer, this.#reference.references[node], network, node),
    );
    this.#ends = [Array.from(baseline, exactly), Array.from(input, exactly)];
    this.regions = this.#findRegions();
  }

  /**
   * The integral of the derivative of a unit by a node's output: internal influence, and with -1 that of the gradient.
   */
  influence(node: number, of: Unit): number[] {
    return this.#sumOverRegions((region) => this.#adjoints(region, of)[node + 1].map((a) => a * lengthOf(region)));
  }

  /** `sum over regions of dF/dh_j (h_j(end) - h_j(begin))` for the units of a node. */
  conductance(node: number, of: Unit): number[] {
    return this.#sumOverRegions((region) => {
      const [from, to] = [region.begin, region.end].map((alpha) => this.values(alpha)[node + 1]);
      return this.#adjoints(region, of)[node + 1].map((a, unit) => a * toNumber(minus(to[unit], from[unit])));
    });
  }

  /** The integral of `dF/dh_j dh_j/dx`. */
  gradientThrough(through: Unit, of: Unit): number[] {
    return this.#sumOverRegions((region) => {
      const factor = this.#adjoints(region, of)[through.node + 1][through.unit] * lengthOf(region);
      return this.#adjoints(region, through)[0].map((a) => a * factor);
    });
  }

  /** The integral of the gradient against a measure of point masses, each in the region on its right. */
  sampled({ nodes, weights }: Measure, of: Unit): number[] {
    return Array.from(nodes).reduce<number[]>((sum, alpha, i) => {
      const region =
        this.regions.findLast(({ begin }) => toNumber(begin) <= alpha + 1e-12 && toNumber(begin) < 1) ??
        this.regions[0];
      return this.#adjoints(region, of)[0].map((a, k) => (sum[k] ?? 0) + weights[i] * a);
    }, []);
  }

  /** What a node changes from one end of the line to the other. */
  change(node: number): number[] {
    const [from, to] = [zero, one].map((alpha) => this.values(alpha)[node + 1]);
    return to.map((value, unit) => toNumber(minus(value, from[unit])));
  }

  /** Values of the input and, from index 1 on, of every node. */
  values(alpha: Rational): readonly Vector[] {
    const key = `${alpha.over}/${alpha.under}`;
    const known = this.#valuesAt.get(key);
    if (known !== undefined) return known;
    const values = this.straight[0] === -1 ? this.#evaluate(between(this.#ends, alpha)) : this.#evaluateStraight(alpha);
    this.#valuesAt.set(key, values);
    return values;
  }

  #evaluate(point: Vector, given: ReadonlyMap<number, Vector> = new Map()): Vector[] {
    const values = [point];
    this.network.nodes.forEach(({ inputs }, node) => {
      values.push(given.get(node) ?? this.#layers[node].value(inputs.map((input) => values[input + 1])));
    });
    return values;
  }

  #evaluateStraight(alpha: Rational): Vector[] {
    const [from, to] = this.#ends.map((end) => this.#evaluate(end));
    return this.#evaluate(
      this.#ends[1],
      new Map(this.straight.map((node) => [node, between([from[node + 1], to[node + 1]], alpha)])),
    );
  }

  #findRegions(): Region[] {
    let ends = [zero, one];
    this.network.nodes.forEach(({ inputs }, node) => {
      const layer = this.#layers[node];
      const values = ends.map((alpha) => this.values(alpha)[inputs[0] + 1]);
      const found = ends
        .slice(1)
        .flatMap((end, r) =>
          layer.bends(values[r], values[r + 1]).map((at) => add(ends[r], times(at, minus(end, ends[r])))),
        );
      const sorted = [...ends, ...found].sort(compared);
      ends = sorted.filter((end, i) => i === 0 || compared(end, sorted[i - 1]) !== 0);
    });
    return joined(
      ends
        .slice(1)
        .map((end, r) => ({ begin: ends[r], end, chosen: this.#chosenAt(times(add(ends[r], end), rational(1n, 2n))) })),
    );
  }

  #chosenAt(alpha: Rational): number[][] {
    const values = this.values(alpha);
    return this.network.nodes.map(({ inputs }, node) =>
      this.straight.includes(node) ? [] : this.#layers[node].choose(values[inputs[0] + 1]),
    );
  }

  /** Derivatives of a unit by the input and, from index 1 on, by the output of every node. */
  #adjoints({ chosen }: Region, { node: from, unit }: Unit): number[][] {
    const adjoints = [this.#ends[0], ...this.values(zero).slice(1)].map((of) => of.map(() => 0));
    adjoints[from + 1][unit] = 1;
    for (let node = from; node >= 0; node--) {
      if (this.straight.includes(node)) continue;
      const { inputs } = this.network.nodes[node];
      const pulled = this.#layers[node].pull(
        adjoints[node + 1],
        chosen[node],
        inputs.map((input) => adjoints[input + 1].length),
      );
      inputs.forEach((input, i) => {
        pulled[i].forEach((change, k) => (adjoints[input + 1][k] += change));
      });
    }
    return adjoints;
  }

  #sumOverRegions(part: (region: Region) => number[]): number[] {
    return this.regions.map(part).reduce((sum, of) => sum.map((s, unit) => s + of[unit]));
  }
}

/** A layer without rounding. */
interface ExactLayer {
  value(inputs: readonly Vector[]): Vector;
  /** Where, from 0 at one input to 1 at another one, with all units straight between, it may bend. */
  bends(from: Vector, to: Vector): Rational[];
  /** The pieces of an activation, the candidates of a maximum; nothing of a linear layer. */
  choose(input: Vector): number[];
  pull(adjoint: readonly number[], chosen: readonly number[], sizes: readonly number[]): number[][];
}

function exactLayer(
  layer: Layer,
  reference: ReferenceNetwork['references'][number],
  network: Network,
  node: number,
): ExactLayer {
  if (reference.candidates !== undefined) return exactMaximum(reference.candidates);
  const pieces = piecesOf(layer);
  if (pieces !== undefined) return exactActivation(pieces);
  const shapeAt = (input: number): readonly number[] =>
    input < 0 ? network.inputShape : network.nodes[input].operation.shape;
  const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
  const zeros = network.nodes[node].inputs.map((input) => new Array<number>(product(shapeAt(input))).fill(0));
  const bias = reference.value(zeros);
  const rows = bias.map((_, unit) =>
    reference.pull(
      zeros,
      bias.map((__, other) => (other === unit ? 1 : 0)),
    ),
  );
  const exactBias = bias.map(exactly);
  const entries = rows.map((row) =>
    row.map((weights) => weights.flatMap((w, i) => (w === 0 ? [] : [{ i, weight: exactly(w) }]))),
  );
  return {
    value: (inputs) =>
      entries.map((row, unit) =>
        row.reduce(
          (sum, part, k) => part.reduce((s, { i, weight }) => add(s, times(weight, inputs[k][i])), sum),
          exactBias[unit],
        ),
      ),
    bends: () => [],
    choose: () => [],
    pull: (adjoint) => reference.pull(zeros, [...adjoint]),
  };
}

function exactMaximum(candidates: readonly (readonly number[])[]): ExactLayer {
  const first = (input: Vector, of: readonly number[]): number =>
    of.reduce((best, other) => (compared(input[other], input[best]) > 0 ? other : best));
  return {
    value: ([input]) => candidates.map((of) => input[first(input, of)]),
    bends: (from, to) =>
      candidates.flatMap((of) =>
        of.flatMap((i, at) => of.slice(at + 1).flatMap((j) => rootOf(minus(from[i], from[j]), minus(to[i], to[j])))),
      ),
    choose: (input) => candidates.map((of) => first(input, of)),
    pull(adjoint, chosen, [size]) {
      const result = new Array<number>(size).fill(0);
      chosen.forEach((candidate, unit) => (result[candidate] += adjoint[unit]));
      return [result];
    },
  };
}

/**
 * Piece p, of slope `slopes[p]`, ends at `thresholds[p]`, where the derivative is `slopesAt[p]`; the first one, drawn
 * on, is `intercept` at 0.
 */
interface Pieces {
  readonly thresholds: readonly number[];
  readonly slopes: readonly number[];
  readonly slopesAt: readonly number[];
  readonly intercept: number;
}

function piecesOf(layer: Layer): Pieces | undefined {
  switch (layer.type) {
    case 'ReLU':
      return { thresholds: [0], slopes: [0, 1], slopesAt: [0], intercept: 0 };
    case 'LeakyReLU':
      return { thresholds: [0], slopes: [layer.alpha, 1], slopesAt: [layer.alpha], intercept: 0 };
    case 'HardTanh':
      return { thresholds: [-1, 1], slopes: [0, 1, 0], slopesAt: [0, 0], intercept: -1 };
    case 'PiecewiseLinear':
      return layer;
    default:
      return undefined;
  }
}

function exactActivation({ thresholds, slopes, slopesAt, intercept }: Pieces): ExactLayer {
  const at = thresholds.map(exactly);
  const steep = slopes.map(exactly);
  const intercepts = [exactly(intercept)];
  at.forEach((threshold, p) => intercepts.push(add(intercepts[p], times(minus(steep[p], steep[p + 1]), threshold))));
  const pieceOf = (x: Rational): number => at.filter((threshold) => compared(x, threshold) > 0).length;
  const valueOf = (x: Rational): Rational => add(times(steep[pieceOf(x)], x), intercepts[pieceOf(x)]);
  // Behind the pieces come those of units on a threshold, unless the derivative there is that of a neighbour.
  const choose = (x: Rational): number => {
    const on = at.findIndex((threshold) => compared(x, threshold) === 0);
    if (on < 0) return pieceOf(x);
    return [on, on + 1].find((piece) => slopes[piece] === slopesAt[on]) ?? slopes.length + on;
  };
  return {
    value: ([input]) => input.map(valueOf),
    bends: (from, to) =>
      from.flatMap((a, unit) => at.flatMap((threshold) => rootOf(minus(a, threshold), minus(to[unit], threshold)))),
    choose: (input) => input.map(choose),
    pull: (adjoint, chosen) => [adjoint.map((a, unit) => a * [...slopes, ...slopesAt][chosen[unit]])],
  };
}

/** Where a line from `a` at 0 to `b` at 1 passes 0 on its way. */
function rootOf(a: Rational, b: Rational): Rational[] {
  return (a.over < 0n && b.over > 0n) || (a.over > 0n && b.over < 0n) ? [divided(a, minus(a, b))] : [];
}

function between([from, to]: readonly [Vector, Vector], alpha: Rational): Vector {
  return from.map((value, i) => add(value, times(alpha, minus(to[i], value))));
}

/** Neighbours between which nothing changes are one. */
function joined(regions: readonly Region[]): Region[] {
  const kept: Region[] = [];
  for (const region of regions) {
    const last = kept.at(-1);
    const same =
      last !== undefined &&
      last.chosen.every((of, node) => of.every((choice, unit) => choice === region.chosen[node][unit]));
    if (same) kept[kept.length - 1] = { ...last, end: region.end };
    else kept.push(region);
  }
  return kept;
}

function lengthOf({ begin, end }: Region): number {
  return toNumber(minus(end, begin));
}
