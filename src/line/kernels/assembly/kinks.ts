/** Groups of kinks that are appended. */

import { Kinks } from './records';

/** Is there room for one more group of so many runs? */
export function hasRoom(kinks: Kinks, runs: i32): bool {
  const groups = kinks.groups;
  return groups < kinks.groupRoom && load<i32>(kinks.starts + (groups << 2)) + runs <= kinks.runRoom;
}

/** Ends a group at an alpha before the run `end`; without runs there is no group. */
export function close(kinks: Kinks, alpha: f64, end: i32): void {
  const groups = kinks.groups;
  if (end == load<i32>(kinks.starts + (groups << 2))) return;
  store<f64>(kinks.alphas + (groups << 3), alpha);
  store<i32>(kinks.starts + (groups << 2), end, 4);
  kinks.groups = groups + 1;
}
