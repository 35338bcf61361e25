import { massBefore, totalMass, type Measure } from '../quadrature/index.ts';
import type { AdjointPath } from './adjoint.ts';
import { matricesOf, stageAt, theLine } from './graph.ts';
import { fastestKernels, together, type Kernels, type Workspace } from './kernels/index.ts';
import { waysOver, type Way } from './scope.ts';

/**
 * Integrals of the target's gradient along the line, `integral dF/dx(x(alpha)) d(mu)`, for every measure
 * `mu`, without evaluating the network. Multiplied by the line's delta they are integrated gradients: exact
 * for the Lebesgue measure, sampled for the measure of a quadrature rule.
 *
 * @returns for each measure `inputSize` numbers
 */
export function integrate(path: AdjointPath, measures: readonly Measure[], kernels: Kernels = fastestKernels()): Float64Array[] {
  const results: Float64Array[] = [];
  for (let begin = 0; begin < measures.length; begin += together) {
    results.push(...new Walk(path, measures.slice(begin, begin + together), kernels).run());
  }
  return results;
}

/**
 * One walk along the line for a few measures. `A_k(alpha)`, the integral of adjoint `a_k` over [0, alpha),
 * is `a_k(alpha) C(alpha) - sum of d C(t)` over the changes d of `a_k` at t, with `C` the measure's mass
 * before an alpha; only the sum is kept for each measure. A unit of a first activation that is in one piece
 * on [s, e] receives the slope of that piece times `W[:, j] . (A(e) - A(s))`. What is kept for each measure
 * lies side by side, unit after unit.
 */
class Walk {
  readonly #path: AdjointPath;
  readonly #masses: readonly ((alpha: number) => number)[];
  readonly #totals: Float64Array;
  readonly #ways: readonly Way[][];
  readonly #kernels: Kernels;
  readonly #workspace: Workspace;
  /** The adjoint in the slots at the current alpha. */
  readonly #adjoint: Float64Array;
  /** `-sum d C(t)` in the slots. */
  readonly #moments: Float64Array;
  /** Per node the integrated adjoint of the output of affine nodes; the line itself comes last. */
  readonly #integrals: readonly Float64Array[];
  readonly #pieces: readonly Int32Array[];
  /** Each measure's mass before the current alpha. */
  readonly #reached: Float64Array;
  /** Integrals of the units of a first activation's output. */
  readonly #gathered: Float64Array;
  /** Room for a group of changes. */
  readonly #units: Int32Array;
  readonly #changes: Float64Array;

  constructor(path: AdjointPath, measures: readonly Measure[], kernels: Kernels) {
    const { graph, frontier, restriction } = path;
    this.#path = path;
    this.#masses = measures.map(massBefore);
    this.#totals = new Float64Array(together);
    this.#totals.set(measures.map(totalMass));
    this.#kernels = kernels;
    this.#workspace = kernels.open(matricesOf(restriction.graph));
    this.#ways = waysOver(graph, frontier, this.#workspace);
    const numbers = (units: number): Float64Array => this.#workspace.float64(units * together);
    this.#adjoint = this.#workspace.float64(frontier.size);
    this.#moments = numbers(frontier.size);
    this.#integrals = [...graph.nodes.map(({ stage, size }) => numbers(stage === 'affine' ? size : 0)), numbers(graph.inputSize)];
    this.#pieces = restriction.pieces.map((of) => Int32Array.from(of));
    this.#reached = numbers(1);
    this.#gathered = numbers(Math.max(1, ...graph.nodes.map(({ stage, size }) => (stage === 'first' ? size : 0))));
    this.#units = this.#workspace.int32(frontier.size);
    this.#changes = this.#workspace.float64(frontier.size);
  }

  run(): Float64Array[] {
    this.#followLine();
    this.#endLine();
    this.#endPieces();
    this.#pullToInput();
    return this.#masses.map((_, m) => eachOf(this.#integrals[this.#integrals.length - 1], m));
  }

