import type { TiledMatrix } from '../network/index.ts';
import { together, type Departures, type Memory } from './kernels/index.ts';
import { Kinks } from './kinks.ts';

/** Room for the departures in front of a dense layer. */
export function departuresOf({ rows, columns }: TiledMatrix, memory: Memory): Departures {
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
    few: memory.float64(64 + together * columns),
  };
}
