import { UserError } from '../../../../base/index.ts';
import type { Step } from '../step.ts';
import { pieceAt, roundingOfFile, slopeAt, type Pieces } from './pieces.ts';

/**
 * One function between each two thresholds of a function of steps, chosen by its value there; they must agree where
 * they meet.
 */
export function joinedPieces({ thresholds, values, valuesAt }: Step, chosen: (value: number) => Pieces): Pieces {
  return withoutFlat(
    thresholds.reduce(
      (low, threshold, i) => join(low, chosen(values[i + 1]), threshold, slopeAt(chosen(valuesAt[i]), threshold)),
      chosen(values[0]),
    ),
  );
}

/** One function up to a threshold, and from there another, which must agree there. */
function join(low: Pieces, high: Pieces, threshold: number, slope: number): Pieces {
  const [last, next] = [pieceAt(low, threshold), high.thresholds.filter((of) => of <= threshold).length];
  const ends = [
    low.intercepts[last] + low.slopes[last] * threshold,
    high.intercepts[next] + high.slopes[next] * threshold,
  ];
  if (Math.abs(ends[0] - ends[1]) > roundingOfFile * Math.max(1, Math.abs(threshold)))
    throw new UserError(
      `it jumps at ${threshold}, from ${ends[0]} to ${ends[1]}, and what a jump adds is in no gradient.`,
    );
  return {
    thresholds: [...low.thresholds.slice(0, last), threshold, ...high.thresholds.slice(next)],
    slopes: [...low.slopes.slice(0, last + 1), ...high.slopes.slice(next)],
    slopesAt: [...low.slopesAt.slice(0, last), slope, ...high.slopesAt.slice(next)],
    intercepts: [...low.intercepts.slice(0, last + 1), ...high.intercepts.slice(next)],
  };
}

/** Without thresholds where the slope stays the same, so that it is the derivative there, too. */
function withoutFlat({ thresholds, slopes, slopesAt, intercepts }: Pieces): Pieces {
  const kinks = [...thresholds.keys()].filter((i) => slopes[i] !== slopes[i + 1]);
  const at = (numbers: readonly number[]): number[] => kinks.map((i) => numbers[i]);
  const behind = (numbers: readonly number[]): number[] => [numbers[0], ...kinks.map((i) => numbers[i + 1])];
  return {
    thresholds: at(thresholds),
    slopes: behind(slopes),
    slopesAt: at(slopesAt),
    intercepts: behind(intercepts),
  };
}
