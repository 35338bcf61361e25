import type { Elementwise, Maximum } from '../../network/index.ts';

/**
 * Margins that vary by no more than this are taken for rounding, in units of what the layer reads, but at least of 1.
 */
const rounding = 1e-15;

/** How the units of a layer that bends change their pieces, by what it reads at places of a stretch. */
export interface Bend {
  readonly units: number;
  /** The first unit that is in another piece at one place than at the other; -1 if there is none. */
  leaving(from: Float64Array, to: Float64Array): number;
  /**
   * How far this unit is at a place on its way from its piece at one place to that at the other: above 0 it left the
   * first.
   */
  margin(x: Float64Array, unit: number, from: Float64Array, to: Float64Array): number;
  /** Whether a unit may leave its piece and come back, as its values at both ends and half-way tell. */
  mayReturn(from: Float64Array, middle: Float64Array, to: Float64Array): boolean;
}

/** Piece p of an activation holds up to threshold p. */
export function elementwiseBend({ thresholds }: Elementwise, units: number): Bend {
  const pieceOf = (x: number): number => {
    let piece = 0;
    while (x > thresholds[piece]) piece++;
    return piece;
  };
  return {
    units,
    leaving: (from, to) => from.findIndex((x, unit) => pieceOf(x) !== pieceOf(to[unit])),
    margin(x, unit, from, to) {
      const piece = pieceOf(from[unit]);
      return pieceOf(to[unit]) > piece ? x[unit] - thresholds[piece] : thresholds[piece - 1] - x[unit];
    },
    mayReturn(from, middle, to) {
      const least = leastOf(from, middle, to);
      return from.some((x, unit) => {
        const piece = pieceOf(x);
        const reaches = (threshold: number): boolean =>
          mayReach(Math.abs(x - threshold), Math.abs(middle[unit] - threshold), Math.abs(to[unit] - threshold), least);
        return (
          (piece > 0 && reaches(thresholds[piece - 1])) || (piece < thresholds.length && reaches(thresholds[piece]))
        );
      });
    },
  };
}

/** The piece of a maximum is the candidate that is the largest, of equal ones the first. */
export function maximumBend({ pointers, candidates }: Maximum, units: number): Bend {
  const bestOf = (x: Float64Array, unit: number): number => {
    let best = candidates[pointers[unit]];
    for (let i = pointers[unit] + 1; i < pointers[unit + 1]; i++) if (x[candidates[i]] > x[best]) best = candidates[i];
    return best;
  };
  return {
    units,
    leaving(from, to) {
      for (let unit = 0; unit < units; unit++) if (bestOf(from, unit) !== bestOf(to, unit)) return unit;
      return -1;
    },
    margin: (x, unit, from, to) => x[bestOf(to, unit)] - x[bestOf(from, unit)],
    mayReturn(from, middle, to) {
      const least = leastOf(from, middle, to);
      for (let unit = 0; unit < units; unit++) {
        const best = bestOf(from, unit);
        for (let i = pointers[unit]; i < pointers[unit + 1]; i++) {
          const other = candidates[i];
          if (mayReach(from[best] - from[other], middle[best] - middle[other], to[best] - to[other], least))
            return true;
        }
      }
      return false;
    },
  };
}

/**
 * Whether what has these margins, of at least 0, at both ends of a stretch and half-way may reach 0 in between, if it
 * curves no more than twice as much as the parabola through them: in either half, where it is p at one end and q at the
 * other and curves by k, `p (1 - t) + q t - k t (1 - t)` is above 0 for all t where `k < (sqrt p + sqrt q)^2`.
 */
function mayReach(from: number, middle: number, to: number, least: number): boolean {
  const curved = Math.abs(from - 2 * middle + to);
  if (curved <= least) return false;
  const half = Math.sqrt(middle) + Math.sqrt(Math.min(from, to));
  return curved > half * half;
}

function leastOf(...reads: readonly Float64Array[]): number {
  let largest = 1;
  for (const x of reads) for (const value of x) largest = Math.max(largest, Math.abs(value));
  return rounding * largest;
}
