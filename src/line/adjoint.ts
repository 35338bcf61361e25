import { UserError } from '../errors.ts';
import { tiledMatrix, type Linear } from '../network/index.ts';
import { lineNode, type LineGraph } from './graph.ts';
import { Kinks } from './kinks.ts';
import type { Restriction } from './restriction.ts';
import { frontierScope, layerScope, type Scope } from './scope.ts';
import { SparseVector } from './sparseVector.ts';

/** A unit of a node: what is explained. */
export interface Target {
  /** Index in the graph. */
  readonly node: number;
  readonly unit: number;
}

/** A unit of the network's output as a target. */
export function outputUnit({ graph }: Restriction, unit: number): Target {
  return { node: graph.output, unit };
}

/**
 * The adjoint of a target at the frontier, along the whole line. It is piecewise constant; `changes` has its
 * value just after alpha = 0 as the first group and then its changes, by ascending alpha; units count
 * through the slots.
 */
export interface AdjointPath {
  readonly restriction: Restriction;
  /** The restriction's graph with the target as last node. */
  readonly graph: LineGraph;
  readonly frontier: Scope;
  readonly changes: Kinks;
}

/**
 * The adjoint sweep: from the target down, through the later layers only, changing only what a crossing
 * changes. Crossings of the first activations change nothing here.
 */
export function adjointPath(restriction: Restriction, target: Target): AdjointPath {
  const graph = withTarget(restriction.graph, target);
  const frontier = frontierScope(graph);
  return { restriction, graph, frontier, changes: sweep(restriction, graph, frontier) };
}

/**
 * The adjoint of a target by the output of a node, along the whole line: as the first group its value just
 * after alpha = 0, then its changes, by ascending alpha.
 */
export function layerAdjoint(restriction: Restriction, target: Target, node: number): Kinks {
  const graph = withTarget(restriction.graph, target);
  return sweep(restriction, graph, layerScope(graph, node));
}

function sweep({ pieces, crossings }: Restriction, graph: LineGraph, scope: Scope): Kinks {
  const adjoints = new AdjointSweep(graph, scope, pieces);
  adjoints.begin();
  const { alphas, nodes, units, pieces: entered } = crossings;
  for (let i = 0; i < alphas.length; i++) {
    if (scope.followed[nodes[i]]) adjoints.cross(alphas[i], nodes[i], units[i], entered[i]);
  }
  return adjoints.changes;
}

/** @throws UserError if the node has no such unit */
export function checkTarget(graph: LineGraph, { node, unit }: Target): void {
  const { name, size } = graph.nodes[node];
  if (Number.isInteger(unit) && unit >= 0 && unit < size) return;
  throw new UserError(`Target ${unit} is not a unit of layer '${name}'; it has the units 0 to ${size - 1}.`);
}

/** The graph with a last node of one unit that picks the target, so that its adjoint is 1. */
function withTarget(graph: LineGraph, target: Target): LineGraph {
  checkTarget(graph, target);
  const { node, unit } = target;
  const { size } = graph.nodes[node];
  const pick = tiledMatrix({ rows: 1, columns: size, tileRows: 1, tileColumns: 1 }, Float64Array.of(1), (column) =>
    column === unit ? [{ start: 0, offset: 0 }] : [],
  );
  const operation: Linear = { family: 'linear', shape: [1], matrices: [pick] };
  return {
    ...graph,
    nodes: [...graph.nodes, lineNode(graph.nodes, 'target', operation, [node])],
    output: graph.nodes.length,
  };
}

class AdjointSweep {
  readonly changes = new Kinks();
  readonly #graph: LineGraph;
  readonly #scope: Scope;
  /** Per activation the current pieces of its units. */
  readonly #pieces: readonly Int32Array[];
  /** Per activation the adjoint of its output. */
  readonly #adjoints: readonly Float64Array[];
  /** Per node changes of its output's adjoint that are still to be passed on. */
  readonly #pending: readonly SparseVector[];
  #units = new Int32Array(1024);
  #values = new Float64Array(1024);

  constructor(graph: LineGraph, scope: Scope, pieces: readonly Int32Array[]) {
    this.#graph = graph;
    this.#scope = scope;
    this.#pieces = pieces.map((of) => Int32Array.from(of));
    const { followed } = scope;
    this.#adjoints = graph.nodes.map(({ operation, size }, i) =>
      followed[i] && operation.family !== 'linear' ? new Float64Array(size) : new Float64Array(),
    );
    this.#pending = graph.nodes.map(({ operation, size }, i) =>
      followed[i] ? new SparseVector(size, operation.shape[operation.shape.length - 1]) : new SparseVector(0, 1),
    );
  }

  /** Starts from the target's own adjoint, 1, at alpha = 0. */
  begin(): void {
    const { output } = this.#graph;
    if (!this.#scope.followed[output]) return;
    this.#pending[output].add(0, 1);
    this.#passDown(0, output);
  }

  /** A unit of an activation that is followed enters another piece. */
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
    const slot = this.#scope.inputSlots[node];
    if (slot >= 0) this.changes.push(alpha, slot + source, slope * change);
    else if (this.#scope.followed[inputs[0]]) this.#pending[inputs[0]].add(source, slope * change);
  }

  /** Passes pending changes on, from a node down to the frontier. */
  #passDown(alpha: number, from: number): void {
    for (let node = from; node >= 0; node--) {
      const pending = this.#pending[node];
      if (pending.isZero) continue;
      this.#reserve(pending.extent);
      const count = pending.drain(this.#units, this.#values, 0);
      this.#record(alpha, this.#scope.outputSlots[node], count);
      if (this.#graph.nodes[node].operation.family === 'linear') this.#passLinear(node, count);
      else this.#passActivation(alpha, node, count);
    }
  }

  #record(alpha: number, slot: number, count: number): void {
    if (slot < 0) return;
    for (let e = 0; e < count; e++) this.changes.push(alpha, slot + this.#units[e], this.#values[e]);
  }

  #passLinear(node: number, count: number): void {
    const { inputs, transposed } = this.#graph.nodes[node];
    inputs.forEach((input, i) => {
      if (this.#scope.followed[input]) this.#pending[input].addColumns(transposed(i), this.#units, this.#values, 0, count);
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
