import type { TiledMatrix } from '../network/index.ts';
import type { Departures, Memory } from './kernels/index.ts';
import { Kinks } from './kinks.ts';

/** Room for the departures in front of a layer. @param beside listed units that are followed side by side */
export function departuresOf({ rows, columns }: TiledMatrix, beside: number, memory: Memory): Departures {
  return {
    count: 0,
    units: memory.int32(columns),
    numbers: memory.float64(4 * columns),
    places: memory.int32(columns),
    kinks: new Kinks(1, memory),
    values: memory.float64(0),
    passed: memory.float64(0),
    sums: memory.float64(8 * Math.ceil(rows / 2) + 8),
    listed: memory.int32(rows + 1),
    few: memory.float64(64 + beside * columns),
  };
}

/** Makes room for all kinks of a source. */
export function makeRoom(departures: Departures, { groups, size }: Kinks, memory: Memory): void {
  departures.kinks.clear();
  departures.kinks.reserve(groups, size);
  if (departures.values.length < size) departures.values = memory.float64(2 * size);
}
