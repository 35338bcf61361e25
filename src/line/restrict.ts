import { Network } from '../network/index.ts';
import { CrossingList } from './crossings.ts';
import { lineGraph, matricesOf, type LineGraph } from './graph.ts';
import type { Kernels } from './kernels/index.ts';
import { kernelsFor } from './kernelsFor.ts';
import { Kinks } from './kinks.ts';
import { deltaOf } from './point.ts';
import type { NodePath, Restriction } from './restriction.ts';
import { startOf } from './start.ts';
import { sweepsOf } from './sweeps.ts';

/** Length of the first block. */
const firstLength = 2 ** -10;
/** How much longer or shorter a block is than the one before, at most. */
const steepest = 4;
/** Crossings in a block if nothing else is asked for: kinks stay in the caches, and looking at all units costs little beside. */
const fewest = 512;
const unitsPerCrossing = 64;

/** How a restriction is computed; none of it changes the result. */
export interface RestrictOptions {
  /** Crossings to go through all layers at a time, about; bounds the memory. */
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
  { block, remember = [], kernels: chosen }: RestrictOptions = {},
): Restriction {
  const graph = network instanceof Network ? lineGraph(network) : network;
  const kernels = chosen ?? kernelsFor(graph);
  const delta = deltaOf(graph, baseline, input);
  const workspace = kernels.open(matricesOf(graph));
  const start = startOf(graph, baseline, delta, kernels, workspace);
  const crossings = new CrossingList();
  const sweeps = sweepsOf(graph, start, remember, crossings, kernels, workspace);
  const remembered = new Map(remember.map((node) => [node, new Kinks(sweeps[node].kinks.width)]));
  const units = graph.nodes.reduce((sum, { size }) => sum + size, 0);
  const aim = block ?? Math.max(fewest, units / unitsPerCrossing);
  for (let from = 0, length = firstLength; from < 1; ) {
    const before = crossings.size;
    const end = Math.min(1, from + length);
    for (const sweep of sweeps) sweep.advance(end);
    for (const [node, kinks] of remembered) kinks.append(sweeps[node].kinks);
    from = end;
    length *= Math.min(steepest, Math.max(1 / steepest, aim / (crossings.size - before)));
  }
  const paths = new Map<number, NodePath>();
  for (const [node, kinks] of remembered) {
    kinks.sort();
    const { value, slope } = start.run(node);
    paths.set(node, { values: value.slice(), slopes: slope.slice(), kinks });
  }
  const { value, slope, end } = start.run(graph.output);
  const output = { value: value.slice(), slope: slope.slice(), end: end.slice() };
  return { graph, baseline, delta, pieces: start.pieces, crossings: crossings.sorted(), output, paths };
}
