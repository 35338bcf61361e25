import { massBefore, totalMass, type Measure } from '../quadrature/index.ts';
import { columnDot, multiplyTransposedAdd, type TiledMatrix } from '../network/index.ts';
import type { AdjointPath } from './adjoint.ts';
import { waysOver, type Way } from './frontier.ts';
import { stageAt, theLine, type LineGraph } from './graph.ts';

/** Measures that share one walk at most: keeps their accumulators in the caches. */
const measuresPerWalk = 16;

/**
 * Integrals of the target's gradient along the line, `integral dF/dx(x(alpha)) d(mu)`, for every measure
 * `mu`, without evaluating the network. Multiplied by the line's delta they are integrated gradients: exact
 * for the Lebesgue measure, sampled for the measure of a quadrature rule.
 *
 * @returns for each measure `inputSize` numbers
 */
export function integrate(path: AdjointPath, measures: readonly Measure[]): Float64Array[] {
  const results: Float64Array[] = [];
  for (let begin = 0; begin < measures.length; begin += measuresPerWalk) {
    results.push(...new Walk(path, measures.slice(begin, begin + measuresPerWalk)).run());
  }
  return results;
}

/**
 * One walk along the line for a few measures. `A_k(alpha)`, the integral of adjoint `a_k` over [0, alpha),
 * is `a_k(alpha) C(alpha) - sum of d C(t)` over the changes d of `a_k` at t, with `C` the measure's mass
 * before an alpha; only the sum is kept for each measure. A unit of a first activation that is in one piece
 * on [s, e] receives the slope of that piece times `W[:, j] . (A(e) - A(s))`.
 */
class Walk {
  readonly #path: AdjointPath;
  readonly #measures: readonly Measure[];
  readonly #ways: readonly Way[][];
  /** The adjoint in the slots at the current alpha. */
  readonly #adjoint: Float64Array;
  /** Per measure `-sum d C(t)` in the slots. */
  readonly #sums: readonly Float64Array[];
  /** Per measure and node the integrated adjoint of the output of affine nodes; the line itself comes last. */
  readonly #integrals: readonly Float64Array[][];
  readonly #pieces: readonly Int32Array[];

