import { endpoints, type Restriction } from '../../line/index.ts';
import { outputsAlong } from './alongLine.ts';
import { outputOf } from '../line/index.ts';
import { isRounding } from './verdict.ts';
import type { Explained } from '../head/index.ts';

/**
 * How far an output that is followed along a line ends from where it is evaluated, and the integrals of a head's
 * gradient from what it changes by what they `missed`, relative to the length of the output's way: what rounding made
 * of both.
 */
export function lineGap(restriction: Restriction, explained: Explained, missed: number): number {
  const outputs = outputsAlong(restriction, explained, endpoints(restriction));
  const { value, end } = restriction.output;
  const [atBaseline, atInput] = [outputOf(explained, value), outputOf(explained, end)];
  const way = outputs.reduce((sum, output, i) => sum + Math.abs(output - outputs[Math.max(0, i - 1)]), 0);
  const gap = Math.abs(outputs[outputs.length - 1] - atInput) + missed;
  return isRounding(gap, { atBaseline, atInput }) ? 0 : gap / way;
}
