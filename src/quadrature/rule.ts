import type { Measure } from './measure.ts';

/** A quadrature rule on [0, 1] with any number of partitions. */
export interface Rule<Name extends string = string> {
  readonly name: Name;
  /** Gradients that n partitions need. */
  samples(partitions: number): number;
  /** Nodes, ascending, and weights, of sum 1, for n >= 1 partitions. */
  measure(partitions: number): Measure;
}

/** The measure with these nodes and weights. */
export function pointMasses(count: number, node: (i: number) => number, weight: (i: number) => number): Measure {
  const nodes = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    nodes[i] = node(i);
    weights[i] = weight(i);
  }
  return { density: 0, nodes, weights };
}
