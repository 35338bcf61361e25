import { Network } from '../network/index.ts';
import { BlockCrossings, CrossingList } from './crossings.ts';
import { ElementwiseSweep } from './elementwiseSweep.ts';
import { lineGraph, theLine, type LineGraph } from './graph.ts';
import { Kinks } from './kinks.ts';
import { LinearSweep } from './linearSweep.ts';
import { MaximumSweep } from './maximumSweep.ts';
import { checkPoint } from './point.ts';
import type { NodePath, Restriction } from './restriction.ts';
import { startOf, type Start } from './start.ts';
import { TrackedUnits } from './trackedUnits.ts';

/** Crossings of the first activations in one block, if nothing else is asked for: keeps kinks in the caches. */
const defaultBlock = 256;

/** A node followed through one block of the line after the other; kinks are those of the current block. */
interface Sweep {
  readonly kinks: Kinks;
  advance(end: number): void;
}

/** How a restriction is computed; none of it changes the result. */
export interface RestrictOptions {
  /** Crossings of the first activations to go through all layers at a time; bounds the memory. */
  readonly block?: number;
  /** Nodes whose paths to remember beside that of the output. */
  readonly remember?: readonly number[];
}

/**
 * Restricts a piecewise-linear network to the line from a baseline to an input, in float64, without
 * evaluating it at the endpoints: ExactLine (Sotoudeh & Thakur, NeurIPS 2019) as a sweep over the layers.
 *
 * @param network or its graph, if that is at hand
 * @param baseline and input as many numbers as the network has inputs
 * @throws UserError if the network is not piecewise linear, or if sizes or values of the points are wrong
 */
export function restrict(
  network: Network | LineGraph,
  baseline: Float64Array,
  input: Float64Array,
  { block = defaultBlock, remember = [] }: RestrictOptions = {},
): Restriction {
  const graph = network instanceof Network ? lineGraph(network) : network;
  checkPoint('baseline', baseline, graph.inputSize);
  checkPoint('input', input, graph.inputSize);
  const delta = input.map((x, i) => x - baseline[i]);
  const start = startOf(graph, baseline, delta);
  const crossings = new CrossingList();
  const sweeps = sweepsOf(graph, start, { baseline, delta }, crossings);
  const remembered = new Map([graph.output, ...remember].map((node) => [node, new Kinks()]));
  for (const end of blockEnds(graph, start, { baseline, delta }, block)) {
    for (const sweep of sweeps) sweep.advance(end);
    for (const [node, kinks] of remembered) copyGroups(sweeps[node].kinks, kinks);
  }
  const paths = new Map<number, NodePath>();
  for (const [node, kinks] of remembered) {
    kinks.sort();
    paths.set(node, { values: start.values[node], slopes: start.slopes[node], kinks });
  }
  return { graph, baseline, delta, pieces: start.pieces, crossings: crossings.sorted(), paths };
}

interface Line {
  readonly baseline: Float64Array;
  readonly delta: Float64Array;
}

function sweepsOf(graph: LineGraph, start: Start, line: Line, crossings: CrossingList): Sweep[] {
  const straight = new Kinks();
  const sweeps: Sweep[] = [];
  graph.nodes.forEach(({ operation, inputs }, node) => {
    const sources = inputs.map((input) => (input === theLine ? straight : sweeps[input].kinks));
    if (operation.family === 'linear') {
      sweeps.push(new LinearSweep(operation, sources));
      return;
    }
    const { values, slopes } = runOf(start, line, inputs[0]);
    const units = new TrackedUnits(values, slopes);
    const own = new BlockCrossings(crossings, node);
    sweeps.push(
      operation.family === 'elementwise'
        ? new ElementwiseSweep(operation, sources[0], units, start.pieces[node], own)
        : new MaximumSweep(operation, sources[0], units, start.pieces[node], own),
    );
  });
  return sweeps;
}

/** Values and slopes at alpha = 0 of a node, which may be the line. */
function runOf(start: Start, line: Line, node: number): { values: Float64Array; slopes: Float64Array } {
  return node === theLine
    ? { values: line.baseline, slopes: line.delta }
    : { values: start.values[node], slopes: start.slopes[node] };
}

/** Ends of the blocks: every `block`-th crossing of the first elementwise activations, and 1. */
function blockEnds(graph: LineGraph, start: Start, line: Line, block: number): Float64Array {
  const alphas: number[] = [];
  for (const { operation, inputs, stage } of graph.nodes) {
    if (stage !== 'first' || operation.family !== 'elementwise') continue;
    const { values, slopes } = runOf(start, line, inputs[0]);
    for (const threshold of operation.thresholds) {
      values.forEach((value, unit) => {
        const alpha = (threshold - value) / slopes[unit];
        if (alpha > 0 && alpha < 1) alphas.push(alpha);
      });
    }
  }
  const ends = Float64Array.from(alphas).sort().filter((_, i) => i % block === block - 1);
  return Float64Array.from([...ends, 1]);
}

function copyGroups(from: Kinks, to: Kinks): void {
  for (const group of from.order) {
    const begin = from.starts[group];
    const end = from.starts[group + 1];
    const at = to.append(from.alphas[group], end - begin);
    to.units.set(from.units.subarray(begin, end), at);
    to.changes.set(from.changes.subarray(begin, end), at);
  }
}
