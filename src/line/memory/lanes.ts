import type { fewLanes, manyLanes, singleLanes } from './layout.ts';
import type { InMemory } from './records.ts';

/**
 * Float64, or float32 in single lanes: what is added up there is rounded where it is kept, in WebAssembly also on the
 * way.
 */
export type Numbers = Float64Array | Float32Array;

/** Numbers of units, `lanes` side by side for each; those of the unit `first` meet a matrix's first row. */
export interface Vectors extends InMemory {
  readonly lanes: typeof fewLanes | typeof manyLanes | typeof singleLanes;
  readonly numbers: Numbers;
  readonly first: number;
}
