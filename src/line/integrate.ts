import { massBefore, totalMass, type Measure } from '../quadrature/index.ts';
import { columnDot, type TiledMatrix } from '../network/index.ts';
import type { AdjointPath } from './adjoint.ts';
import { stageAt, theLine } from './graph.ts';
import { waysOver, type Way } from './scope.ts';

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
 * on [s, e] receives the slope of that piece times `W[:, j] . (A(e) - A(s))`. What is kept for each measure
 * lies measure by measure beside each other, unit after unit.
 */
class Walk {
  readonly #path: AdjointPath;
  readonly #masses: readonly ((alpha: number) => number)[];
  readonly #totals: Float64Array;
  readonly #ways: readonly Way[][];
  /** The adjoint in the slots at the current alpha. */
  readonly #adjoint: Float64Array;
  /** `-sum d C(t)` in the slots. */
  readonly #sums: Float64Array;
  /** Per node the integrated adjoint of the output of affine nodes; the line itself comes last. */
  readonly #integrals: readonly Float64Array[];
  readonly #pieces: readonly Int32Array[];
  /** Each measure's mass before the current alpha. */
  readonly #reached: Float64Array;
  readonly #gathered: Float64Array;

  constructor(path: AdjointPath, measures: readonly Measure[]) {
    const { graph, frontier, restriction } = path;
    const count = measures.length;
    const sizes = [...graph.nodes.map(({ stage, size }) => (stage === 'affine' ? size : 0)), graph.inputSize];
    this.#path = path;
    this.#masses = measures.map(massBefore);
    this.#totals = Float64Array.from(measures, totalMass);
    this.#ways = waysOver(graph, frontier);
    this.#adjoint = new Float64Array(frontier.size);
    this.#sums = new Float64Array(frontier.size * count);
    this.#integrals = sizes.map((size) => new Float64Array(size * count));
    this.#pieces = restriction.pieces.map((of) => Int32Array.from(of));
    this.#reached = new Float64Array(count);
    this.#gathered = new Float64Array(count);
  }

  run(): Float64Array[] {
    this.#followLine();
    this.#reached.set(this.#totals);
    this.#closePieces();
    this.#pullToInput();
    const input = this.#integrals[this.#integrals.length - 1];
    const count = this.#totals.length;
    return this.#masses.map((_, m) => Float64Array.from({ length: input.length / count }, (__, i) => input[i * count + m]));
  }

  /** Takes changes of the adjoint and crossings of first activations in the order of their alphas. */
  #followLine(): void {
    const { changes, graph, restriction } = this.#path;
    const { alphas, nodes, units, pieces } = restriction.crossings;
    let group = 0;
    const changeUntil = (alpha: number): void => {
      for (; group < changes.groups && changes.alphas[group] <= alpha; group++) {
        this.#reach(changes.alphas[group]);
        this.#change(group);
      }
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
    for (let m = 0; m < this.#reached.length; m++) this.#reached[m] = this.#masses[m](alpha);
  }

  #change(group: number): void {
    const { starts, units, changes } = this.#path.changes;
    const adjoint = this.#adjoint;
    const sums = this.#sums;
    const reached = this.#reached;
    const count = reached.length;
    for (let e = starts[group]; e < starts[group + 1]; e++) {
      const change = changes[e];
      const base = units[e] * count;
      adjoint[units[e]] += change;
      for (let m = 0; m < count; m++) sums[base + m] -= change * reached[m];
    }
  }

