import { multiplyAdd, type Elementwise, type Linear, type Maximum } from '../network/index.ts';
import { theLine, type LineGraph } from './graph.ts';

/** Where every node's units start: values, slopes over alpha and linear pieces just after alpha = 0. */
export interface Start {
  readonly values: readonly Float64Array[];
  readonly slopes: readonly Float64Array[];
  /**
   * For activations: per unit the index of the linear piece (elementwise) or the candidate that is the
   * largest (maximum); empty for linear nodes.
   */
  readonly pieces: readonly Int32Array[];
}

interface Run {
  readonly value: Float64Array;
  readonly slope: Float64Array;
}

/** Walks the layers once at the baseline. */
export function startOf(graph: LineGraph, baseline: Float64Array, delta: Float64Array): Start {
  const runs: Run[] = [];
  const pieces: Int32Array[] = [];
  for (const { operation, inputs, size } of graph.nodes) {
    const sources = inputs.map((input) => (input === theLine ? { value: baseline, slope: delta } : runs[input]));
    const run = { value: new Float64Array(size), slope: new Float64Array(size) };
    pieces.push(startNode(operation, sources, run));
    runs.push(run);
  }
  return { values: runs.map((run) => run.value), slopes: runs.map((run) => run.slope), pieces };
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
