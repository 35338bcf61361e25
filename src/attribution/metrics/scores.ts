import { checkFunction, checkInteger, checkRecord, checkVector, numbersGiven, UserError } from '../../base/index.ts';
import { checkFinite } from '../../network/index.ts';
import { joined } from '../numbers/index.ts';

/** Numbers at points: takes points one after the other, gives as many numbers for each. */
export type Evaluate = (points: Float64Array) => Promise<Float64Array>;

/** Changes from one image to the other, at most: each takes an evaluation. */
const mostSteps = 2 ** 24;

/** An attribution to be scored, and how. */
export interface Scoring {
  /** One for each element of the input. */
  readonly attributions: Float64Array;
  readonly input: Float64Array;
  /** What stands in the place of a pixel that is not there. */
  readonly baseline: Float64Array;
  /** Elements of a pixel, which stand one after the other; 1 for inputs that are no images. */
  readonly channels: number;
  /** Changes from one image to the other, each of as many pixels as the next, up to rounding [default: 28]. */
  readonly steps?: number;
  /** Points in one call of the probability [default: 64]. */
  readonly batchSize?: number;
}

/**
 * Insertion score (Petsiuk, Das & Saenko, "RISE", BMVC 2018): the area under the target's probability while the
 * pixels of the input are put into the baseline, the most important first, over the share of pixels that are in;
 * by the trapezoid rule. High is good. A pixel's importance is the sum of its channels' attributions; equally
 * important pixels come in their order in the image.
 *
 * Cost: steps + 1 evaluations.
 *
 * @param probability of the target at points; see `softmaxProbability`
 * @throws UserError if lengths, channels, steps or batch size do not fit, or if numbers are not finite
 */
export async function insertionScore(probability: Evaluate, scoring: Scoring): Promise<number> {
  checkScoring(probability, scoring);
  return areaWhileReplacing(probability, scoring, scoring.baseline, scoring.input);
}

/** Deletion score: like `insertionScore` while pixels of the input give way to the baseline's. Low is good. */
export async function deletionScore(probability: Evaluate, scoring: Scoring): Promise<number> {
  checkScoring(probability, scoring);
  return areaWhileReplacing(probability, scoring, scoring.input, scoring.baseline);
}

async function areaWhileReplacing(
  probability: Evaluate,
  scoring: Scoring,
  from: Float64Array,
  to: Float64Array,
): Promise<number> {
  const { channels, steps = 28, batchSize = 64 } = scoring;
  const order = mostImportantFirst(scoring);
  const counts = Array.from({ length: steps + 1 }, (_, step) => Math.round((step * order.length) / steps));
  const probabilities: number[] = [];
  for (let start = 0; start <= steps; start += batchSize) {
    const batch = counts
      .slice(start, start + batchSize)
      .map((count) => replaced(from, to, order.slice(0, count), channels));
    probabilities.push(...numbersGiven('answer of the probability', await probability(joined(batch))));
    checkFinite('probability', Float64Array.from(probabilities));
  }
  return trapezoidArea(
    counts.map((count) => count / order.length),
    probabilities,
  );
}

/** Pixels, by the sum of their channels' attributions. */
function mostImportantFirst({ attributions, channels }: Scoring): number[] {
  const importance = Array.from({ length: attributions.length / channels }, (_, pixel) =>
    attributions.subarray(pixel * channels, (pixel + 1) * channels).reduce((sum, attribution) => sum + attribution, 0),
  );
  return importance.map((_, pixel) => pixel).sort((a, b) => importance[b] - importance[a]);
}

function replaced(from: Float64Array, to: Float64Array, pixels: readonly number[], channels: number): Float64Array {
  const point = from.slice();
  for (const pixel of pixels) {
    for (let i = pixel * channels; i < (pixel + 1) * channels; i++) point[i] = to[i];
  }
  return point;
}

function trapezoidArea(x: readonly number[], y: readonly number[]): number {
  return x.slice(1).reduce((area, end, i) => area + ((end - x[i]) * (y[i] + y[i + 1])) / 2, 0);
}

function checkScoring(probability: Evaluate, scoring: Scoring): void {
  checkFunction('probability', probability);
  checkRecord('scoring', scoring, 'attributions, input, baseline and channels');
  const { attributions, input, baseline, channels, steps = 1, batchSize = 1 } = scoring;
  for (const [what, vector] of Object.entries({ baseline, input, 'list of attributions': attributions }))
    checkVector(what, vector);
  for (const [what, { length }] of Object.entries({ baseline, 'list of attributions': attributions })) {
    if (length !== input.length)
      throw new UserError(`The ${what} has ${length} numbers, the input ${input.length}; expected as many.`);
  }
  checkFinite('list of attributions', attributions);
  checkFinite('input', input);
  checkFinite('baseline', baseline);
  checkInteger('The number of steps', steps, 1, mostSteps);
  checkInteger('The batch size', batchSize, 1);
  checkInteger('The number of channels', channels, 1);
  if (input.length % channels !== 0) {
    throw new UserError(`An input of ${input.length} numbers does not hold whole pixels of ${channels} channels.`);
  }
}
