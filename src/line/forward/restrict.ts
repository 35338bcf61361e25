import { checkInteger, checkList, checkOptions, isPositive, isRecord, shown, UserError } from '../../base/index.ts';
import type { Network } from '../../network/index.ts';
import { CrossingList } from './crossings.ts';
import {
  bytesForKinks,
  deltaOf,
  kernelsFor,
  lineGraph,
  matricesOf,
  type LineGraph,
  type StraightLine,
} from '../graph/index.ts';
import type { Kernels } from '../kernels/index.ts';
import { Kinks } from '../memory/index.ts';
import type { NodePath, Restriction } from './restriction.ts';
import { startOf } from './initialState.ts';
import type { Ends } from './startNode.ts';
import { sweepsOf, type Sweep } from './sweeps.ts';

/** Length of the first block. */
const firstLength = 2 ** -10;
/** How much longer or shorter a block is than the one before, at most. */
const steepest = 4;
/**
 * Crossings in a block if nothing else is asked for: kinks stay in the caches, and looking at all units costs little
 * beside.
 */
const fewest = 512;
const unitsPerCrossing = 64;

/** Bytes that a kink takes: of a node, copied for the next, and in rooms that became too small. */
const bytesPerKink = 64;

/** How a restriction is computed; none of it changes the result. */
export interface RestrictOptions {
  /** Crossings to go through all layers at a time, about. */
  readonly block?: number;
  /**
   * Bytes that the network may take with the line: `bytesOnLine`, and as many kinks at a time as there is room for
   * then. Default: of kinks 128 MiB.
   */
  readonly memory?: number;
  /** Nodes whose paths to remember. */
  readonly remember?: readonly number[];
  /** What computes the inner loops; default: the fastest that run here. */
  readonly kernels?: Kernels;
  /** Told up to which alpha all is known. */
  readonly progress?: ((alpha: number) => void) | undefined;
}

/**
 * Restricts a piecewise-linear network to the line from a baseline to an input, in float64, without evaluating it at
 * the endpoints: ExactLine (Sotoudeh & Thakur, NeurIPS 2019) as a sweep over the layers.
 *
 * @param network or its graph, if that is at hand
 * @throws UserError if the network is not piecewise linear, if sizes or values of the points are wrong, or if the
 *   memory does not suffice
 */
export function restrict(network: Network | LineGraph, line: StraightLine, options: RestrictOptions = {}): Restriction {
  checkOptions(options);
  const { block, remember = [], memory, kernels: chosen, progress } = options;
  const graph = isGraph(network) ? network : lineGraph(network);
  checkList('list of nodes to remember', remember);
  for (const node of remember) checkInteger('A node to remember', node, 0, graph.nodes.length - 1);
  if (block !== undefined && !isPositive(block))
    throw new UserError(`The block is ${shown(block)}; expected a number of crossings above 0.`);
  const kernels = chosen ?? kernelsFor(graph);
  const delta = deltaOf(graph, line);
  const most = kinksAtATime(graph, bytesForKinks(graph, memory));
  const units = graph.nodes.reduce((sum, { size }) => sum + size, 0);
  const aim = block ?? Math.max(fewest, units / unitsPerCrossing);
  return kernels.use(matricesOf(graph), (workspace) => {
    const start = startOf(graph, line.baseline, delta, workspace);
    const crossings = new CrossingList();
    const sweeps = sweepsOf(graph, start, remember, crossings, most, workspace);
    const remembered = new Map(remember.map((node) => [node, new Kinks(sweeps[node].kinks.width)]));
    for (let from = 0, length = firstLength; from < 1;) {
      const before = crossings.size;
      const end = Math.min(1, from + length);
      advanceAll(sweeps, end, (node) => remembered.get(node)?.append(sweeps[node].kinks));
      from = end;
      progress?.(from);
      length *= Math.min(steepest, Math.max(1 / steepest, aim / (crossings.size - before)));
    }
    const paths = new Map([...remembered].map(([node, kinks]) => [node, pathOf(start.run(node), kinks)]));
    const { value, slope, magnitude, end } = start.run(graph.output);
    const output = { value: value.slice(), slope: slope.slice(), magnitude: magnitude.slice(), end: end.slice() };
    return {
      graph,
      baseline: line.baseline,
      delta,
      pieces: start.pieces,
      crossings: crossings.sorted(),
      output,
      paths,
    };
  });
}

function pathOf({ value, slope }: Ends, kinks: Kinks): NodePath {
  kinks.sort();
  return { values: value.slice(), slopes: slope.slice(), kinks };
}

/** How many kinks each node may have at a time. */
function kinksAtATime({ nodes }: LineGraph, bytes: number): number {
  return bytes / bytesPerKink / nodes.length;
}

/**
 * Takes all sweeps up to `end`, in their order. Where one has no room it goes less far, those behind it follow up to
 * there, and then it goes on: kinks pile up nowhere, however many units a crossing reaches.
 */
function advanceAll(sweeps: readonly Sweep[], end: number, visit: (node: number) => void): void {
  const reached = new Float64Array(sweeps.length);
  const goal = (node: number): number => (node === 0 ? end : reached[node - 1]);
  for (let node = 0; node >= 0;) {
    reached[node] = sweeps[node].advance(goal(node));
    sweeps[node].kinks.end = reached[node];
    visit(node);
    if (++node < sweeps.length) continue;
    while (--node >= 0 && reached[node] === goal(node));
  }
}

function isGraph(network: Network | LineGraph): network is LineGraph {
  return isRecord(network) && 'layers' in network;
}
