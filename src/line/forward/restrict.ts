import { checkInteger, checkList, checkOptions, isPositive, isRecord, shown, UserError } from '../../base/index.ts';
import type { Network } from '../../network/index.ts';
import { advanceInBlocks, type Blocks } from './blocks.ts';
import { CrossingList } from './crossings.ts';
import {
  deltaOf,
  kernelsFor,
  lineGraph,
  matricesOf,
  roomOnLine,
  type LineGraph,
  type StraightLine,
} from '../graph/index.ts';
import type { Kernels } from '../kernels/index.ts';
import { PathRecorder } from './pathRecorder.ts';
import { nodePath, type NodePath, type Restriction } from './restriction.ts';
import { startOf } from './initialState.ts';
import { sweepsOf } from './sweeps.ts';

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
  const delta = deltaOf(graph, line);
  const room = roomOnLine(graph, memory);
  const units = graph.nodes.reduce((sum, { size }) => sum + size, 0);
  return followed({
    graph,
    baseline: line.baseline,
    delta,
    remember: new Set(remember),
    aim: block ?? Math.max(fewest, units / unitsPerCrossing),
    most: kinksAtATime(graph, room.kinks),
    paths: room.paths,
    kernels: chosen ?? kernelsFor(graph),
    progress,
  });
}

/** A walk along a line. */
interface Walk extends Omit<Blocks, 'visit'> {
  readonly kernels: Kernels;
  readonly graph: LineGraph;
  readonly baseline: Float64Array;
  readonly delta: Float64Array;
  readonly remember: ReadonlySet<number>;
  /** Kinks that a node has at a time. */
  readonly most: number;
  /** Bytes that all paths may take. */
  readonly paths: number;
}

function followed(walk: Walk): Restriction {
  const { graph, baseline, delta, remember, most, kernels } = walk;
  return kernels.use(matricesOf(graph), (workspace) => {
    const start = startOf(graph, baseline, delta, workspace);
    const found = new CrossingList();
    const sweeps = sweepsOf(graph, start, [...remember], found, most, workspace);
    const recorders = new Map(
      [...remember].map((node) => [node, new PathRecorder(sweeps[node].kinks.width, walk.paths / remember.size)]),
    );
    advanceInBlocks(sweeps, found, {
      ...walk,
      visit: (node) => recorders.get(node)?.append(sweeps[node].kinks),
    });
    const crossings = found.sorted();
    const paths = [...recorders].map(([node, recorder]): [number, NodePath] => [
      node,
      recorder.path(start.run(node), crossings.alphas, partsOfPath(walk, node)),
    ]);
    const { value, slope, magnitude, end } = start.run(graph.output);
    return {
      graph,
      baseline,
      delta,
      pieces: start.pieces,
      crossings,
      output: { value: value.slice(), slope: slope.slice(), magnitude: magnitude.slice(), end: end.slice() },
      paths: new Map(paths),
    };
  });
}

/** Finds a node's path on a part of the line, all of it kept. It holds nothing of the walk that it stands for. */
function partsOfPath(walk: Walk, node: number): (from: number, to: number) => NodePath {
  return (from, to) => {
    const baseline = walk.baseline.map((x, i) => x + from * walk.delta[i]);
    const delta = walk.delta.map((change) => (to - from) * change);
    const part = { ...walk, baseline, delta, remember: new Set([node]), paths: Infinity, progress: undefined };
    return nodePath(followed(part), node);
  };
}

/** How many kinks each node may have at a time. */
function kinksAtATime({ nodes }: LineGraph, bytes: number): number {
  return bytes / bytesPerKink / nodes.length;
}

function isGraph(network: Network | LineGraph): network is LineGraph {
  return isRecord(network) && 'layers' in network;
}
