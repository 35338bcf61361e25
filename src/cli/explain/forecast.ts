import { forecast, makeBaselines, methodNamed, type AnswerForecast } from '../../attribution/index.ts';
import { attempt, counted, formatMemory, UserError } from '../../base/index.ts';
import { formatSeconds, longAnswer } from '../../experiment/index.ts';
import { largestOf } from '../../inputs/index.ts';
import { bytesOf } from '../../network/index.ts';
import type { Question } from './question.ts';

/**
 * About what exact answers for the first input, one from each of its baselines, take, in a sentence.
 *
 * @returns undefined if it does not take long, or there is none
 * @throws UserError if the machine has not that much memory
 */
export function forecastInWords(question: Question): string | undefined {
  const ahead = needsExact(question) ? forecastFor(question) : undefined;
  if (ahead === undefined) return undefined;
  const {
    loaded: { network },
    inputs: {
      inputs: [{ name }],
    },
    baselines: [{ length: count }],
  } = question;
  const { regions, bytes } = ahead;
  const seconds = count * ahead.seconds;
  const free = process.availableMemory() + bytesOf(network);
  if (bytes > free)
    throw new UserError(
      `${name}: an exact answer, of about ${counted(regions, 'region')}, takes about ${formatMemory(bytes)}, and this machine has ` +
        `${formatMemory(free)}; name a quadrature rule and n to sample, or take a machine that has more.`,
    );
  if (seconds < longAnswer) return undefined;
  const answers = count === 1 ? 'an exact answer' : `exact answers from ${count} baselines`;
  return `${name}: about ${counted(regions, 'region')}${count === 1 ? '' : ' each'}, ${formatSeconds(seconds)} and ${formatMemory(bytes)} for ${answers} on one core. To sample instead, name a rule and n: --rule gauss -n 100.`;
}

/** Are there exact answers to give, or to hold those within a tolerance against? */
function needsExact({ methods, sampling: { rule = 'exact', n, within } }: Question): boolean {
  return (
    methods.some((method) => 'integrand' in methodNamed(method)) &&
    n === undefined &&
    (rule === 'exact' || within !== undefined)
  );
}

/** Of the first baseline; undefined where the mathematics has no exact answer. */
function forecastFor({
  loaded: { network },
  inputs,
  baselines,
  sampling: { memory },
  given: { seed },
}: Question): AnswerForecast | undefined {
  const [{ values }] = inputs.inputs;
  const { processing = { divisor: 255, offset: 0 } } = inputs;
  const [{ values: from }] = makeBaselines([baselines[0][0].baseline], { network, input: values, processing, seed });
  const found = attempt(() => {
    const target = largestOf(network.evaluate(values));
    return forecast(network, { baseline: from, input: values, target }, { ...(memory !== undefined && { memory }) });
  });
  return found instanceof UserError ? undefined : found;
}
