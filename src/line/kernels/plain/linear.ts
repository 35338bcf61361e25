import { addTile, forEachTile } from '../../../network/index.ts';
import type { Kinks } from '../../kinks.ts';
import type { Entries, Kernels, Runs } from '../kernels.ts';

/** Kinks through linear nodes. */
export const linear: Pick<Kernels, 'addColumns' | 'passKinks'> = {
  addColumns(matrix, units, changes, begin, end, { width, values, touched, count, marked }) {
    let known = count;
    const touch = (start: number): void => {
      const last = Math.floor((start + matrix.tileRows - 1) / width);
      for (let run = Math.floor(start / width); run <= last; run++) {
        if (marked[run] !== 0) continue;
        marked[run] = 1;
        touched[known++] = run;
      }
    };
    forEachTile(matrix, units, begin, end, (start, offset, from, to) => {
      touch(start);
      addTile(values, start, matrix.weights, offset, matrix.tileRows, units, changes, from, to);
    });
    return known;
  },

  passKinks(matrix, source, from, until, single, sums, out) {
    const alphaAt = (place: number): number => (place < source.groups ? source.alphas[source.order[place]] : Infinity);
    let next = from;
    while (next < source.groups && alphaAt(next) <= until && out.hasRoom(sums.values.length / sums.width)) {
      const group = source.order[next];
      const { units, changes, begin, end } = entriesOf(source, group, single);
      sums.count = this.addColumns(matrix, units, changes, begin, end, sums);
      next++;
      const alpha = source.alphas[group];
      if (alpha !== Math.min(alphaAt(next), until)) takeRuns(sums, alpha, out);
    }
    return next;
  },
};

/** A group unit by unit, from `begin` on, before `end`. */
function entriesOf(source: Kinks, group: number, single: Entries): Entries & { begin: number; end: number } {
  const { width, starts, units, changes } = source;
  if (width === 1) return { units, changes, begin: starts[group], end: starts[group + 1] };
  let end = 0;
  source.forEach(group, (unit, change) => {
    single.units[end] = unit;
    single.changes[end++] = change;
  });
  return { ...single, begin: 0, end };
}

/** Moves the touched runs of a vector to a new group; they are 0 then, and not marked. */
function takeRuns(sums: Runs, alpha: number, out: Kinks): void {
  const { width, values, touched, count, marked } = sums;
  const at = out.open(alpha, count);
  for (let e = 0; e < count; e++) {
    marked[touched[e]] = 0;
    const first = touched[e] * width;
    out.units[at + e] = first;
    out.changes.set(values.subarray(first, first + width), (at + e) * width);
    values.fill(0, first, first + width);
  }
  out.close(at + count);
  sums.count = 0;
}
