import type { InMemory } from './records.ts';

/** Groups of kinks as they are read; the first `groups` places of `order` name them by ascending alpha. */
export interface KinkGroups extends InMemory {
  readonly width: number;
  readonly groups: number;
  readonly alphas: Float64Array;
  readonly starts: Int32Array;
  readonly units: Int32Array;
  readonly changes: Float64Array;
  readonly order: Int32Array;
  forEach(group: number, visit: (unit: number, change: number) => void): void;
}
