import { outputAt, outputPath, type Restriction } from '../line/index.ts';
import { isRounding } from './verdict.ts';

/**
 * How far an output that is followed along a line ends from where it is evaluated, relative to the length of its way: what
 * rounding made of the restriction.
 *
 * @param unit of the output
 */
export function lineGap(restriction: Restriction, unit: number): number {
  const path = outputPath(restriction, unit);
  const { alphas, slopes } = path;
  const { value, end } = restriction.output;
  const way = slopes.reduce((sum, slope, i) => sum + Math.abs(slope) * ((alphas[i + 1] ?? 1) - alphas[i]), 0);
  const gap = Math.abs(outputAt(path, 1) - end[unit]);
  return isRounding(gap, { atBaseline: value[unit], atInput: end[unit] }) ? 0 : gap / way;
}
