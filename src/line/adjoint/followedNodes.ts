import { transposed, type Shape } from '../../network/index.ts';
import type { Restriction } from '../forward/index.ts';
import { slopeOf, type LineGraph, type LineNode } from '../graph/index.ts';
import { CompactedMatrix, SparseAccumulator, type Workspace } from '../kernels/index.ts';
import { counted, type CompactedColumns, type HeldMatrix, type SelectedUnits } from '../memory/index.ts';
import { activeUnits } from './activeUnits.ts';
import type { AdjointLayout } from './adjointLayout.ts';

/** Active units that are marked together. */
const activeRun = 16;

/** What an adjoint sweep keeps of an activation that it follows. */
export interface FollowedActivation {
  /** Of all units. */
  readonly pieces: Int32Array;
  /** The adjoint of the output, of the units that are followed. */
  readonly adjoint: Float64Array;
  /** Of an elementwise activation the slope of each unit's piece, likewise. */
  readonly pieceSlopes: Float64Array;
}

/** What an adjoint sweep keeps of each node. */
export interface FollowedNodes {
  /** The units that are followed, where that is not all of them. */
  readonly selected: readonly (SelectedUnits | undefined)[];
  /** The numbers of those that are followed. */
  readonly numbers: readonly Int32Array[];
  readonly activations: readonly (FollowedActivation | undefined)[];
  /** Of a linear node the matrix on to each of its inputs. */
  readonly matrices: readonly (HeldMatrix | CompactedColumns)[][];
  /** Changes of its output's adjoint that are still to be passed on. */
  readonly pending: readonly SparseAccumulator[];
}

/** The nodes of a graph before the adjoint sweep, at alpha = 0. */
export function followedNodes(
  restriction: Restriction,
  graph: LineGraph,
  layout: AdjointLayout,
  workspace: Workspace,
): FollowedNodes {
  const { followed } = layout;
  const selected = activeUnits(restriction, graph, layout, workspace);
  const widths = graph.nodes.map(({ operation }, node) =>
    selected[node] === undefined ? channelsOf(operation.shape) : activeRun,
  );
  // Whole runs: the last may have room for more units than there are.
  const sizes = graph.nodes.map(({ size }, node) => {
    const units = selected[node]?.units.length ?? size;
    return followed[node] ? Math.ceil(units / widths[node]) * widths[node] : 0;
  });
  const all = counted(Math.max(...graph.nodes.map(({ size }) => size)), workspace);
  return {
    selected,
    numbers: selected.map((active) => active?.units ?? all),
    activations: graph.nodes.map((node, i) =>
      followed[i] ? followedActivation(node, restriction.pieces[i], selected[i], sizes[i], workspace) : undefined,
    ),
    matrices: graph.nodes.map((node, i) => {
      const units = selected[i]?.units ?? all.subarray(0, node.size);
      return followed[i] ? matricesDown(node, selected, units, workspace) : [];
    }),
    pending: sizes.map((size, node) => new SparseAccumulator(size, widths[node], workspace)),
  };
}

/** @param size room for the units that are followed */
function followedActivation(
  { operation }: LineNode,
  begun: Int32Array,
  selected: SelectedUnits | undefined,
  size: number,
  workspace: Workspace,
): FollowedActivation | undefined {
  if (operation.family === 'linear') return undefined;
  const pieces = workspace.int32(begun.length);
  pieces.set(begun);
  const pieceSlopes = workspace.float64(size);
  if (operation.family === 'elementwise') {
    const units = selected?.units;
    for (let i = 0; i < (units ?? pieces).length; i++) pieceSlopes[i] = slopeOf(operation, pieces[units?.[i] ?? i]);
  }
  return { pieces, adjoint: workspace.float64(size), pieceSlopes };
}

/**
 * The matrices of a linear node on to its inputs, between the units that are followed, of which `units` are its own.
 */
function matricesDown(
  { operation, inputs }: LineNode,
  selected: readonly (SelectedUnits | undefined)[],
  units: Int32Array,
  workspace: Workspace,
): (HeldMatrix | CompactedColumns)[] {
  if (operation.family !== 'linear') return [];
  return operation.matrices.map((matrix, i) => {
    const down = workspace.matrix(transposed(matrix));
    const rows = selected[inputs[i]];
    if (rows === undefined) return down;
    const compacted = new CompactedMatrix(down, workspace);
    compacted.pick(rows, units);
    return compacted;
  });
}

/** Units of one place: what a convolution reads and writes together. */
function channelsOf(shape: Shape): number {
  return shape[shape.length - 1];
}
