import type { TiledMatrix } from '../../network/index.ts';

/** Makes arrays of zeros. */
export interface Memory {
  float64(length: number): Float64Array;
  float32(length: number): Float32Array;
  int32(length: number): Int32Array;
}

/** Arrays for one computation; they are lost when the next workspace is opened. */
export interface Workspace extends Memory {
  /** A matrix where the kernels can read it; those that the workspace was opened for are there already. */
  matrix(matrix: TiledMatrix): TiledMatrix;
}

/** Arrays as everyone makes them. */
export const heap: Memory = {
  float64: (length) => new Float64Array(length),
  float32: (length) => new Float32Array(length),
  int32: (length) => new Int32Array(length),
};

/** 0, 1, 2, ... in a memory. */
export function counted(count: number, memory: Memory): Int32Array {
  const numbers = memory.int32(count);
  for (let i = 0; i < count; i++) numbers[i] = i;
  return numbers;
}
