import { UserError } from '../errors.ts';
import { lineGraph, theLine, type LineGraph } from '../line/index.ts';
import type { Network } from '../network/index.ts';
import { unknownName } from '../unknownName.ts';

/** A layer of a network by its name, as the line sees it: its output is that of this node. */
export interface LayerOnLine {
  readonly graph: LineGraph;
  readonly node: number;
}

/** @throws UserError if no layer has this name (with the nearest one), or if it only reshapes the input */
export function layerNamed(network: Network, name: string): LayerOnLine {
  const graph = lineGraph(network);
  const node = graph.layers.get(name);
  if (node === undefined) throw unknownName('layer', name, [...graph.layers.keys()]);
  if (node === theLine) throw new UserError(`Layer '${name}' only reshapes the input; choose one of ${[...graph.layers.keys()].join(', ')}.`);
  return { graph, node };
}
