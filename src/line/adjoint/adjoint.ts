import { UserError } from '../../base/index.ts';
import { sparseMatrix, type Linear } from '../../network/index.ts';
import { AdjointChanges } from './adjointChanges.ts';
import { kernelsFor, lineNode, matricesBothWays, type LineGraph } from '../graph/index.ts';
import type { Workspace } from '../kernels/index.ts';
import type { Kinks } from '../memory/index.ts';
import { slopeChangesAlong, type LineSlopeChanges } from './slopeChanges.ts';
import type { Restriction } from '../forward/index.ts';
import { boundaryLayout, layerLayout, type AdjointLayout } from './adjointLayout.ts';

/** A unit of a node: what is explained. */
export interface Target {
  readonly node: number;
  readonly unit: number;
}

/** A unit of the network's output as a target. */
export function outputUnit({ graph }: Restriction, unit: number): Target {
  return { node: graph.output, unit };
}

/** The adjoint of a target at the boundary, along the whole line. */
export interface AdjointPath {
  readonly restriction: Restriction;
  /** The restriction's graph with the target as last node. */
  readonly graph: LineGraph;
  readonly boundary: AdjointLayout;
  /** Its changes, as `AdjointChanges` gives them. */
  readonly changes: (workspace: Workspace, adjoints: Float64Array) => Iterable<Kinks>;
  readonly slopeChanges: LineSlopeChanges;
}

/** The last one of a single unit, which others may follow without a walk of their own. */
const lastPaths = new WeakMap<
  Restriction,
  { readonly node: number; readonly unit: number; readonly path: AdjointPath }
>();

/**
 * The adjoint of a target down through the later layers. Crossings of the first activations change nothing there.
 * For the unit that was asked for last it is the same one.
 *
 * @param keep changes of the first walk along it, for others?
 */
export function adjointPath(restriction: Restriction, target: Target, keep = false): AdjointPath {
  if (keep) return makePath(restriction, target, keep);
  const last = lastPaths.get(restriction);
  if (last?.node === target.node && last.unit === target.unit) return last.path;
  const path = makePath(restriction, target, false);
  lastPaths.set(restriction, { ...target, path });
  return path;
}

function makePath(restriction: Restriction, target: Target, keep: boolean): AdjointPath {
  const graph = withTarget(restriction.graph, target);
  const boundary = boundaryLayout(graph);
  const changes = new AdjointChanges(restriction, graph, boundary, keep);
  return {
    restriction,
    graph,
    boundary,
    slopeChanges: slopeChangesAlong(restriction, graph),
    changes: (...to) => changes.portions(...to),
  };
}

/** Visits the changes of an adjoint along the whole line, portion after portion, each of which lasts until the next. */
export type ChangesAlong = (visit: (changes: Kinks) => void) => void;

/**
 * The adjoint of a target by the output of a node, along the whole line: as the first groups its value just
 * after alpha = 0, then its changes, by ascending alpha. Each visit is a sweep.
 */
export function layerAdjoint(restriction: Restriction, target: Target, node: number): ChangesAlong {
  const graph = withTarget(restriction.graph, target);
  return (visit) => {
    const changes = new AdjointChanges(restriction, graph, layerLayout(graph, node), false);
    kernelsFor(restriction.graph).use(matricesBothWays(restriction.graph), (workspace) => {
      for (const portion of changes.portions(workspace)) visit(portion);
    });
  };
}

/** @throws UserError if the node has no such unit */
export function checkUnit(graph: LineGraph, node: number, unit: number): void {
  const { name, size } = graph.nodes[node];
  if (Number.isInteger(unit) && unit >= 0 && unit < size) return;
  throw new UserError(`Target ${unit} is not a unit of layer '${name}'; it has the units 0 to ${size - 1}.`);
}

/** The graph with a last node of one unit that is the target, so that its adjoint is 1. */
function withTarget(graph: LineGraph, { node, unit }: Target): LineGraph {
  checkUnit(graph, node, unit);
  const only = { groups: Int32Array.of(unit), starts: Int32Array.of(0), offsets: Int32Array.of(0) };
  const matrix = sparseMatrix(1, graph.nodes[node].size, Float64Array.of(1), only);
  const operation: Linear = { family: 'linear', shape: [1], matrices: [matrix] };
  return {
    ...graph,
    nodes: [...graph.nodes, lineNode(graph.nodes, 'target', operation, [node])],
    output: graph.nodes.length,
  };
}
