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

/** The threshold that is within rounding of a value, by its number; -1 if there is none. Called for every unit. */
export function thresholdAt({ thresholds }: Elementwise, value: number, rounding: number): number {
  for (let i = 0; i < thresholds.length; i++) if (Math.abs(value - thresholds[i]) <= rounding) return i;
  return -1;
}

/** The piece that a unit enters which goes up, or down, out of another. */
export function pieceBeyond({ slopes }: Elementwise, piece: number, up: boolean): number {
  if (piece < slopes.length) return up ? piece + 1 : piece - 1;
  const threshold = piece - slopes.length;
  return up ? threshold + 1 : threshold;
}

/** Piece p holds from `lows[p]` to `highs[p]`, and has the slope `pieceSlopes[p]`. */
export interface Pieces {
  readonly lows: Float64Array;
  readonly highs: Float64Array;
  readonly pieceSlopes: Float64Array;
}

/** All pieces of an activation. */
export function piecesOf({ thresholds, slopes, slopesAt }: Elementwise): Pieces {
  return {
    lows: Float64Array.of(-Infinity, ...thresholds, ...thresholds),
    highs: Float64Array.of(...thresholds, Infinity, ...thresholds),
    pieceSlopes: Float64Array.of(...slopes, ...slopesAt),
  };
}
