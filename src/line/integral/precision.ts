import { fewLanes, manyLanes, singleLanes, type Memory, type Numbers, type Vectors } from '../memory/index.ts';

/** How a walk along the line keeps its numbers. */
export interface Precision<N extends Numbers> {
  readonly mostLanes: Vectors['lanes'];
  lanesFor(measures: number): Vectors['lanes'];
  room(memory: Memory, length: number): N;
}

export const double: Precision<Float64Array> = {
  mostLanes: manyLanes,
  lanesFor: (measures) => (measures < fewLanes ? fewLanes : manyLanes),
  room: (memory, length) => memory.float64(length),
};

export const single: Precision<Float32Array> = {
  mostLanes: singleLanes,
  lanesFor: () => singleLanes,
  room: (memory, length) => memory.float32(length),
};
