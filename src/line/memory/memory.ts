/** Makes arrays of zeros. */
export interface Memory {
  readonly float64: (length: number) => Float64Array;
  readonly float32: (length: number) => Float32Array;
  readonly int32: (length: number) => Int32Array;
  /** A few whole numbers, which may stand in one array with those of others. */
  readonly slots: (count: number) => Slots;
}

/** Whole numbers of an array, from `begin` on. */
export interface Slots {
  readonly array: Int32Array;
  readonly begin: number;
}

/** Arrays as everyone makes them. */
export const heap: Memory = {
  float64: (length) => new Float64Array(length),
  float32: (length) => new Float32Array(length),
  int32: (length) => new Int32Array(length),
  slots: (count) => ({ array: new Int32Array(count), begin: 0 }),
};

/** 0, 1, 2, ... in a memory. */
export function counted(count: number, memory: Memory): Int32Array {
  const numbers = memory.int32(count);
  for (let i = 0; i < count; i++) numbers[i] = i;
  return numbers;
}
