import { addTile, forEachTile } from '../../../network/index.ts';
import type { Entries, Kinks, CompactedColumns, Runs } from '../../memory/index.ts';
import type { Kernels } from '../kernels.ts';

/** Kinks through linear nodes. */
export const linear: Pick<Kernels, 'addColumns' | 'pickRows' | 'passKinks'> = {
  addColumns(matrix, entries, begin, end, sums) {
    if ('lengths' in matrix) {
      addCompactedColumns(matrix, entries, begin, end, sums);
      return;
    }
    const { units, changes } = entries;
    forEachTile(matrix, units, begin, end, (start, offset, from, to) => {
      markRuns(sums, start, matrix.tileRows);
      addTile(sums.values, start, matrix.weights, offset, matrix.tileRows, units, changes, from, to);
    });
  },

  pickRows(
    { tileRows, tileColumns, pointers, starts, offsets, weights: all },
    { units, ranks },
    columns,
    count,
    { offsets: begins, weights },
  ) {
    let end = 0;
    for (const column of columns.subarray(0, count)) {
      begins[column] = end;
      const group = Math.floor(column / tileColumns);
      const within = (column - group * tileColumns) * tileRows;
      for (let t = pointers[group]; t < pointers[group + 1]; t++) {
        const from = offsets[t] + within - starts[t];
        const last = ranks[starts[t] + tileRows];
        for (let i = ranks[starts[t]]; i < last; i++) weights[end++] = all[from + units[i]];
      }
    }
  },

  passKinks({ matrix, single, sums, out }, source, from, to, until) {
    const alphaAt = (place: number): number => (place < to ? source.alphas[source.order[place]] : Infinity);
    let next = from;
    while (next < to && alphaAt(next) <= until && out.hasRoom(sums.values.length / sums.width)) {
      const group = source.order[next];
      if (source.width === 1) this.addColumns(matrix, source, source.starts[group], source.starts[group + 1], sums);
      else this.addColumns(matrix, single, 0, takeSingle(source, group, single), sums);
      next++;
      const alpha = source.alphas[group];
      if (alpha !== Math.min(alphaAt(next), until)) takeRuns(sums, alpha, out);
    }
    return next;
  },
};

/** Adds columns of which only selected rows are kept, in runs that all columns of a group share. */
function addCompactedColumns(
  { tileColumns, pointers, starts, lengths, offsets, weights }: CompactedColumns,
  { units, changes }: Entries,
  begin: number,
  end: number,
  sums: Runs,
): void {
  let to: number;
  for (let from = begin; from < end; from = to) {
    const group = Math.floor(units[from] / tileColumns);
    for (to = from + 1; to < end && Math.floor(units[to] / tileColumns) === group;) to++;
    let done = 0;
    for (let run = pointers[group]; run < pointers[group + 1]; run++) {
      markRuns(sums, starts[run], lengths[run]);
      addRows(sums.values, starts[run], lengths[run], weights, (e) => offsets[units[e]] + done, changes, from, to);
      done += lengths[run];
    }
  }
}

/** Marks the runs of so many entries. */
function markRuns(sums: Runs, start: number, length: number): void {
  const { width, marked, touched } = sums;
  const last = Math.floor((start + length - 1) / width);
  for (let run = Math.floor(start / width); run <= last; run++) {
    if (marked[run] !== 0) continue;
    marked[run] = 1;
    touched[sums.count++] = run;
  }
}

/** `values[at + r] += sum of changes[e] * weights[place(e) + r]`, in the order of `addTile`. */
function addRows(
  values: Float64Array,
  at: number,
  rows: number,
  weights: Float64Array,
  place: (e: number) => number,
  changes: Float64Array,
  begin: number,
  end: number,
): void {
  let e = begin;
  for (; e + 4 <= end; e += 4) {
    const [i, j, k, l] = [place(e), place(e + 1), place(e + 2), place(e + 3)];
    for (let r = 0; r < rows; r++) {
      const left = changes[e] * weights[i + r] + changes[e + 1] * weights[j + r];
      values[at + r] += left + (changes[e + 2] * weights[k + r] + changes[e + 3] * weights[l + r]);
    }
  }
  for (; e < end; e++) {
    const i = place(e);
    for (let r = 0; r < rows; r++) values[at + r] += changes[e] * weights[i + r];
  }
}

/** Lists a group unit by unit; returns how many entries there are. */
function takeSingle(source: Kinks, group: number, { units, changes }: Entries): number {
  let end = 0;
  source.forEach(group, (unit, change) => {
    units[end] = unit;
    changes[end++] = change;
  });
  return end;
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