  #cross(node: number, unit: number, piece: number): void {
    this.#addIntegral(node, unit, this.#pieces[node][unit], 1);
    this.#pieces[node][unit] = piece;
    this.#addIntegral(node, unit, piece, -1);
  }

  /** The pieces that last to alpha = 1. */
  #closePieces(): void {
    this.#path.graph.nodes.forEach(({ stage, size }, node) => {
      if (stage !== 'first') return;
      for (let unit = 0; unit < size; unit++) this.#addIntegral(node, unit, this.#pieces[node][unit], 1);
    });
  }

  /** Adds, to the input of a first activation, `factor` times the integral of its adjoint up to now, seen through a piece. */
  #addIntegral(node: number, unit: number, piece: number, factor: number): void {
    const { nodes } = this.#path.graph;
    const { operation, inputs } = nodes[node];
    const slope = operation.family === 'elementwise' ? operation.slopes[piece] : 1;
    if (slope === 0) return;
    const gathered = this.#gathered.fill(0);
    for (const way of this.#ways[node]) this.#gather(way, unit, gathered, 0);
    const integral = this.#integrals[inputs[0] === theLine ? nodes.length : inputs[0]];
    const base = (operation.family === 'maximum' ? piece : unit) * gathered.length;
    for (let m = 0; m < gathered.length; m++) integral[base + m] += factor * slope * gathered[m];
  }

  /** Adds to `into`, from `at` on, the integrals up to now of what a unit feeds over the frontier. */
  #gather({ slot, matrix }: Way, unit: number, into: Float64Array, at: number): void {
    const reached = this.#reached;
    const count = reached.length;
    const adjoint = matrix === undefined ? this.#adjoint[slot + unit] : columnDot(matrix, unit, this.#adjoint, slot);
    for (let m = 0; m < count; m++) into[at + m] += adjoint * reached[m];
    if (matrix !== undefined) addColumnProducts(matrix, unit, this.#sums, slot, count, into, at);
    else for (let m = 0; m < count; m++) into[at + m] += this.#sums[(slot + unit) * count + m];
  }

  /** The last linear maps, back to the input, applied once to what has been integrated. */
  #pullToInput(): void {
    const { nodes, output } = this.#path.graph;
    const count = this.#totals.length;
    if (nodes[output].stage === 'affine') this.#integrals[output].set(this.#totals);
    for (let node = nodes.length; node >= 0; node--) {
      if (stageAt(nodes, node === nodes.length ? theLine : node) !== 'affine') continue;
      const integral = this.#integrals[node];
      for (const way of this.#ways[node]) {
        for (let unit = 0; unit * count < integral.length; unit++) this.#gather(way, unit, integral, unit * count);
      }
    }
    for (let node = nodes.length - 1; node >= 0; node--) {
      const { operation, inputs, stage } = nodes[node];
      if (stage !== 'affine' || operation.family !== 'linear') continue;
      inputs.forEach((input, i) => {
        const matrix = operation.matrices[i];
        const integral = this.#integrals[input === theLine ? nodes.length : input];
        for (let unit = 0; unit < matrix.columns; unit++) {
          addColumnProducts(matrix, unit, this.#integrals[node], 0, count, integral, unit * count);
        }
      });
    }
  }
}

/**
 * Adds to `into`, from `at` on, the products of a column with `count` vectors at once: the entries of row r
 * are `values[(first + r) * count]` and the `count - 1` after it.
 */
function addColumnProducts(
  matrix: TiledMatrix,
  column: number,
  values: Float64Array,
  first: number,
  count: number,
  into: Float64Array,
  at: number,
): void {
  if (count === 1) {
    into[at] += columnDot(matrix, column, values, first);
    return;
  }
  const { tileRows, tileColumns, weights, pointers, starts, offsets } = matrix;
  const group = Math.floor(column / tileColumns);
  const within = (column - group * tileColumns) * tileRows;
  for (let t = pointers[group]; t < pointers[group + 1]; t++) {
    const offset = offsets[t] + within;
    let base = (first + starts[t]) * count;
    let r = 0;
    for (; r + 4 <= tileRows; r += 4, base += 4 * count) {
      const [i, j, k] = [base + count, base + 2 * count, base + 3 * count];
      const a = weights[offset + r];
      const b = weights[offset + r + 1];
      const c = weights[offset + r + 2];
      const d = weights[offset + r + 3];
      for (let m = 0; m < count; m++) {
        into[at + m] += a * values[base + m] + b * values[i + m] + (c * values[j + m] + d * values[k + m]);
      }
    }
    for (; r < tileRows; r++, base += count) {
      const a = weights[offset + r];
      for (let m = 0; m < count; m++) into[at + m] += a * values[base + m];
    }
  }
}
