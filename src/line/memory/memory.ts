/** Makes arrays of zeros. */
export interface Memory {
  float64(length: number): Float64Array;
  float32(length: number): Float32Array;
  int32(length: number): Int32Array;
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
