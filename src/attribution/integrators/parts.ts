import { checkInteger, within } from '../../base/index.ts';
import {
  bendsAt,
  checkCuts,
  cutsOf,
  endpointsAmong,
  lastPieces,
  lineGraph,
  pointAt,
  valuesAtEnds,
  type LineGraph,
  type RestrictOptions,
} from '../../line/index.ts';
import type { Network } from '../../network/index.ts';
import {
  checkDifference,
  endingOnLine,
  integrateLine,
  lineAttributions,
  type LineAttributions,
  type OutputOnLine,
} from './exact.ts';
import { addTo, difference } from '../numbers/index.ts';
import { outputOf } from '../line/index.ts';

/** Each part is restricted by itself. */
const mostParts = 2 ** 16;

/** What is known of a part. */
export interface PartAttributions {
  /** One for each input, in the input's order. */
  readonly attributions: Float64Array;
  /** As of a line, a share of the part. */
  readonly unlooked: number;
  /** Where units cross, as shares of the part, ascending. */
  readonly crossings: Float64Array;
  /** Per node of the network the linear pieces of its units where the part begins, and where it ends. */
  readonly first: readonly Int32Array[];
  readonly last: readonly Int32Array[];
}

/**
 * Exact integrated gradients between the ends of a part, float64.
 *
 * @throws UserError if too many units bend behind a smooth layer, if points or target do not fit it, or if the memory
 *   does not suffice
 */
export function attributePart(
  network: Network,
  line: OutputOnLine,
  options: Pick<RestrictOptions, 'memory'> = {},
): PartAttributions {
  const { attributions, restriction, unlooked } = within(
    () => 'A part of the line',
    () => integrateLine(network, line, options),
  );
  return {
    attributions,
    unlooked,
    crossings: restriction.crossings.alphas,
    first: restriction.pieces,
    last: lastPieces(restriction),
  };
}

/**
 * A line in parts, which may be attributed in any order and anywhere: in threads of Node.js, in workers of a browser.
 * Integrals add up, so the attributions of the parts sum to those of the line; each part costs a walk through the
 * layers more.
 */
export class PartedLine {
  readonly parts: readonly OutputOnLine[];
  readonly #graph: LineGraph;
  readonly #alphas: readonly number[];
  readonly #outputDifference: number;

  /**
   * @param cuts into how many parts of about equal work, fewer of a line with few regions; or where to cut: alphas in
   *   (0, 1), ascending
   * @throws UserError if too many units bend behind a smooth layer, if points or target do not fit it, or if it cannot
   *   be cut so
   */
  constructor(network: Network, line: OutputOnLine, cuts: number | readonly number[]) {
    const { network: straight, explained } = endingOnLine(network, line);
    const { baseline, input, target } = line;
    const graph = lineGraph(straight);
    const { atBaseline, atInput } = valuesAtEnds(graph, line);
    if (typeof cuts === 'number') checkInteger('The number of parts', cuts, 1, mostParts);
    const inside =
      typeof cuts === 'number'
        ? cutsOf(graph, { point: baseline, values: atBaseline }, { point: input, values: atInput }, cuts)
        : checkCuts(cuts);
    const points = [baseline, ...inside.map((alpha) => pointAt(line, alpha)), input];
    this.parts = points.slice(1).map((end, part) => ({ baseline: points[part], input: end, target }));
    this.#graph = graph;
    this.#alphas = [0, ...inside, 1];
    this.#outputDifference = outputOf(explained, atInput[graph.output]) - outputOf(explained, atBaseline[graph.output]);
    checkDifference(network, line, this.#outputDifference);
  }

  /** The attributions of the line. @param found of all parts, in their order */
  join(found: readonly PartAttributions[]): LineAttributions {
    const attributions = new Float64Array(this.parts[0].baseline.length);
    for (const part of found) addTo(attributions, 1, part.attributions);
    const regions = endpointsAmong(this.#crossings(found)).length - 1;
    const unlooked = found.reduce((sum, part, i) => sum + part.unlooked * (this.#alphas[i + 1] - this.#alphas[i]), 0);
    return lineAttributions(attributions, regions, this.#outputDifference, unlooked);
  }

  /** Where units cross on the line, ascending. */
  #crossings(found: readonly PartAttributions[]): number[] {
    const alphas: number[] = [];
    found.forEach(({ crossings }, part) => {
      const [from, to] = [this.#alphas[part], this.#alphas[part + 1]];
      if (part > 0 && this.#bendsBefore(found, part)) alphas.push(from);
      for (const share of crossings) alphas.push(from + share * (to - from));
    });
    return alphas;
  }

  #bendsBefore(found: readonly PartAttributions[], part: number): boolean {
    const { baseline: from, input: to } = this.parts[part];
    return bendsAt(this.#graph, {
      point: from,
      delta: difference(from, to),
      before: found[part - 1].last,
      after: found[part].first,
    });
  }
}
