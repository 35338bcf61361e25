import { massBefore, totalMass, type Measure } from '../quadrature/index.ts';
import type { AdjointPath } from './adjoint.ts';
import { matricesOf, stageAt, theLine } from './graph.ts';
import { together, type Kernels, type Workspace } from './kernels/index.ts';
import { kernelsFor } from './kernelsFor.ts';
import type { Kinks } from './kinks.ts';
import { waysOver, type Way } from './scope.ts';

/**
 * Integrals of the target's gradient along the line, `integral dF/dx(x(alpha)) d(mu)`, for every measure
 * `mu`, without evaluating the network. Multiplied by the line's delta they are integrated gradients: exact
 * for the Lebesgue measure, sampled for the measure of a quadrature rule.
 *
 * @returns for each measure `inputSize` numbers
 */
export function integrate(
  path: AdjointPath,
  measures: readonly Measure[],
  kernels: Kernels = kernelsFor(path.restriction.graph),
): Float64Array[] {
  return new Walk(path, measures, kernels).run();
}

/** A few measures and what is kept for them; their numbers for one unit lie side by side. */
interface Batch {
  readonly masses: readonly ((alpha: number) => number)[];
  readonly totals: Float64Array;
  /** Each measure's mass before the current alpha. */
  readonly reached: Float64Array;
  /** `-sum d C(t)` in the slots. */
  readonly moments: Float64Array;
  /** Per node the integrated adjoint of the output of affine nodes; the line itself comes last. */
  readonly integrals: readonly Float64Array[];
}

/**
 * One walk along the line for all measures. `A_k(alpha)`, the integral of adjoint `a_k` over [0, alpha),
 * is `a_k(alpha) C(alpha) - sum of d C(t)` over the changes d of `a_k` at t, with `C` the measure's mass
 * before an alpha; only the sum is kept for each measure. A unit of a first activation that is in one piece
 * on [s, e] receives the slope of that piece times `W[:, j] . (A(e) - A(s))`.
 */
class Walk {
  readonly #path: AdjointPath;
  readonly #kernels: Kernels;
  readonly #workspace: Workspace;
  readonly #ways: readonly Way[][];
  readonly #batches: readonly Batch[];
  /** The adjoint in the slots at the current alpha. */
  readonly #adjoint: Float64Array;
  readonly #pieces: readonly Int32Array[];
  /** Per crossing the adjoint of the unit's output there. */
  readonly #adjoints: Float64Array;
  /** Integrals of the units of a first activation's output. */
  readonly #gathered: Float64Array;
  /** The next crossing. */
  #next = 0;

  constructor(path: AdjointPath, measures: readonly Measure[], kernels: Kernels) {
    const { graph, frontier, restriction } = path;
    this.#path = path;
    this.#kernels = kernels;
    this.#workspace = kernels.open(matricesOf(restriction.graph));
    this.#ways = waysOver(graph, frontier, this.#workspace);
    const batches = Array.from({ length: Math.ceil(measures.length / together) }, (_, b) => b * together);
    this.#batches = batches.map((begin) => this.#batchOf(measures.slice(begin, begin + together)));
    this.#adjoint = this.#workspace.float64(frontier.size);
    this.#adjoints = path.adjoints ?? new Float64Array(restriction.crossings.alphas.length);
    this.#pieces = restriction.pieces.map((of) => Int32Array.from(of));
    this.#gathered = this.#numbers(Math.max(1, ...graph.nodes.map(({ stage, size }) => (stage === 'first' ? size : 0))));
  }

