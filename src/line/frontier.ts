import type { Linear } from '../network/index.ts';
import { stageAt, theLine, type LineGraph, type LineNode } from './graph.ts';

/**
 * Where the later layers end, seen from the output. A slot holds the adjoint of a later node that takes an
 * affine node or a first activation: of its output if it is linear, of its input if it is an activation.
 * Known along the line, the adjoints in the slots give every integral over all that lies before them.
 */
export interface Frontier {
  /** Per node where its slot starts, or -1 if it has none. */
  readonly offsets: Int32Array;
  /** Length of all slots. */
  readonly size: number;
}

/** The slots of a graph. */
export function frontierOf(graph: LineGraph): Frontier {
  let size = 0;
  const offsets = Int32Array.from(graph.nodes, (node) => {
    if (node.stage !== 'later' || node.inputs.every((input) => stageAt(graph.nodes, input) === 'later')) return -1;
    const offset = size;
    size += node.operation.family === 'linear' ? node.size : graph.nodes[node.inputs[0]].size;
    return offset;
  });
  return { offsets, size };
}

/** A way from a node over the frontier: the slot it leads to, through a matrix or, without one, unit by unit. */
export interface Way {
  readonly slot: number;
  readonly matrix: Linear['matrices'][number] | undefined;
}

/** The ways over the frontier of each affine node and first activation; those of the line itself come last. */
export function waysOver(graph: LineGraph, frontier: Frontier): Way[][] {
  const ways: Way[][] = Array.from({ length: graph.nodes.length + 1 }, () => []);
  graph.nodes.forEach(({ operation, inputs }: LineNode, node) => {
    const slot = frontier.offsets[node];
    if (slot < 0) return;
    inputs.forEach((input, i) => {
      if (stageAt(graph.nodes, input) === 'later') return;
      const matrix = operation.family === 'linear' ? operation.matrices[i] : undefined;
      ways[input === theLine ? graph.nodes.length : input].push({ slot, matrix });
    });
  });
  return ways;
}
