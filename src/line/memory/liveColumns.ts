/** Units of a node that let an adjoint pass somewhere on the line. */
export interface Live {
  /** Ascending. */
  readonly units: Int32Array;
  /** For each unit of the node how many live ones come before it, and at last how many there are. */
  readonly ranks: Int32Array;
}

/**
 * Columns of a matrix of which only live rows are kept, and count. Groups of successive columns have the same rows:
 * group `g` has the runs `pointers[g] .. pointers[g + 1]`, of `lengths` rows from `starts` on. The weights of column
 * `c`, in all its runs one after the other, are at `offsets[c]`.
 */
export interface LiveColumns {
  /** Columns in a group. */
  readonly tileColumns: number;
  readonly pointers: Int32Array;
  readonly starts: Int32Array;
  readonly lengths: Int32Array;
  readonly offsets: Int32Array;
  readonly weights: Float64Array;
}

/** Live units with their ranks, for which there is room. */
export function ranked(units: Int32Array, ranks: Int32Array): Live {
  let rank = 0;
  for (let unit = 0; unit < ranks.length; unit++) {
    ranks[unit] = rank;
    if (rank < units.length && units[rank] === unit) rank++;
  }
  return { units, ranks };
}
