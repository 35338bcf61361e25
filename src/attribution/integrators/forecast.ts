import { bytesOfAnswer, forecastCrossings, lineGraph, pointAt, type RestrictOptions } from '../../line/index.ts';
import type { Network } from '../../network/index.ts';
import { endingOnLine, type OutputOnLine } from './exact.ts';
import { attributePart } from './parts.ts';
import { outputsAreNeeded } from '../line/index.ts';

/**
 * Crossings on the part of the line that is timed, about, at first; it is doubled until it takes clearly longer than a
 * part without any, and so many seconds that what else the machine does disturbs little.
 */
const fewest = 64;
const clearly = 4;
const undisturbed = 0.1;

/** What an exact answer is going to take, about. */
export interface AnswerForecast {
  /** Linear regions of the line, rather more than fewer than foretold. */
  readonly regions: number;
  /** On one core of this machine. */
  readonly seconds: number;
  /** Memory of the network and the answer, beside the program. */
  readonly bytes: number;
}

/**
 * Foretells what exact integrated gradients take: regions from the values of all units at 33 points of the line,
 * seconds from a short part of it, where units cross most, that is attributed.
 *
 * @throws UserError if too many units bend behind a smooth layer, if points or target do not fit it, or if the memory
 *   does not suffice
 */
export function forecast(
  network: Network,
  line: OutputOnLine,
  options: Pick<RestrictOptions, 'memory'> = {},
): AnswerForecast {
  const ending = endingOnLine(network, line);
  const graph = lineGraph(ending.network);
  const { crossings, between } = forecastCrossings(graph, line);
  const most = Math.max(...between);
  const from = between.indexOf(most) / between.length;
  const timed = (to: number): { seconds: number; crossings: number } => {
    const began = performance.now();
    const { crossings: met } = attributePart(
      network,
      { baseline: pointAt(line, from), input: pointAt(line, to), target: line.target },
      options,
    );
    return { seconds: (performance.now() - began) / 1000, crossings: met.length };
  };
  timed(from); // The first time weights are copied, and code is compiled.
  const fixed = timed(from).seconds;
  let length = Math.min(1, fewest / Math.max(1, most)) / between.length;
  let part = timed(from + length);
  while (part.seconds < Math.max(clearly * fixed, undisturbed) && 2 * length < 1 - from)
    part = timed(from + (length *= 2));
  const perCrossing = Math.max(0, part.seconds - fixed) / Math.max(1, part.crossings);
  const bytes = bytesOfAnswer(ending.network, crossings, outputsAreNeeded(ending) ? ending.network.outputSize : 0);
  return { regions: crossings + 1, seconds: fixed + perCrossing * crossings, bytes };
}
