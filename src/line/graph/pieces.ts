import type { Elementwise } from '../../network/index.ts';

/*
 * The pieces of an activation on a line: first its own, as they are numbered there; behind them one for each threshold,
 * for units that rest on it, if its derivative there is that of neither piece beside it.
 */

/** The slope of a piece. */
export function slopeOf({ slopes, slopesAt }: Elementwise, piece: number): number {
  return piece < slopes.length ? slopes[piece] : slopesAt[piece - slopes.length];
}

/** The piece of a unit that rests on a threshold, by its number: one with the derivative there. */
export function restingPiece({ slopes, slopesAt }: Elementwise, threshold: number): number {
  const neighbour = [threshold, threshold + 1].find((piece) => slopes[piece] === slopesAt[threshold]);
  return neighbour ?? slopes.length + threshold;
}

/** The piece that a unit enters which goes up, or down, out of another. */
export function pieceBeyond({ slopes }: Elementwise, piece: number, up: boolean): number {
  if (piece < slopes.length) return up ? piece + 1 : piece - 1;
  const threshold = piece - slopes.length;
  return up ? threshold + 1 : threshold;
}

/** The thresholds of all pieces: from where to where they reach. */
export function limitsOf({ thresholds }: Elementwise): { lows: Float64Array; highs: Float64Array } {
  return {
    lows: Float64Array.of(-Infinity, ...thresholds, ...thresholds),
    highs: Float64Array.of(...thresholds, Infinity, ...thresholds),
  };
}
