import { multiplyAdd, type Elementwise, type Linear, type Maximum } from '../network/index.ts';
import { theLine, type LineGraph } from './graph.ts';
import type { Run } from './trackedUnits.ts';

/** Where every node's units start: values, slopes over alpha and linear pieces just after alpha = 0. */
export interface Start {
  /** Of a node, or of the line. */
  readonly run: (node: number) => Run;
  /**
   * For activations: per unit the index of the linear piece (elementwise) or the candidate that is the
   * largest (maximum); empty for linear nodes.
   */
  readonly pieces: readonly Int32Array[];
}

/** Walks the layers once at the baseline. */
export function startOf(graph: LineGraph, baseline: Float64Array, delta: Float64Array): Start {
  const line: Run = { value: baseline, slope: delta };
  const runs: Run[] = [];
  const runOf = (node: number): Run => (node === theLine ? line : runs[node]);
  const pieces = graph.nodes.map(({ operation, inputs, size }) => {
    const run = { value: new Float64Array(size), slope: new Float64Array(size) };
    const start = startNode(operation, inputs.map(runOf), run);
    runs.push(run);
    return start;
  });
  return { run: runOf, pieces };
}

/** Fills in the run of a node and returns its pieces. */
function startNode(operation: Linear | Elementwise | Maximum, sources: readonly Run[], run: Run): Int32Array {
  switch (operation.family) {
    case 'linear':
      startLinear(operation, sources, run);
      return new Int32Array();
    case 'elementwise':
      return startElementwise(operation, sources[0], run);
    case 'maximum':
      return startMaximum(operation, sources[0], run);
  }
}

function startLinear({ matrices, bias }: Linear, sources: readonly Run[], run: Run): void {
  if (bias !== undefined) run.value.set(bias);
  matrices.forEach((matrix, i) => {
    multiplyAdd(matrix, sources[i].value, run.value);
    multiplyAdd(matrix, sources[i].slope, run.slope);
  });
}

/** A unit on a threshold is in the piece that it moves into; one that rests there, in the piece below. */
function startElementwise(operation: Elementwise, source: Run, run: Run): Int32Array {
  const { thresholds, slopes } = operation;
  const pieces = new Int32Array(run.value.length);
  for (let unit = 0; unit < pieces.length; unit++) {
    const value = source.value[unit];
    const slope = source.slope[unit];
    let piece = 0;
    while (piece < thresholds.length && (value > thresholds[piece] || (value === thresholds[piece] && slope > 0))) {
      piece++;
    }
    pieces[unit] = piece;
    run.value[unit] = operation.value(value);
    run.slope[unit] = slopes[piece] * slope;
  }
  return pieces;
}

/** Of equal candidates the one that rises fastest is the largest, of these the first. */
function startMaximum({ pointers, candidates }: Maximum, source: Run, run: Run): Int32Array {
  const { value, slope } = source;
  const selected = new Int32Array(run.value.length);
  for (let unit = 0; unit < selected.length; unit++) {
    let best = candidates[pointers[unit]];
    for (let i = pointers[unit] + 1; i < pointers[unit + 1]; i++) {
      const other = candidates[i];
      if (value[other] > value[best] || (value[other] === value[best] && slope[other] > slope[best])) best = other;
    }
    selected[unit] = best;
    run.value[unit] = value[best];
    run.slope[unit] = slope[best];
  }
  return selected;
}