  constructor(path: AdjointPath, measures: readonly Measure[]) {
    const { graph, frontier, restriction } = path;
    this.#path = path;
    this.#measures = measures;
    this.#ways = waysOver(graph, frontier);
    this.#adjoint = new Float64Array(frontier.size);
    this.#sums = measures.map(() => new Float64Array(frontier.size));
    this.#integrals = measures.map(() => [
      ...graph.nodes.map((node) => new Float64Array(node.stage === 'affine' ? node.size : 0)),
      new Float64Array(graph.inputSize),
    ]);
    this.#pieces = restriction.pieces.map((of) => Int32Array.from(of));
  }

  run(): Float64Array[] {
    this.#followLine();
    this.#closePieces();
    return this.#measures.map((measure, m) => this.#pullToInput(measure, m));
  }

  /** Takes changes of the adjoint and crossings of first activations in the order of their alphas. */
  #followLine(): void {
    const { changes, graph, restriction } = this.#path;
    const { alphas, nodes, units, pieces } = restriction.crossings;
    const masses = this.#measures.map(massBefore);
    const reached = new Float64Array(masses.length);
    let group = 0;
    const changeUntil = (alpha: number): void => {
      for (; group < changes.groups && changes.alphas[group] <= alpha; group++) {
        for (let m = 0; m < masses.length; m++) reached[m] = masses[m](changes.alphas[group]);
        this.#change(group, reached);
      }
    };
    for (let i = 0; i < alphas.length; i++) {
      if (graph.nodes[nodes[i]].stage !== 'first') continue;
      changeUntil(alphas[i]);
      for (let m = 0; m < masses.length; m++) reached[m] = masses[m](alphas[i]);
      this.#cross(nodes[i], units[i], pieces[i], reached);
    }
    changeUntil(1);
  }

  #change(group: number, reached: Float64Array): void {
    const { starts, units, changes } = this.#path.changes;
    const begin = starts[group];
    const end = starts[group + 1];
    const adjoint = this.#adjoint;
    for (let e = begin; e < end; e++) adjoint[units[e]] += changes[e];
    for (let m = 0; m < reached.length; m++) {
      const mass = reached[m];
      if (mass === 0) continue;
      const sums = this.#sums[m];
      for (let e = begin; e < end; e++) sums[units[e]] -= changes[e] * mass;
    }
  }

  #cross(node: number, unit: number, piece: number, reached: Float64Array): void {
    const before = this.#pieces[node][unit];
    this.#addIntegral(node, unit, before, 1, reached);
    this.#pieces[node][unit] = piece;
    this.#addIntegral(node, unit, piece, -1, reached);
  }

  /** The pieces that last to alpha = 1. */
  #closePieces(): void {
    const total = Float64Array.from(this.#measures, totalMass);
    this.#path.graph.nodes.forEach(({ stage, size }, node) => {
      if (stage !== 'first') return;
      for (let unit = 0; unit < size; unit++) this.#addIntegral(node, unit, this.#pieces[node][unit], 1, total);
    });
  }

  /** Adds, to the input of a first activation, `factor` times the integral of its adjoint up to now, seen through a piece. */
  #addIntegral(node: number, unit: number, piece: number, factor: number, reached: Float64Array): void {
    const { nodes } = this.#path.graph;
    const { operation, inputs } = nodes[node];
    const slope = operation.family === 'elementwise' ? operation.slopes[piece] : 1;
    if (slope === 0) return;
    const source = operation.family === 'maximum' ? piece : unit;
    const input = inputs[0] === theLine ? nodes.length : inputs[0];
    for (const { slot, matrix } of this.#ways[node]) {
      const adjoint = dot(matrix, unit, this.#adjoint, slot);
      for (let m = 0; m < reached.length; m++) {
        const integral = dot(matrix, unit, this.#sums[m], slot) + adjoint * reached[m];
        this.#integrals[m][input][source] += factor * slope * integral;
      }
    }
  }

  /** The last linear maps, back to the input, applied once to what has been integrated. */
  #pullToInput(measure: Measure, m: number): Float64Array {
    const { graph } = this.#path;
    const integrals = this.#integrals[m];
    const total = totalMass(measure);
    const whole = this.#sums[m].map((sum, k) => sum + this.#adjoint[k] * total);
    if (graph.nodes[graph.output].stage === 'affine') integrals[graph.output][0] = total;
    for (let node = graph.nodes.length; node >= 0; node--) {
      if (stageAt(graph.nodes, node === graph.nodes.length ? theLine : node) !== 'affine') continue;
      for (const { slot, matrix } of this.#ways[node]) addWhole(matrix, whole.subarray(slot), integrals[node]);
    }
    this.#pullThroughAffine(graph, integrals);
    return integrals[graph.nodes.length];
  }

  #pullThroughAffine(graph: LineGraph, integrals: readonly Float64Array[]): void {
    for (let node = graph.nodes.length - 1; node >= 0; node--) {
      const { operation, inputs, stage } = graph.nodes[node];
      if (stage !== 'affine' || operation.family !== 'linear') continue;
      inputs.forEach((input, i) => {
        const target = integrals[input === theLine ? graph.nodes.length : input];
        multiplyTransposedAdd(operation.matrices[i], integrals[node], target);
      });
    }
  }
}

/** The product of what a unit feeds over the frontier with the values in a slot. */
function dot(matrix: TiledMatrix | undefined, unit: number, values: Float64Array, slot: number): number {
  return matrix === undefined ? values[slot + unit] : columnDot(matrix, unit, values, slot);
}

function addWhole(matrix: TiledMatrix | undefined, slot: Float64Array, integral: Float64Array): void {
  if (matrix !== undefined) multiplyTransposedAdd(matrix, slot, integral);
  else for (let unit = 0; unit < integral.length; unit++) integral[unit] += slot[unit];
}
