import { checkNumber, checkVector, isRecord, shown, UserError } from '../../base/index.ts';
import { sameAlpha } from '../../quadrature/index.ts';
import type { Crossings } from './crossings.ts';
import type { LineGraph } from '../graph/index.ts';
import type { Kinks } from '../memory/index.ts';
import type { Ends } from './startNode.ts';

/** The units of a node along the line: values and slopes just after alpha = 0. */
export interface NodePath {
  readonly values: Float64Array;
  readonly slopes: Float64Array;
  /** Their kinks by ascending alpha, part after part of the line, each sorted; those not kept are found again. */
  readonly kinks: () => Iterable<Kinks>;
  /** Whether all are kept. */
  readonly isKept: boolean;
}

/** Everything known of a network on one line. */
export interface Restriction {
  readonly graph: LineGraph;
  readonly baseline: Float64Array;
  readonly delta: Float64Array;
  /** Per node the pieces of its units just after alpha = 0, as in `InitialState.pieces`. */
  readonly pieces: readonly Int32Array[];
  /** By ascending alpha. */
  readonly crossings: Crossings;
  /** Values and slopes of the network's output just after alpha = 0, and its values at alpha = 1, evaluated. */
  readonly output: Ends;
  /** The nodes that were to be remembered, by index. */
  readonly paths: ReadonlyMap<number, NodePath>;
}

/** @throws UserError unless it is a restriction; of code without types it may be anything */
export function checkRestriction(restriction: unknown): void {
  if (isRecord(restriction)) {
    const { graph, crossings, output, paths } = restriction;
    if ([graph, crossings, output, paths].every(isRecord)) return;
  }
  throw new UserError(`The restriction is ${shown(restriction)}; expected what restrict gives.`);
}

/** 0, the breakpoints and 1: region r lies between endpoints r and r + 1. */
export function endpoints(restriction: Restriction): Float64Array {
  checkRestriction(restriction);
  return endpointsAmong(restriction.crossings.alphas);
}

/**
 * The same of the alphas, ascending, at which units cross; those nearer than `sameAlpha` to each other, or to an end,
 * are one.
 */
export function endpointsAmong(alphas: ArrayLike<number>): Float64Array {
  const kept = new Float64Array(alphas.length + 2);
  let last = 0;
  for (let i = 0; i < alphas.length && alphas[i] <= 1 - sameAlpha; i++) {
    if (alphas[i] - kept[last] >= sameAlpha) kept[++last] = alphas[i];
  }
  kept[++last] = 1;
  return kept.slice(0, last + 1);
}

/** The region that holds an alpha in [0, 1]: a breakpoint belongs to the region on its right, 1 to the last one. */
export function regionOf(ends: Float64Array, alpha: number): number {
  checkVector('list of endpoints', ends);
  checkNumber('alpha', alpha);
  return Math.min(lastNotAfter(ends, alpha), ends.length - 2);
}

/** Index of the last entry of an ascending array that is not above a value; 0 if all are. */
export function lastNotAfter(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (ascending[middle] <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * A node's units along the line.
 *
 * @throws Error if the restriction was not asked to remember the node
 */
export function nodePath({ graph, paths }: Restriction, node: number): NodePath {
  const path = paths.get(node);
  if (path === undefined) throw new Error(`the path of '${graph.nodes[node].name}' was not remembered`);
  return path;
}
