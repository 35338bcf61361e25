import { UserError } from '../errors.ts';
import type { Network } from '../network/index.ts';
import { CrossingList } from './crossings.ts';
import { ElementwiseSweep } from './elementwiseSweep.ts';
import { lineGraph, theLine, type LineGraph } from './graph.ts';
import { Kinks } from './kinks.ts';
import { LinearSweep } from './linearSweep.ts';
import { MaximumSweep } from './maximumSweep.ts';
import type { Restriction } from './restriction.ts';
import { startOf, type Start } from './start.ts';

/** Crossings of the first activations in one block, if nothing else is asked for: keeps kinks in the caches. */
const defaultBlock = 256;

/** A node followed through one block of the line after the other; kinks are those of the current block. */
interface Sweep {
  readonly kinks: Kinks;
  advance(end: number): void;
}

/**
 * Restricts a piecewise-linear network to the line from a baseline to an input, in float64, without
 * evaluating it at the endpoints: ExactLine (Sotoudeh & Thakur, NeurIPS 2019) as a sweep over the layers.
 *
 * @param baseline and input of `network.inputSize` numbers
 * @param block crossings of the first activations to go through all layers at a time; bounds the memory, the
 *   result does not depend on it
 * @throws UserError if the network is not piecewise linear, or if sizes or values of the points are wrong
 */
export function restrict(
  network: Network,
  baseline: Float64Array,
  input: Float64Array,
  { block = defaultBlock }: { readonly block?: number } = {},
): Restriction {
  checkPoint('baseline', baseline, network.inputSize);
  checkPoint('input', input, network.inputSize);
  const graph = lineGraph(network);
  const delta = input.map((x, i) => x - baseline[i]);
  const start = startOf(graph, baseline, delta);
  const crossings = new CrossingList();
  const sweeps = sweepsOf(graph, start, { baseline, delta }, crossings);
  const output = new Kinks();
  for (const end of blockEnds(graph, start, { baseline, delta }, block)) {
    for (const sweep of sweeps) sweep.advance(end);
    copyGroups(sweeps[graph.output].kinks, output);
  }
  output.sort();
  return {
    graph,
    baseline,
    delta,
    pieces: start.pieces,
    crossings: crossings.sorted(),
    output: { values: start.values[graph.output], slopes: start.slopes[graph.output], kinks: output },
  };
}

function checkPoint(what: string, point: Float64Array, size: number): void {
  if (point.length !== size) {
    throw new UserError(`The ${what} has ${point.length} numbers, the network takes ${size}.`);
  }
  const wrong = point.findIndex((x) => !Number.isFinite(x));
  if (wrong >= 0) throw new UserError(`The ${what} is ${point[wrong]} at index ${wrong}; it must be finite.`);
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
    const from = { ...runOf(start, line, inputs[0]), pieces: start.pieces[node] };
    sweeps.push(
      operation.family === 'elementwise'
        ? new ElementwiseSweep(operation, node, sources[0], from, crossings)
        : new MaximumSweep(operation, node, sources[0], from, crossings),
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
