import type { Linear } from '../../network/index.ts';
import { BlockCrossings, type CrossingList } from './crossings.ts';
import { DenseSweep } from './denseSweep.ts';
import { ElementwiseSweep } from './elementwiseSweep.ts';
import { ElementwiseUnits } from './elementwiseUnits.ts';
import { SingleRun } from './singleRun.ts';
import { slopeOf, theLine, withLine, type LineGraph, type LineNode } from '../graph/index.ts';
import type { Workspace } from '../kernels/index.ts';
import { KinkReader } from './kinkReader.ts';
import { Kinks } from '../memory/index.ts';
import { LinearSweep } from './linearSweep.ts';
import { MaximumSweep } from './maximumSweep.ts';
import type { InitialState } from './initialState.ts';
import { TrackedUnits } from './trackedUnits.ts';
import { WindowSweep } from './windowSweep.ts';

/** Weights of a dense layer from which on it pays to look which units may cross. */
const manyWeights = 2 ** 16;
/**
 * Units of a convolution, likewise. Those of the first activations, which have a kink or none, are no inputs for which
 * it pays.
 */
const manyUnits = 2 ** 11;
/** The share of them that is active at alpha = 0, at most. */
const fewActive = 1 / 3;

/** A node followed through one portion of the line after the other; kinks are those of the current portion. */
export interface Sweep {
  readonly kinks: Kinks;
  /** Goes on up to an alpha, or less far where that is more than there is room for; returns up to where. */
  advance(end: number): number;
}

/** Has no kinks: the line itself, and linear nodes whose kinks nobody needs. */
const straight: Sweep = { kinks: new Kinks(), advance: (end) => end };

/**
 * The sweeps of all nodes, in their order. @param most kinks that each has at a time, unless a single group has more
 */
export function sweepsOf(
  graph: LineGraph,
  start: InitialState,
  remember: readonly number[],
  crossings: CrossingList,
  most: number,
  workspace: Workspace,
): Sweep[] {
  const layers = graph.nodes.map((_, node) => largeLayer(graph, start, node));
  const needed = neededKinks(graph, layers, remember);
  const sweeps: Sweep[] = [];
  const readerOf = (node: number): KinkReader => new KinkReader(kinksOf(node), workspace);
  const sweepAt = withLine(sweeps, straight);
  const kinksOf = (node: number): Kinks => sweepAt(node).kinks;
  const sweepOf = ({ operation, inputs }: LineNode, node: number): Sweep => {
    if (operation.family === 'linear')
      return needed[node] ? new LinearSweep(operation, inputs.map(readerOf), most, workspace) : straight;
    const [input] = inputs;
    const run = start.run(input);
    const own = new BlockCrossings(crossings, node);
    if (operation.family === 'maximum') {
      return new MaximumSweep(operation, readerOf(input), new TrackedUnits(run), start.pieces[node], own, workspace);
    }
    const units = { operation, run, pieces: start.pieces[node], crossings: own };
    const layer = layers[node];
    if (layer === undefined || needed[input])
      return new ElementwiseSweep(
        readerOf(input),
        ElementwiseUnits.from(units, kinksOf(input).width, workspace),
        needed[node],
        workspace,
      );
    const LargeSweep = layer.isDense ? DenseSweep : WindowSweep;
    return new LargeSweep(
      kinksOf(layer.input),
      layer.operation,
      SingleRun.of(units, workspace),
      needed[node],
      most,
      workspace,
    );
  };
  graph.nodes.forEach((node, i) => sweeps.push(sweepOf(node, i)));
  return sweeps;
}

/**
 * Per node: are its kinks needed? An activation needs those of its input, to find crossings, or those before a large
 * layer; a linear node needs those of its inputs if its own are needed.
 */
function neededKinks(
  graph: LineGraph,
  layers: readonly (LargeLayer | undefined)[],
  remember: readonly number[],
): boolean[] {
  const needed = graph.nodes.map((_, node) => remember.includes(node));
  for (let node = graph.nodes.length - 1; node >= 0; node--) {
    const { operation, inputs } = graph.nodes[node];
    if (operation.family === 'linear' && !needed[node]) continue;
    const layer = layers[node];
    for (const input of layer === undefined ? inputs : [layer.input]) if (input !== theLine) needed[input] = true;
  }
  return needed;
}

/** What stands before an activation whose units need not all be followed from kink to kink. */
interface LargeLayer {
  readonly operation: Linear;
  /** The activation before it. */
  readonly input: number;
  readonly isDense: boolean;
}

/**
 * A large dense layer, or a large convolution whose inputs have many kinks and few of whose units are active; undefined
 * if a node is no elementwise activation behind such a layer behind an activation.
 */
function largeLayer({ nodes }: LineGraph, { pieces }: InitialState, node: number): LargeLayer | undefined {
  const {
    operation: activation,
    inputs: [layer],
  } = nodes[node];
  if (activation.family !== 'elementwise' || layer === theLine) return undefined;
  const { operation, inputs } = nodes[layer];
  const [input] = inputs;
  if (
    operation.family !== 'linear' ||
    inputs.length > 1 ||
    input === theLine ||
    nodes[input].operation.family === 'linear'
  )
    return undefined;
  const [{ rows, columns, tileRows, tileColumns }] = operation.matrices;
  if (rows === tileRows && columns === tileColumns)
    return rows * columns >= manyWeights ? { operation, input, isDense: true } : undefined;
  if (rows < manyUnits || tileRows % 2 !== 0 || nodes[input].stage === 'first') return undefined;
  let active = 0;
  for (const piece of pieces[node]) if (slopeOf(activation, piece) !== 0) active++;
  return active < fewActive * rows ? { operation, input, isDense: false } : undefined;
}
