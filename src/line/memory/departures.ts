import type { TiledMatrix } from '../../network/index.ts';
import type { Memory } from './memory.ts';
import { Kinks } from './kinks.ts';

/** Inputs of a layer that depart from straight lines over a stretch of the line, and what is made of them. */
export interface Departures {
  /** How many they are. */
  count: number;
  readonly units: Int32Array;
  /**
   * Of each of them: how far off the straight line it is at the end, in value and in slope; and how far off the chord,
   * which leads to where it is then, in between: the middle of the least and the most, and half of what lies between
   * them.
   */
  readonly numbers: Float64Array;
  /** For each input 1 more than its index among them, 0 between calls. */
  readonly places: Int32Array;
  /** The kinks of the stretch; their units are indices. There is room for all. */
  readonly kinks: Kinks;
  /** For each kink how far off the straight line its input is there. There is room for all. */
  values: Float64Array;
  /**
   * For each unit behind the layer the sums of these four numbers, by weights and by absolute weights the last; those
   * of two units stand together.
   */
  readonly sums: Float64Array;
  /** The units that may leave their pieces. There is room for one more. */
  readonly listed: Int32Array;
  /** Room for eight of them, with a weight for each input. */
  readonly few: Float64Array;
  /** Room for what the listed units let pass. */
  passed: Float64Array;
}

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
