import type { Linear } from '../network/index.ts';
import { BlockCrossings, type CrossingList } from './crossings.ts';
import { DenseSweep } from './denseSweep.ts';
import { ElementwiseSweep } from './elementwiseSweep.ts';
import { ElementwiseUnits } from './elementwiseUnits.ts';
import { theLine, type LineGraph, type LineNode } from './graph.ts';
import type { Kernels, Workspace } from './kernels/index.ts';
import { Kinks } from './kinks.ts';
import { LinearSweep } from './linearSweep.ts';
import { MaximumSweep } from './maximumSweep.ts';
import type { Start } from './start.ts';
import { TrackedUnits } from './trackedUnits.ts';

/** Weights of a dense layer from which on it pays to look which units may cross. */
const manyWeights = 2 ** 16;

/** A node followed through one block of the line after the other; kinks are those of the current block. */
export interface Sweep {
  readonly kinks: Kinks;
  advance(end: number): void;
}

/** Has no kinks: the line itself, and linear nodes whose kinks nobody needs. */
const straight: Sweep = { kinks: new Kinks(), advance: () => undefined };

/** The sweeps of all nodes, in their order. */
export function sweepsOf(
  graph: LineGraph,
  start: Start,
  remember: readonly number[],
  crossings: CrossingList,
  kernels: Kernels,
  workspace: Workspace,
): Sweep[] {
  const needed = neededKinks(graph, remember);
  const sweeps: Sweep[] = [];
  const kinksOf = (node: number): Kinks => (node === theLine ? straight : sweeps[node]).kinks;
  const sweepOf = ({ operation, inputs }: LineNode, node: number): Sweep => {
    if (operation.family === 'linear') return needed[node] ? new LinearSweep(operation, inputs.map(kinksOf), kernels, workspace) : straight;
    const [input] = inputs;
    const run = start.run(input);
    const own = new BlockCrossings(crossings, node);
    if (operation.family === 'maximum') {
      return new MaximumSweep(operation, kinksOf(input), new TrackedUnits(run), start.pieces[node], own, workspace);
    }
    const unitsOf = (width: number): ElementwiseUnits =>
      new ElementwiseUnits(operation, run, start.pieces[node], width, own, kernels, workspace);
    const dense = input === theLine || needed[input] ? undefined : denseLayer(graph, input);
    if (dense === undefined) return new ElementwiseSweep(kinksOf(input), unitsOf(kinksOf(input).width), own, needed[node], workspace);
    return new DenseSweep(kinksOf(dense.input), dense.operation, unitsOf(run.value.length), own, needed[node], kernels, workspace);
  };
  graph.nodes.forEach((node, i) => sweeps.push(sweepOf(node, i)));
  return sweeps;
}

/**
 * Per node: are its kinks needed? An activation needs those of its input, to find crossings, or those before a large dense layer; a
 * linear node needs those of its inputs if its own are needed.
 */
function neededKinks(graph: LineGraph, remember: readonly number[]): boolean[] {
  const needed = graph.nodes.map((_, node) => remember.includes(node));
  for (let node = graph.nodes.length - 1; node >= 0; node--) {
    const { operation, inputs } = graph.nodes[node];
    if (operation.family === 'linear' && !needed[node]) continue;
    const dense = operation.family === 'elementwise' ? denseLayer(graph, inputs[0]) : undefined;
    for (const input of dense === undefined ? inputs : [dense.input]) if (input !== theLine) needed[input] = true;
  }
  return needed;
}

/** A large dense layer behind an activation, and that activation; undefined if a node is none. */
function denseLayer({ nodes }: LineGraph, node: number): { input: number; operation: Linear } | undefined {
  if (node === theLine) return undefined;
  const { operation, inputs } = nodes[node];
  const [input] = inputs;
  if (operation.family !== 'linear' || inputs.length > 1 || input === theLine || nodes[input].operation.family === 'linear') return undefined;
  const [{ rows, columns, tileRows, tileColumns }] = operation.matrices;
  return rows === tileRows && columns === tileColumns && rows * columns >= manyWeights ? { input, operation } : undefined;
}
