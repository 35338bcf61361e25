import type { Entries, Kinks, Runs } from '../../memory/index.ts';
import type { KernelList } from '../kernelList.ts';

/** Kinks through linear nodes. */
export const passKinks: KernelList['passKinks'] = function (
  this: KernelList,
  { matrix, single, sums, out },
  source,
  from,
  to,
  until,
) {
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
};

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