  run(): Float64Array[] {
    for (const changes of this.#path.changes(this.#kernels, this.#workspace, this.#adjoints)) this.#take(changes);
    this.#crossUntil(Infinity);
    this.#path.adjoints = this.#adjoints;
    return this.#batches.flatMap((batch) => {
      this.#endLine(batch);
      this.#endPieces(batch);
      this.#pullToInput(batch);
      return batch.masses.map((_, m) => eachOf(batch.integrals[batch.integrals.length - 1], m));
    });
  }

  #batchOf(measures: readonly Measure[]): Batch {
    const { graph, frontier } = this.#path;
    const totals = new Float64Array(together);
    totals.set(measures.map(totalMass));
    return {
      masses: measures.map(massBefore),
      totals,
      reached: this.#numbers(1),
      moments: this.#numbers(frontier.size),
      integrals: [...graph.nodes.map(({ stage, size }) => this.#numbers(stage === 'affine' ? size : 0)), this.#numbers(graph.inputSize)],
    };
  }

  #numbers(units: number): Float64Array {
    return this.#workspace.float64(units * together);
  }

  /** Takes changes of the adjoint, and the crossings of first activations between them. */
  #take(changes: Kinks): void {
    const { alphas, starts, units, changes: of, groups } = changes;
    for (let group = 0; group < groups; group++) {
      this.#crossUntil(alphas[group]);
      for (let e = starts[group]; e < starts[group + 1]; e++) this.#adjoint[units[e]] += of[e];
      for (const batch of this.#batches) {
        reach(batch, alphas[group]);
        this.#kernels.subtractMoments(units, of, starts[group], starts[group + 1], batch.reached, batch.moments);
      }
    }
  }

  /** Takes the crossings of first activations up to an alpha: those of later ones at the same alpha follow from them. */
  #crossUntil(alpha: number): void {
    const { graph, restriction } = this.#path;
    const { alphas, nodes, units, pieces } = restriction.crossings;
    for (; this.#next < alphas.length && alphas[this.#next] <= alpha; this.#next++) {
      const node = nodes[this.#next];
      if (graph.nodes[node].stage === 'first') this.#cross(alphas[this.#next], node, units[this.#next], pieces[this.#next]);
    }
  }

  /** A unit of a first activation enters a piece: what it received until then goes through the piece that it leaves. */
  #cross(alpha: number, node: number, unit: number, piece: number): void {
    const left = this.#pieces[node][unit];
    this.#pieces[node][unit] = piece;
    const adjoint = this.#ways[node].reduce((sum, { slot, matrix }) => {
      return sum + (matrix === undefined ? this.#adjoint[slot + unit] : this.#kernels.dot(matrix, unit, this.#adjoint, slot));
    }, 0);
    this.#adjoints[this.#next] = adjoint;
    const gathered = this.#gathered;
    for (const batch of this.#batches) {
      reach(batch, alpha);
      for (let m = 0; m < together; m++) gathered[m] = adjoint * batch.reached[m];
      for (const way of this.#ways[node]) this.#pull(way, batch.moments, unit, 1, gathered);
      this.#addThrough(batch, node, unit, left, 0, 1);
      this.#addThrough(batch, node, unit, piece, 0, -1);
    }
  }

  /** Adds gathered integrals of a first activation's output, from `from` on, to those of its input, through a piece. */
  #addThrough({ integrals }: Batch, node: number, unit: number, piece: number, from: number, factor: number): void {
    const { operation, inputs } = this.#path.graph.nodes[node];
    const slope = operation.family === 'elementwise' ? operation.slopes[piece] : 1;
    if (slope === 0) return;
    const gathered = this.#gathered;
    const into = integrals[this.#at(inputs[0])];
    const to = (operation.family === 'maximum' ? piece : unit) * together;
    const share = factor * slope;
    for (let m = 0; m < together; m++) into[to + m] += share * gathered[from + m];
  }

  /** Where the line ends: makes the moments the integrals over all of it. */
  #endLine({ moments, totals }: Batch): void {
    for (let unit = 0; unit < this.#adjoint.length; unit++) {
      for (let m = 0; m < together; m++) moments[unit * together + m] += this.#adjoint[unit] * totals[m];
    }
  }

  /** The pieces that last to alpha = 1. */
  #endPieces(batch: Batch): void {
    this.#path.graph.nodes.forEach(({ stage, size }, node) => {
      if (stage !== 'first') return;
      this.#gathered.fill(0);
      for (const way of this.#ways[node]) this.#pull(way, batch.moments, 0, size, this.#gathered);
      for (let unit = 0; unit < size; unit++) this.#addThrough(batch, node, unit, this.#pieces[node][unit], unit * together, 1);
    });
  }

  /** The last linear maps, back to the input, applied once to what has been integrated. */
  #pullToInput({ integrals, moments, totals }: Batch): void {
    const { nodes, output } = this.#path.graph;
    if (nodes[output].stage === 'affine') integrals[output].set(totals);
    for (let node = nodes.length; node >= 0; node--) {
      if (stageAt(nodes, node === nodes.length ? theLine : node) !== 'affine') continue;
      for (const way of this.#ways[node]) this.#pull(way, moments, 0, integrals[node].length / together, integrals[node]);
    }
    for (let node = nodes.length - 1; node >= 0; node--) {
      const { operation, inputs, stage } = nodes[node];
      if (stage !== 'affine' || operation.family !== 'linear') continue;
      operation.matrices.forEach((matrix, i) => {
        const back = { slot: 0, matrix: this.#workspace.matrix(matrix) };
        this.#pull(back, integrals[node], 0, matrix.columns, integrals[this.#at(inputs[i])]);
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

/** Goes on to an alpha. */
function reach({ masses, reached }: Batch, alpha: number): void {
  for (let m = 0; m < masses.length; m++) reached[m] = masses[m](alpha);
}

/** Of numbers that lie side by side the m-th of each unit. */
function eachOf(numbers: Float64Array, m: number): Float64Array {
  const each = new Float64Array(numbers.length / together);
  for (let unit = 0; unit < each.length; unit++) each[unit] = numbers[unit * together + m];
  return each;
}
