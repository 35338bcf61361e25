import { checkInteger } from '../base/index.ts';
import type { Measure } from './measure.ts';

/** A quadrature rule on [0, 1] with any number of partitions. */
export interface Rule<Name extends string = string> {
  readonly name: Name;
  /** Gradients that n partitions need. */
  samples(partitions: number): number;
  /** Nodes, ascending, and weights, of sum 1, for n >= 1 partitions. @throws UserError if n is no such number */
  measure(partitions: number): Measure;
}

/** Partitions of a rule, at most: each has a node, which is kept. */
const mostPartitions = 2 ** 24;

/** The rule, which refuses what is no number of partitions. @param least of them */
export function refusing<Name extends string>(rule: Rule<Name>, least = 1): Rule<Name> {
  return {
    ...rule,
    measure: (n) => rule.measure(checkInteger(`n of the rule ${rule.name}`, n, least, mostPartitions)),
  };
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
