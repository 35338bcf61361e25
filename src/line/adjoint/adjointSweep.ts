import type { Restriction } from '../forward/index.ts';
import { slopeOf, theLine, type LineGraph } from '../graph/index.ts';
import type { SparseAccumulator, Workspace } from '../kernels/index.ts';
import { entriesFor, type Entries, type Kinks } from '../memory/index.ts';
import type { AdjointLayout } from './adjointLayout.ts';
import { followedNodes, type FollowedActivation, type FollowedNodes } from './followedNodes.ts';

/**
 * The adjoint sweep: from the target down to where it is recorded, changing only what a crossing changes. Crossings
 * of activations that are not followed change nothing here.
 */
export class AdjointSweep {
  /** Where changes are recorded in the order in which they happen; units count through the slots. */
  readonly #recorded: Kinks;
  readonly #graph: LineGraph;
  readonly #layout: AdjointLayout;
  readonly #nodes: FollowedNodes;
  readonly #pending: readonly SparseAccumulator[];
  /** Room for what is taken. */
  readonly #entries: Entries;

  constructor(
    restriction: Restriction,
    graph: LineGraph,
    layout: AdjointLayout,
    recorded: Kinks,
    workspace: Workspace,
  ) {
    this.#recorded = recorded;
    this.#graph = graph;
    this.#layout = layout;
    this.#nodes = followedNodes(restriction, graph, layout, workspace);
    this.#pending = this.#nodes.pending;
    this.#entries = entriesFor(Math.max(...graph.nodes.map(({ size }) => size)) + 1, workspace);
  }

  /** Starts from the target's own adjoint, 1, at alpha = 0. */
  begin(): void {
    const { output } = this.#graph;
    if (!this.#layout.followed[output]) return;
    this.#pending[output].add(0, 1);
    this.#passDown(0, output);
  }

  /** A unit of an activation that is followed enters another piece; returns the adjoint of its output. */
  cross(alpha: number, node: number, unit: number, piece: number): number {
    const { operation } = this.#graph.nodes[node];
    const { adjoint, pieces, pieceSlopes } = this.#activation(node);
    const place = this.#placeOf(node, unit);
    this.#toInput(alpha, node, unit, -adjoint[place]);
    pieces[unit] = piece;
    if (operation.family === 'elementwise') pieceSlopes[place] = slopeOf(operation, piece);
    this.#toInput(alpha, node, unit, adjoint[place]);
    this.#passDown(alpha, node - 1);
    return adjoint[place];
  }

  /** Where a unit is among those of its node that are followed. */
  #placeOf(node: number, unit: number): number {
    return this.#nodes.selected[node]?.ranks[unit] ?? unit;
  }

  #activation(node: number): FollowedActivation {
    const activation = this.#nodes.activations[node];
    if (activation === undefined)
      throw new Error(`'${this.#graph.nodes[node].name}' is not an activation that is followed`);
    return activation;
  }

  /** A change of the adjoint of one unit of an activation's output, as it reaches the input. */
  #toInput(alpha: number, node: number, unit: number, change: number): void {
    const { operation, inputs } = this.#graph.nodes[node];
    const { pieces, pieceSlopes } = this.#activation(node);
    const source = operation.family === 'maximum' ? pieces[unit] : unit;
    const passed = operation.family === 'maximum' ? change : pieceSlopes[this.#placeOf(node, unit)] * change;
    if (passed === 0) return;
    const slot = this.#layout.inputSlots[node];
    if (slot >= 0) this.#recorded.push(alpha, slot + source, passed);
    else if (this.#follows(inputs[0])) this.#pending[inputs[0]].add(this.#placeOf(inputs[0], source), passed);
  }

  /** Passes pending changes on, from a node down to where they are recorded. */
  #passDown(alpha: number, from: number): void {
    for (let node = from; node >= 0; node--) {
      const pending = this.#pending[node];
      if (pending.isZero) continue;
      const { outputSlots, inputSlots } = this.#layout;
      const recorded = outputSlots[node] >= 0 || inputSlots[node] >= 0;
      if (this.#graph.nodes[node].operation.family === 'elementwise' && !recorded)
        this.#backpropActivation(node, pending);
      else this.#passSparse(alpha, node, pending);
    }
  }

  #backpropActivation(node: number, pending: SparseAccumulator): void {
    const { adjoint, pieceSlopes } = this.#activation(node);
    pending.backpropTo(this.#pending[this.#graph.nodes[node].inputs[0]], adjoint, pieceSlopes);
  }

  #passSparse(alpha: number, node: number, pending: SparseAccumulator): void {
    const count = this.#take(alpha, node, pending);
    if (this.#graph.nodes[node].operation.family === 'linear') this.#passLinear(node, count);
    else this.#passActivation(alpha, node, count);
  }

  /** Takes what is pending, and records it where that is asked for; returns how many entries are to be passed on. */
  #take(alpha: number, node: number, pending: SparseAccumulator): number {
    const slot = this.#layout.outputSlots[node];
    if (slot < 0) return pending.take(this.#nodes.numbers[node], this.#entries, 0, 0);
    const recorded = this.#recorded;
    const at = recorded.open(alpha, pending.size + 1);
    const count = pending.take(this.#nodes.numbers[node], recorded, at, slot);
    recorded.close(at + count);
    if (!this.#graph.nodes[node].inputs.some((input) => this.#follows(input))) return 0;
    const { units, changes } = this.#entries;
    for (let e = 0; e < count; e++) units[e] = recorded.units[at + e] - slot;
    changes.set(recorded.changes.subarray(at, at + count));
    return count;
  }

  #passLinear(node: number, count: number): void {
    const { inputs, operation } = this.#graph.nodes[node];
    if (operation.family !== 'linear' || count === 0) return;
    for (let i = 0; i < inputs.length; i++) {
      if (this.#follows(inputs[i]))
        this.#pending[inputs[i]].addColumns(this.#nodes.matrices[node][i], this.#entries, 0, count);
    }
  }

  #passActivation(alpha: number, node: number, count: number): void {
    const { adjoint } = this.#activation(node);
    const { units, changes } = this.#entries;
    for (let e = 0; e < count; e++) {
      adjoint[units[e]] += changes[e];
      this.#toInput(alpha, node, units[e], changes[e]);
    }
  }

  #follows(node: number): boolean {
    return node !== theLine && this.#layout.followed[node];
  }
}
