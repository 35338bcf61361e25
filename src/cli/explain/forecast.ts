import { forecast, makeBaselines, methodNamed } from '../../attribution/index.ts';
import { counted, formatMemory, UserError } from '../../base/index.ts';
import { formatSeconds } from '../../experiment/index.ts';
import { largestOf } from '../../inputs/index.ts';
import type { Question } from './question.ts';

/** Exact answers that are foretold to take longer, in seconds, are announced. */
const long = 5;

/**
 * About what an exact answer for the first input takes, in a sentence.
 *
 * @returns undefined if it does not take long, is sampled, or cannot be foretold, as through smooth ends
 */
export function forecastInWords({
  loaded: { network },
  inputs,
  baselines,
  methods,
  sampling,
  given: { seed },
}: Question): string | undefined {
  const [{ values, name }] = inputs.inputs;
  const exact =
    methods.some((method) => methodNamed(method).exact !== undefined) &&
    (sampling.rule ?? 'exact') === 'exact' &&
    sampling.n === undefined;
  if (!exact) return undefined;
  const { processing = { divisor: 255, offset: 0 } } = inputs;
  try {
    const [{ values: from }] = makeBaselines([baselines[0]], { network, input: values, processing, seed });
    const { regions, seconds, bytes } = forecast(network, from, values, largestOf(network.evaluate(values)));
    if (seconds < long) return undefined;
    return `${name}: about ${counted(regions, 'region')}, ${formatSeconds(seconds)} and ${formatMemory(bytes)} for an exact answer on one core.`;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
