import type { Elementwise } from '../../../operation.ts';

/** What numbers of a file are rounded to, relative to their size: float32. */
export const roundingOfFile = 2 ** -23;

/** A piecewise-linear function of one number. It need not be continuous. */
export interface Pieces {
  readonly thresholds: readonly number[];
  /** Of the pieces, one more than thresholds. */
  readonly slopes: readonly number[];
  /** What each piece, drawn on, is at 0. */
  readonly intercepts: readonly number[];
  /** The derivative at each threshold. */
  readonly slopesAt: readonly number[];
}

/** Which piece holds a number; at a threshold the one on its left. */
export function pieceAt({ thresholds }: Pieces, x: number): number {
  return thresholds.filter((threshold) => threshold < x).length;
}

/** The derivative at a number. */
export function slopeAt(pieces: Pieces, x: number): number {
  const threshold = pieces.thresholds.indexOf(x);
  return threshold < 0 ? pieces.slopes[pieceAt(pieces, x)] : pieces.slopesAt[threshold];
}

/** A piecewise-linear function of another one's values. */
export function composed(outer: Elementwise, inner: Pieces): Pieces {
  const ofOuter = piecesOfElementwise(outer);
  const parts = inner.slopes.map((slope, piece) => {
    const [low, high] = [inner.thresholds[piece - 1] ?? -Infinity, inner.thresholds[piece] ?? Infinity];
    const cuts = outer.thresholds
      .map((threshold) => (threshold - inner.intercepts[piece]) / slope)
      .filter((x) => x > low && x < high)
      .sort((a, b) => a - b);
    const pieces = [...cuts, high].map((end, i) => {
      const begin = cuts[i - 1] ?? low;
      return pieceAt(ofOuter, slope * between(begin, end) + inner.intercepts[piece]);
    });
    return { slope, intercept: inner.intercepts[piece], cuts, pieces };
  });
  const whole = parts.flatMap(({ slope, intercept, pieces }) =>
    pieces.map((p) => ({
      slope: ofOuter.slopes[p] * slope,
      intercept: ofOuter.slopes[p] * intercept + ofOuter.intercepts[p],
    })),
  );
  const ends = parts.flatMap(({ slope, intercept, cuts }, p) => [
    ...inner.thresholds.slice(p - 1, p).map((at) => ({ at, slope: inner.slopesAt[p - 1], y: slope * at + intercept })),
    ...cuts.map((at) => ({ at, slope, y: outer.thresholds.find((y) => (y - intercept) / slope === at) ?? NaN })),
  ]);
  return {
    thresholds: ends.map(({ at }) => at),
    slopes: whole.map(({ slope }) => slope),
    slopesAt: ends.map(({ slope, y }) => slope * slopeAt(ofOuter, y)),
    intercepts: whole.map(({ intercept }) => intercept),
  };
}

/** A number between two, either of which may be infinite. */
export function between(low: number, high: number): number {
  if (low === -Infinity) return high === Infinity ? 0 : high - 1;
  return high === Infinity ? low + 1 : (low + high) / 2;
}

function piecesOfElementwise(operation: Elementwise): Pieces {
  const { thresholds, slopes, slopesAt } = operation;
  const intercepts = slopes.map((slope, p) => {
    const at = thresholds[Math.max(0, p - 1)];
    return operation.value(at) - slope * at;
  });
  return { thresholds, slopes, slopesAt, intercepts };
}

/** `slope * x + intercept`. */
export function linear(slope: number, intercept: number): Pieces {
  return { thresholds: [], slopes: [slope], intercepts: [intercept], slopesAt: [] };
}

/** `factor * f(x) + offset` of a function. */
export function scaled({ thresholds, slopes, slopesAt, intercepts }: Pieces, factor: number, offset: number): Pieces {
  const times = (slope: number): number => factor * slope;
  return {
    thresholds,
    slopes: slopes.map(times),
    slopesAt: slopesAt.map(times),
    intercepts: intercepts.map((intercept) => factor * intercept + offset),
  };
}
