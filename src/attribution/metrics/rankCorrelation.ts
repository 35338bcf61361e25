import { sampleRankCorrelation } from 'simple-statistics';
import { checkComparable } from './comparable.ts';

/**
 * Spearman's rank correlation of two attributions, -1 to 1: whether they put the elements in the same order.
 * Equal values share the mean of their ranks. Undefined where one of them has the same value everywhere.
 *
 * @throws UserError unless both have the same length and are finite
 */
export function rankCorrelation(a: Float64Array, b: Float64Array): number | undefined {
  checkComparable(a, b);
  if (isConstant(a) || isConstant(b)) return undefined;
  return Math.max(-1, Math.min(1, sampleRankCorrelation([...a], [...b])));
}

function isConstant(values: Float64Array): boolean {
  return values.every((value) => value === values[0]);
}
