import { copied } from '../adjoint/index.ts';
import { stageAt, theLine } from '../graph/index.ts';
import { counted, recorded, type HeldMatrix, type Numbers, type Vectors } from '../memory/index.ts';
import type { LineWalk } from './lineWalk.ts';
import type { MeasureBatch } from './measureBatch.ts';

/** Where the line ends: makes the moments the integrals over all of it. */
export function closeMoments<N extends Numbers>(
  { precision, workspace }: LineWalk<N>,
  { lanes, moments, allMoments, totals }: MeasureBatch<N>,
): void {
  const slots = moments.length / lanes;
  const adjoints = workspace.float64(slots);
  for (let slot = 0; slot < slots; slot++) adjoints[slot] = moments[slot * lanes];
  const starts = workspace.int32(2);
  starts[1] = slots;
  const masses = precision.room(workspace, lanes);
  for (let lane = 0; lane < lanes; lane++) masses[lane] = -totals[lane];
  const units = counted(slots, workspace);
  const end = recorded(workspace, 'AdjointChanges', { units, changes: adjoints, starts, masses });
  workspace.kernels.subtractMoments(end, 0, 1, allMoments);
}

/** Gives first activations what comes through the pieces that last to alpha = 1. */
export function closePieces<N extends Numbers>(
  { path, edges, workspace }: LineWalk<N>,
  { momentsBehind, integrals }: MeasureBatch<N>,
): void {
  path.graph.nodes.forEach(({ stage, inputs }, node) => {
    if (stage !== 'first') return;
    const last = copied(path.slopeChanges.last[node], workspace);
    edges(node).forEach(({ matrix }, edge) => {
      workspace.kernels.pull(matrix, last, last.columns.length, momentsBehind(node)[edge], integrals(inputs[0]));
    });
  });
}

/** The last linear maps, back to the input, applied once to what has been integrated. */
export function pullToInput<N extends Numbers>(
  { path, edges, columns, workspace }: LineWalk<N>,
  { lanes, integrals, momentsBehind, totals }: MeasureBatch<N>,
): void {
  const { nodes, output } = path.graph;
  const pull = (matrix: HeldMatrix, vectors: Vectors, into: N): void => {
    workspace.kernels.pull(matrix, columns, matrix.columns, vectors, into);
  };
  if (nodes[output].stage === 'affine') integrals(output).set(totals);
  for (const node of [theLine, ...nodes.keys()]) {
    if (stageAt(nodes, node) !== 'affine') continue;
    edges(node).forEach(({ matrix }, edge) => {
      pull(matrix, momentsBehind(node)[edge], integrals(node));
    });
  }
  for (let node = nodes.length - 1; node >= 0; node--) {
    const { operation, inputs, stage } = nodes[node];
    if (stage !== 'affine' || operation.family !== 'linear') continue;
    const above = recorded(workspace, 'Vectors', { lanes, numbers: integrals(node), first: 0 });
    operation.matrices.forEach((matrix, i) => {
      pull(workspace.matrix(matrix), above, integrals(inputs[i]));
    });
  }
}
