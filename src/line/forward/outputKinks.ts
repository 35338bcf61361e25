import type { TiledMatrix } from '../../network/index.ts';
import { theLine, type LineGraph } from '../graph/index.ts';
import type { Workspace } from '../kernels/index.ts';
import { DenseKinks } from './denseKinks.ts';
import { KinksAlong, type OutputKinks } from './kinksAlong.ts';
import { nodePath, type NodePath, type Restriction } from './restriction.ts';

/** A dense layer's outputs are at least this share of its inputs where it pays to remember these. */
const fewestOutputs = 1 / 2;

/** A wide dense layer at the end of a network. */
interface DenseEnd {
  readonly matrix: TiledMatrix;
  /** The node that it reads. */
  readonly source: number;
}

/** The node to remember if the path of a network's outputs is needed: these, or what a wide dense layer reads. */
export function outputToRemember(graph: LineGraph): number {
  return denseEnd(graph)?.source ?? graph.output;
}

/**
 * The kinks of the outputs of a restriction that remembers them. Of a wide dense layer they are found from those of its
 * inputs, some at a time: there are fewer numbers to keep, and the layer's weights are read less often.
 */
export function outputKinks(restriction: Restriction, workspace: Workspace): OutputKinks {
  const { graph, paths } = restriction;
  const end = paths.has(graph.output) ? undefined : denseEnd(graph);
  if (end === undefined) return new KinksAlong(nodePath(restriction, graph.output));
  return new DenseKinks(workspace.matrix(end.matrix), new KinksAlong(nodePath(restriction, end.source)), workspace);
}

/** Whether a restriction remembers what tells the path of the outputs. */
export function outputsAreRemembered(restriction: Restriction): boolean {
  return pathOfOutputs(restriction) !== undefined;
}

/** Whether that is all kept. */
export function outputsAreKept(restriction: Restriction): boolean {
  return pathOfOutputs(restriction)?.isKept ?? false;
}

function pathOfOutputs({ graph, paths }: Restriction): NodePath | undefined {
  return paths.get(graph.output) ?? paths.get(outputToRemember(graph));
}

function denseEnd({ nodes, output }: LineGraph): DenseEnd | undefined {
  const {
    operation,
    inputs: [source],
  } = nodes[output];
  if (operation.family !== 'linear' || operation.matrices.length > 1 || source === theLine) return undefined;
  const [matrix] = operation.matrices;
  const { rows, columns, tileRows, tileColumns } = matrix;
  const isWide = rows === tileRows && columns === tileColumns && rows >= fewestOutputs * columns;
  return isWide ? { matrix, source } : undefined;
}
