import {
  bytesOfAnswer,
  forecastCrossings,
  lineGraph,
  pointAt,
  type Forecast,
  type RestrictOptions,
} from '../../line/index.ts';
import type { Network } from '../../network/index.ts';
import type { Ending } from '../head/index.ts';
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
/** What takes so many seconds is timed once: by it, copying weights and compiling are little. */
const slow = 1;
/**
 * A line without crossings takes so often what one of length 0 does, if a head is integrated along it: measured, 3 to
 * 17.
 */
const halved = 4;

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
 * seconds from a short part of it, where units cross most, that is attributed. Where most of the network is smooth, how
 * often its gradient must be halved is not seen by a part, and the whole may take several times as long as is foretold.
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
  const ahead = forecastCrossings(lineGraph(ending.network), line);
  const { crossings } = ahead;
  const seconds = secondsOf(ending, ahead, (from, to) => {
    const part = { baseline: pointAt(line, from), input: pointAt(line, to), target: line.target };
    const began = performance.now();
    const { crossings: met } = attributePart(network, part, options);
    return { seconds: (performance.now() - began) / 1000, crossings: met.length };
  });
  const bytes = bytesOfAnswer(ending.network, crossings, outputsAreNeeded(ending) ? ending.network.outputSize : 0);
  return { regions: crossings + 1, seconds, bytes };
}

/** Attributes a part of the line. */
type Timed = (from: number, to: number) => { seconds: number; crossings: number };

/** Units of a head that bend count for a crossing each, evenly spread: where they bend is not known. */
function secondsOf({ explained }: Ending, { crossings, between }: Forecast, timed: Timed): number {
  const isSmooth = typeof explained !== 'number';
  const bends = isSmooth ? explained.bends().units : 0;
  const most = Math.max(...between);
  const from = between.indexOf(most) / between.length;
  const first = timed(from, from).seconds;
  const fixed = first < slow ? timed(from, from).seconds : first;
  const least = isSmooth ? halved * fixed : fixed;
  if (crossings + bends < fewest && fixed >= undisturbed) return least;
  let length = Math.min(1, fewest / Math.max(1, most)) / between.length;
  let part = timed(from, from + length);
  while (part.seconds < Math.max(clearly * fixed, undisturbed) && 2 * length < 1 - from)
    part = timed(from, from + (length *= 2));
  const met = part.crossings + length * bends;
  const perCrossing = met === 0 ? 0 : Math.max(0, part.seconds - fixed) / met;
  return Math.max(least, fixed + perCrossing * (crossings + bends));
}
