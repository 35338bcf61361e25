import { forecast } from '../attribution/index.ts';
import { attempt, counted, UserError } from '../base/index.ts';
import { lineTo, readData, withData } from '../catalogue/index.ts';
import { costOf } from './cost.ts';
import { formatSeconds } from './throughput.ts';
import type { Workload } from './workloads.ts';

/** Exact answers that are forecast to take longer, in seconds, are announced. */
export const longAnswer = 5;
/** Networks that cost less (see `costOf`) are not looked at: none of them takes as long. */
const leastCost = 3000;

/**
 * About how many regions the first image of a network has, and how long its exact answer takes, in a sentence.
 *
 * @returns undefined if that is not long, or there is no exact answer
 */
export function forecastInWords({ network: loaded, data, images: [image], reading }: Workload): string | undefined {
  const { name, network, processing } = withData(loaded, data.rows);
  if (costOf(network) < leastCost) return undefined;
  const { pixels, label } = readData(loaded, data.rows, image);
  const { baseline, input } = lineTo(pixels, processing);
  const { memory } = reading.options;
  const line = { baseline, input, target: label };
  const ahead = attempt(() => forecast(network, line, { ...(memory !== undefined && { memory }) }));
  if (ahead instanceof UserError || ahead.seconds < longAnswer) return undefined;
  return `${name}: about ${counted(ahead.regions, 'region')} for image ${image}, and ${formatSeconds(ahead.seconds)} for its exact answer alone.`;
}
