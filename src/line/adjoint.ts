import { UserError } from '../errors.ts';
import { tiledMatrix, type Linear } from '../network/index.ts';
import { frontierOf, type Frontier } from './frontier.ts';
import { lineNode, type LineGraph } from './graph.ts';
import { Kinks } from './kinks.ts';
import type { Restriction } from './restriction.ts';
import { SparseVector } from './sparseVector.ts';

/**
 * The adjoint of a target at the frontier, along the whole line. It is piecewise constant; `changes` has its
 * value just after alpha = 0 as the first group and then its changes, by ascending alpha; units count
 * through the slots.
 */
export interface AdjointPath {
  readonly restriction: Restriction;
  /** The restriction's graph with the target as last node. */
  readonly graph: LineGraph;
  readonly frontier: Frontier;
  readonly changes: Kinks;
}

/**
 * The adjoint sweep: from the output down, through the later layers only, changing only what a crossing
 * changes. Crossings of the first activations change nothing here.
 *
 * @param target index of the output unit to differentiate
 */
export function adjointPath(restriction: Restriction, target: number): AdjointPath {
  const graph = withTarget(restriction.graph, target);
  const frontier = frontierOf(graph);
  const sweep = new AdjointSweep(graph, frontier, restriction.pieces);
  sweep.begin();
  const { alphas, nodes, units, pieces } = restriction.crossings;
  for (let i = 0; i < alphas.length; i++) {
    if (graph.nodes[nodes[i]].stage === 'later') sweep.cross(alphas[i], nodes[i], units[i], pieces[i]);
  }
  return { restriction, graph, frontier, changes: sweep.changes };
}

/** The graph with a last node of one unit that picks an output unit, so that its adjoint is 1. */
function withTarget(graph: LineGraph, target: number): LineGraph {
  const { size } = graph.nodes[graph.output];
  if (!(Number.isInteger(target) && target >= 0 && target < size)) {
    throw new UserError(`Target ${target} is not an output of the network; it has the outputs 0 to ${size - 1}.`);
  }
  const pick = tiledMatrix({ rows: 1, columns: size, tileRows: 1, tileColumns: 1 }, Float64Array.of(1), (unit) =>
    unit === target ? [{ start: 0, offset: 0 }] : [],
  );
  const operation: Linear = { family: 'linear', shape: [1], matrices: [pick] };
  return {
    ...graph,
    nodes: [...graph.nodes, lineNode(graph.nodes, 'target', operation, [graph.output])],
    output: graph.nodes.length,
  };
}

class AdjointSweep {
  readonly changes = new Kinks();
  readonly #graph: LineGraph;
  readonly #frontier: Frontier;
  /** Per activation the current pieces of its units. */
  readonly #pieces: readonly Int32Array[];
  /** Per activation the adjoint of its output. */
  readonly #adjoints: readonly Float64Array[];
  /** Per node changes of its output's adjoint that are still to be passed on. */
  readonly #pending: readonly SparseVector[];
  #units = new Int32Array(1024);
  #values = new Float64Array(1024);

  constructor(graph: LineGraph, frontier: Frontier, pieces: readonly Int32Array[]) {
    this.#graph = graph;
    this.#frontier = frontier;
    this.#pieces = pieces.map((of) => Int32Array.from(of));
    const later = graph.nodes.map((node) => node.stage === 'later');
    this.#adjoints = graph.nodes.map(({ operation, size }, i) =>
      later[i] && operation.family !== 'linear' ? new Float64Array(size) : new Float64Array(),
    );
    this.#pending = graph.nodes.map(({ operation, size }, i) =>
      later[i] ? new SparseVector(size, operation.shape[operation.shape.length - 1]) : new SparseVector(0, 1),
    );
  }

  /** Starts from the target's own adjoint, 1, at alpha = 0. */
  begin(): void {
    const { output, nodes } = this.#graph;
    if (nodes[output].stage !== 'later') return;
    this.#pending[output].add(0, 1);
    this.#passDown(0, output);
  }

  /** A unit of a later activation enters another piece. */
  cross(alpha: number, node: number, unit: number, piece: number): void {
    const adjoint = this.#adjoints[node][unit];
    this.#toInput(alpha, node, unit, -adjoint);
    this.#pieces[node][unit] = piece;
    this.#toInput(alpha, node, unit, adjoint);
    this.#passDown(alpha, node - 1);
  }

  /** A change of the adjoint of an activation's output, as it reaches the input. */
  #toInput(alpha: number, node: number, unit: number, change: number): void {
    const { operation, inputs } = this.#graph.nodes[node];
    const piece = this.#pieces[node][unit];
    const source = operation.family === 'maximum' ? piece : unit;
    const slope = operation.family === 'elementwise' ? operation.slopes[piece] : 1;
    if (slope === 0 || change === 0) return;
    const slot = this.#frontier.offsets[node];
    if (slot < 0) this.#pending[inputs[0]].add(source, slope * change);
    else this.changes.push(alpha, slot + source, slope * change);
  }

  /** Passes pending changes on, from a node down to the frontier. */
  #passDown(alpha: number, from: number): void {
    for (let node = from; node >= 0; node--) {
      const pending = this.#pending[node];
      if (pending.isZero) continue;
      this.#reserve(pending.extent);
      const count = pending.drain(this.#units, this.#values, 0);
      if (this.#graph.nodes[node].operation.family === 'linear') this.#passLinear(alpha, node, count);
      else this.#passActivation(alpha, node, count);
    }
  }

  #passLinear(alpha: number, node: number, count: number): void {
    const slot = this.#frontier.offsets[node];
    if (slot >= 0) {
      for (let e = 0; e < count; e++) this.changes.push(alpha, slot + this.#units[e], this.#values[e]);
    }
    const { inputs, transposed } = this.#graph.nodes[node];
    transposed.forEach((matrix, i) => {
      if (matrix === undefined) return;
      this.#pending[inputs[i]].addColumns(matrix, this.#units, this.#values, 0, count);
    });
  }

  #passActivation(alpha: number, node: number, count: number): void {
    const adjoints = this.#adjoints[node];
    for (let e = 0; e < count; e++) {
      adjoints[this.#units[e]] += this.#values[e];
      this.#toInput(alpha, node, this.#units[e], this.#values[e]);
    }
  }

  #reserve(count: number): void {
    if (count <= this.#units.length) return;
    this.#units = new Int32Array(count);
    this.#values = new Float64Array(count);
  }
}
