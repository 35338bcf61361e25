import type { HeldMatrix } from '../memory/index.ts';
import { diagonalMatrix } from '../../network/index.ts';
import type { Workspace } from '../kernels/index.ts';
import { stageAt, theLine, withLine, type LineGraph } from '../graph/index.ts';

/** Which nodes an adjoint sweep follows, and where it records. A slot of -1 is none. */
export interface AdjointLayout {
  /** Per node: is its adjoint followed along the line? */
  readonly followed: readonly boolean[];
  /** Per node: the slot in which the adjoint of its output is recorded. */
  readonly outputSlots: Int32Array;
  /** Per activation: the slot in which the adjoint of its input is recorded. */
  readonly inputSlots: Int32Array;
  /** Units of all slots. */
  readonly size: number;
}

/**
 * Down to the boundary, where the later layers end: a slot for each later node that takes an affine node or a
 * first activation, for its output if it is linear, for its input if it is an activation. Known along the line,
 * these adjoints give every integral over all that lies before them.
 */
export function boundaryLayout(graph: LineGraph): AdjointLayout {
  let size = 0;
  const outputSlots = new Int32Array(graph.nodes.length).fill(-1);
  const inputSlots = new Int32Array(graph.nodes.length).fill(-1);
  graph.nodes.forEach((node, i) => {
    if (node.stage !== 'later' || node.inputs.every((input) => stageAt(graph.nodes, input) === 'later')) return;
    const linear = node.operation.family === 'linear';
    (linear ? outputSlots : inputSlots)[i] = size;
    size += linear ? node.size : graph.nodes[node.inputs[0]].size;
  });
  return { followed: graph.nodes.map(({ stage }) => stage === 'later'), outputSlots, inputSlots, size };
}

/** From the output down to one node, whose output's adjoint is recorded. */
export function layerLayout(graph: LineGraph, node: number): AdjointLayout {
  const followed: boolean[] = [];
  graph.nodes.forEach(({ inputs }, i) => {
    followed.push(i === node || inputs.some((input) => input !== theLine && followed[input]));
  });
  const none = new Int32Array(graph.nodes.length).fill(-1);
  return { followed, outputSlots: none.with(node, 0), inputSlots: none, size: graph.nodes[node].size };
}

/** What leads from a node over the boundary: the slot on the other side, and the matrix on to it. */
export interface BoundaryEdge {
  readonly slot: number;
  readonly matrix: HeldMatrix;
}

/**
 * The edges over the boundary of each affine node and first activation, and of the line, with matrices of a workspace.
 */
export function boundaryEdges(
  graph: LineGraph,
  { outputSlots, inputSlots }: AdjointLayout,
  workspace: Workspace,
): (node: number) => BoundaryEdge[] {
  const edgesOf = withLine(
    graph.nodes.map((): BoundaryEdge[] => []),
    [],
  );
  const sizeOf = withLine(
    graph.nodes.map(({ size }) => size),
    graph.inputSize,
  );
  graph.nodes.forEach(({ operation, inputs }, node) => {
    const slot = Math.max(outputSlots[node], inputSlots[node]);
    if (slot < 0) return;
    inputs.forEach((input, i) => {
      if (stageAt(graph.nodes, input) === 'later') return;
      const matrix = operation.family === 'linear' ? operation.matrices[i] : diagonalMatrix(sizeOf(input));
      edgesOf(input).push({ slot, matrix: workspace.matrix(matrix) });
    });
  });
  return edgesOf;
}
