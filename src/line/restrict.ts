import { Network } from '../network/index.ts';
import { CrossingList } from './crossings.ts';
import { lineGraph, matricesOf, type LineGraph } from './graph.ts';
import type { Kernels } from './kernels/index.ts';
import { kernelsFor } from './kernelsFor.ts';
import { Kinks } from './kinks.ts';
import { checkPoint } from './point.ts';
import type { NodePath, Restriction } from './restriction.ts';
import { startOf, type Start } from './start.ts';
import { sweepsOf } from './sweeps.ts';

/** Crossings of the first activations in one block, if nothing else is asked for: keeps kinks in the caches. */
const defaultBlock = 256;

/** How a restriction is computed; none of it changes the result. */
export interface RestrictOptions {
  /** Crossings of the first activations to go through all layers at a time; bounds the memory. */
  readonly block?: number;
  /** Nodes whose paths to remember. */
  readonly remember?: readonly number[];
  /** What computes the inner loops; default: the fastest that run here. */
  readonly kernels?: Kernels;
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
  { block = defaultBlock, remember = [], kernels: chosen }: RestrictOptions = {},
): Restriction {
  const graph = network instanceof Network ? lineGraph(network) : network;
  const kernels = chosen ?? kernelsFor(graph);
  checkPoint('baseline', baseline, graph.inputSize);
  checkPoint('input', input, graph.inputSize);
  const delta = input.map((x, i) => x - baseline[i]);
  const workspace = kernels.open(matricesOf(graph));
  const start = startOf(graph, baseline, delta, kernels, workspace);
  const crossings = new CrossingList();
  const sweeps = sweepsOf(graph, start, remember, crossings, kernels, workspace);
  const remembered = new Map(remember.map((node) => [node, new Kinks(sweeps[node].kinks.width)]));
  for (const end of blockEnds(graph, start, block)) {
    for (const sweep of sweeps) sweep.advance(end);
    for (const [node, kinks] of remembered) kinks.append(sweeps[node].kinks);
  }
  const paths = new Map<number, NodePath>();
  for (const [node, kinks] of remembered) {
    kinks.sort();
    const { value, slope } = start.run(node);
    paths.set(node, { values: value.slice(), slopes: slope.slice(), kinks });
  }
  return { graph, baseline, delta, pieces: start.pieces, crossings: crossings.sorted(), paths };
}

/** Ends of the blocks: every `block`-th crossing of the first elementwise activations, and 1. */
function blockEnds(graph: LineGraph, start: Start, block: number): Float64Array {
  const alphas: number[] = [];
  for (const { operation, inputs, stage } of graph.nodes) {
    if (stage !== 'first' || operation.family !== 'elementwise') continue;
    const { value, slope } = start.run(inputs[0]);
    for (const threshold of operation.thresholds) {
      value.forEach((of, unit) => {
        const alpha = (threshold - of) / slope[unit];
        if (alpha > 0 && alpha < 1) alphas.push(alpha);
      });
    }
  }
  const ends = Float64Array.from(alphas).sort().filter((_, i) => i % block === block - 1);
  return Float64Array.from([...ends, 1]);
}