  /** Takes changes of the adjoint and crossings of first activations in the order of their alphas. */
  #followLine(): void {
    const { changes, graph, restriction } = this.#path;
    const { alphas, nodes, units, pieces } = restriction.crossings;
    let group = 0;
    const changeUntil = (alpha: number): void => {
      for (; group < changes.groups && changes.alphas[group] <= alpha; group++) this.#change(group);
    };
    for (let i = 0; i < alphas.length; i++) {
      if (graph.nodes[nodes[i]].stage !== 'first') continue;
      changeUntil(alphas[i]);
      this.#reach(alphas[i]);
      this.#cross(nodes[i], units[i], pieces[i]);
    }
    changeUntil(1);
  }

  #reach(alpha: number): void {
    for (let m = 0; m < this.#masses.length; m++) this.#reached[m] = this.#masses[m](alpha);
  }

  #change(group: number): void {
    const { alphas, starts, units, changes } = this.#path.changes;
    const count = starts[group + 1] - starts[group];
    for (let e = 0; e < count; e++) {
      const unit = units[starts[group] + e];
      const change = changes[starts[group] + e];
      this.#units[e] = unit;
      this.#changes[e] = change;
      this.#adjoint[unit] += change;
    }
    this.#reach(alphas[group]);
    this.#kernels.subtractMoments(this.#units, this.#changes, count, this.#reached, this.#moments);
  }

  /** A unit of a first activation enters a piece: what it received until then goes through the piece that it leaves. */
  #cross(node: number, unit: number, piece: number): void {
    const gathered = this.#gathered.fill(0, 0, together);
    for (const way of this.#ways[node]) this.#gather(way, unit, gathered);
    this.#addThrough(node, unit, this.#pieces[node][unit], gathered, 0, 1);
    this.#pieces[node][unit] = piece;
    this.#addThrough(node, unit, piece, gathered, 0, -1);
  }

  /** Adds the integrals up to now of what a unit feeds over the frontier. */
  #gather(way: Way, unit: number, into: Float64Array): void {
    const { slot, matrix } = way;
    const adjoint = matrix === undefined ? this.#adjoint[slot + unit] : this.#kernels.dot(matrix, unit, this.#adjoint, slot);
    for (let m = 0; m < together; m++) into[m] += adjoint * this.#reached[m];
    this.#pull(way, this.#moments, unit, 1, into);
  }

  /** Adds integrals of a first activation's output, from `from` on, to those of its input, through a piece. */
  #addThrough(node: number, unit: number, piece: number, integrals: Float64Array, from: number, factor: number): void {
    const { operation, inputs } = this.#path.graph.nodes[node];
    const slope = factor * (operation.family === 'elementwise' ? operation.slopes[piece] : 1);
    if (slope === 0) return;
    const into = this.#integrals[this.#at(inputs[0])];
    const to = (operation.family === 'maximum' ? piece : unit) * together;
    for (let m = 0; m < together; m++) into[to + m] += slope * integrals[from + m];
  }

  /** Where the line ends: makes the moments the integrals over all of it. */
  #endLine(): void {
    for (let unit = 0; unit < this.#adjoint.length; unit++) {
      for (let m = 0; m < together; m++) this.#moments[unit * together + m] += this.#adjoint[unit] * this.#totals[m];
    }
  }

  /** The pieces that last to alpha = 1. */
  #endPieces(): void {
    this.#path.graph.nodes.forEach(({ stage, size }, node) => {
      if (stage !== 'first') return;
      const gathered = this.#gathered.fill(0);
      for (const way of this.#ways[node]) this.#pull(way, this.#moments, 0, size, gathered);
      for (let unit = 0; unit < size; unit++) this.#addThrough(node, unit, this.#pieces[node][unit], gathered, unit * together, 1);
    });
  }

  /** The last linear maps, back to the input, applied once to what has been integrated. */
  #pullToInput(): void {
    const { nodes, output } = this.#path.graph;
    if (nodes[output].stage === 'affine') this.#integrals[output].set(this.#totals);
    for (let node = nodes.length; node >= 0; node--) {
      if (stageAt(nodes, node === nodes.length ? theLine : node) !== 'affine') continue;
      const into = this.#integrals[node];
      for (const way of this.#ways[node]) this.#pull(way, this.#moments, 0, into.length / together, into);
    }
    for (let node = nodes.length - 1; node >= 0; node--) {
      const { operation, inputs, stage } = nodes[node];
      if (stage !== 'affine' || operation.family !== 'linear') continue;
      operation.matrices.forEach((matrix, i) => {
        const into = this.#integrals[this.#at(inputs[i])];
        this.#pull({ slot: 0, matrix: this.#workspace.matrix(matrix) }, this.#integrals[node], 0, matrix.columns, into);
      });
    }
  }

  /** Adds, to the numbers of `count` units from `unit` on, which come first in `into`, what vectors give them on a way back. */
  #pull({ slot, matrix }: Way, vectors: Float64Array, unit: number, count: number, into: Float64Array): void {
    if (matrix === undefined) {
      const from = (slot + unit) * together;
      for (let i = 0; i < count * together; i++) into[i] += vectors[from + i];
      return;
    }
    this.#kernels.pull(matrix, unit, count, vectors, slot, into);
  }

  #at(node: number): number {
    return node === theLine ? this.#path.graph.nodes.length : node;
  }
}

/** Of numbers that lie side by side the m-th of each unit. */
function eachOf(numbers: Float64Array, m: number): Float64Array {
  const each = new Float64Array(numbers.length / together);
  for (let unit = 0; unit < each.length; unit++) each[unit] = numbers[unit * together + m];
  return each;
}
