import type { KernelList } from '../kernelList.ts';

/** Entries that are taken out of a vector of which few runs were touched. */
export const takeEntries: KernelList['takeEntries'] = (
  { width, values, touched, count, marked },
  numbers,
  out,
  at,
  first,
) => {
  let end = at;
  for (let e = 0; e < count; e++) {
    marked[touched[e]] = 0;
    for (let unit = touched[e] * width; unit < (touched[e] + 1) * width; unit++) {
      const value = values[unit];
      if (value === 0) continue;
      values[unit] = 0;
      out.units[end] = first + numbers[unit];
      out.changes[end++] = value;
    }
  }
  return end - at;
};
