import { allColumns, copied, boundaryEdges, type AdjointPath, type BoundaryEdge } from '../adjoint/index.ts';
import type { Workspace } from '../kernels/index.ts';
import type { InMemory, Numbers, SlopeChanges, WeighedAdjointChanges } from '../memory/index.ts';
import type { Precision } from './precision.ts';

/** Changes of slope that are taken at a time. */
const mostSlopeChanges = 1024;

/** What a walk along the line has in its workspace for all measures. */
export interface LineWalk<N extends Numbers> {
  readonly path: AdjointPath;
  readonly precision: Precision<N>;
  readonly workspace: Workspace;
  /** Those of a node, or of the line, over the boundary. */
  readonly edges: (node: number) => readonly BoundaryEdge[];
  /** Those along the line, where they are, and how many groups of changes of the present portion come before each. */
  readonly slopeChanges: SlopeChanges;
  readonly alphas: Float64Array;
  readonly groups: Int32Array;
  /** All columns of the widest matrix. */
  readonly columns: SlopeChanges & InMemory;
  /** The masses before those that are taken at a time. */
  readonly masses: N;
}

/**
 * Changes of the adjoint that are handed out together; the masses before them are written for some measures at a time.
 */
export interface Portion extends WeighedAdjointChanges {
  readonly alphas: Float64Array;
  /** Of groups. */
  readonly count: number;
}

export function lineWalk<N extends Numbers>(
  path: AdjointPath,
  precision: Precision<N>,
  workspace: Workspace,
): LineWalk<N> {
  const { graph, boundary, slopeChanges } = path;
  const alphas = workspace.float64(slopeChanges.alphas.length);
  alphas.set(slopeChanges.alphas);
  return {
    path,
    precision,
    workspace,
    edges: boundaryEdges(graph, boundary, workspace),
    slopeChanges: copied(slopeChanges, workspace),
    alphas,
    groups: workspace.int32(alphas.length),
    columns: allColumns(Math.max(graph.inputSize, ...graph.nodes.map(({ size }) => size)), workspace),
    masses: precision.room(workspace, mostSlopeChanges * precision.mostLanes),
  };
}

/**
 * Where changes of slope of one node end that one call takes; if it has several edges, no change of the adjoint may lie
 * between them.
 */
export function endOfNode<N extends Numbers>({ path, edges, groups }: LineWalk<N>, begin: number, end: number): number {
  const { nodes } = path.slopeChanges;
  const several = edges(nodes[begin]).length > 1;
  const last = Math.min(end, begin + mostSlopeChanges);
  let to = begin + 1;
  while (to < last && nodes[to] === nodes[begin] && !(several && groups[to] !== groups[begin])) to++;
  return to;
}
