import type { Elementwise, Maximum } from '../../network/index.ts';

/**
 * How the units of a layer that bends change their pieces, by what it reads at places of a stretch. What differs by no
 * more than rounding does not.
 */
export interface Bend {
  readonly units: number;
  /** The first unit that is in another piece at one place than at the other; -1 if there is none. */
  leaving(from: Float64Array, to: Float64Array, rounding: number): number;
  /**
   * How far this unit is at a place on its way from its piece at one place to that at the other: above 0 it left the
   * first.
   */
  margin(x: Float64Array, unit: number, from: Float64Array, to: Float64Array): number;
  /** Whether a unit may leave its piece and come back, as five places tell, each as far from the next. */
  mayReturn(reads: readonly Float64Array[], rounding: number): boolean;
}

/** Piece p of an activation holds up to threshold p. */
export function elementwiseBend({ thresholds }: Elementwise, units: number): Bend {
  const pieceOf = (x: number): number => {
    let piece = 0;
    while (x > thresholds[piece]) piece++;
    return piece;
  };
  const differ = (x: number, y: number, rounding: number): boolean =>
    Math.abs(y - x) > rounding && pieceOf(x) !== pieceOf(y);
  return {
    units,
    leaving: (from, to, rounding) => from.findIndex((x, unit) => differ(x, to[unit], rounding)),
    margin(x, unit, from, to) {
      const piece = pieceOf(from[unit]);
      return pieceOf(to[unit]) > piece ? x[unit] - thresholds[piece] : past(thresholds[piece - 1] - x[unit], true);
    },
    mayReturn(reads, rounding) {
      return reads[0].some((x, unit) => {
        const piece = pieceOf(x);
        if (reads.some((read) => differ(x, read[unit], rounding))) return true;
        return [piece - 1, piece].some(
          (i) =>
            i in thresholds &&
            mayReach(
              reads.map((read) => Math.abs(read[unit] - thresholds[i])),
              rounding,
            ),
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
  const differ = (from: Float64Array, to: Float64Array, unit: number, rounding: number): boolean => {
    const [before, after] = [bestOf(from, unit), bestOf(to, unit)];
    return before !== after && Math.abs(to[after] - to[before]) + Math.abs(from[before] - from[after]) > rounding;
  };
  return {
    units,
    leaving(from, to, rounding) {
      for (let unit = 0; unit < units; unit++) if (differ(from, to, unit, rounding)) return unit;
      return -1;
    },
    margin(x, unit, from, to) {
      const [before, after] = [bestOf(from, unit), bestOf(to, unit)];
      return past(
        x[after] - x[before],
        candidates.indexOf(after, pointers[unit]) < candidates.indexOf(before, pointers[unit]),
      );
    },
    mayReturn(reads, rounding) {
      for (let unit = 0; unit < units; unit++) {
        const best = bestOf(reads[0], unit);
        if (reads.some((read) => differ(reads[0], read, unit, rounding))) return true;
        for (let i = pointers[unit]; i < pointers[unit + 1]; i++) {
          const margins = reads.map((read) => Math.abs(read[best] - read[candidates[i]]));
          if (mayReach(margins, rounding)) return true;
        }
      }
      return false;
    },
  };
}

/** How far a unit is past where its piece changes; where it is right there it may be past it already. */
function past(margin: number, isPast: boolean): number {
  return margin === 0 && isPast ? Number.MIN_VALUE : margin;
}

/**
 * Whether what has these margins, of at least 0, at places of a stretch may reach 0 between two of them, if it curves
 * no more than twice as much as it does at any of them and by as much as that changes from one to the next: between
 * margins p and q where it curves by k, `p (1 - t) + q t - k t (1 - t) / 2` is above 0 for all t where
 * `k / 2 < (sqrt p + sqrt q)^2`.
 */
function mayReach(margins: readonly number[], rounding: number): boolean {
  const curved = margins.slice(2).map((margin, i) => margins[i] - 2 * margins[i + 1] + margin);
  let change = 0;
  for (let i = 1; i < curved.length; i++) change = Math.max(change, Math.abs(curved[i] - curved[i - 1]));
  const most = Math.max(...curved.map(Math.abs)) + change;
  if (most <= rounding) return false;
  for (let i = 1; i < margins.length; i++) {
    const roots = Math.sqrt(margins[i - 1]) + Math.sqrt(margins[i]);
    if (most > roots * roots) return true;
  }
  return false;
}
