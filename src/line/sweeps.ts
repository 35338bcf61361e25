import { BlockCrossings, type CrossingList } from './crossings.ts';
import { ElementwiseSweep } from './elementwiseSweep.ts';
import { ElementwiseUnits } from './elementwiseUnits.ts';
import { theLine, type LineGraph, type LineNode } from './graph.ts';
import type { Kernels, Workspace } from './kernels/index.ts';
import { Kinks } from './kinks.ts';
import { LinearSweep } from './linearSweep.ts';
import { MaximumSweep } from './maximumSweep.ts';
import type { Start } from './start.ts';
import { TrackedUnits } from './trackedUnits.ts';

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
  const sweepOf = ({ operation, inputs }: LineNode, node: number): Sweep => {
    const sources = inputs.map((input) => (input === theLine ? straight : sweeps[input]).kinks);
    if (operation.family === 'linear') return needed[node] ? new LinearSweep(operation, sources, kernels, workspace) : straight;
    const [source] = sources;
    const run = start.run(inputs[0]);
    const own = new BlockCrossings(crossings, node);
    if (operation.family === 'maximum') {
      return new MaximumSweep(operation, source, new TrackedUnits(run), start.pieces[node], own, workspace);
    }
    const units = new ElementwiseUnits(operation, run, start.pieces[node], source.width, own, kernels, workspace);
    return new ElementwiseSweep(source, units, own, needed[node], workspace);
  };
  graph.nodes.forEach((node, i) => sweeps.push(sweepOf(node, i)));
  return sweeps;
}

/** Per node: are its kinks needed? An activation needs those of its input, to find crossings; a linear node those of its inputs if its own are needed. */
function neededKinks(graph: LineGraph, remember: readonly number[]): boolean[] {
  const needed = graph.nodes.map((_, node) => remember.includes(node));
  for (let node = graph.nodes.length - 1; node >= 0; node--) {
    const { operation, inputs } = graph.nodes[node];
    if (operation.family === 'linear' && !needed[node]) continue;
    for (const input of inputs) if (input !== theLine) needed[input] = true;
  }
  return needed;
}
