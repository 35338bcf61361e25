/** Where the memory begins that the kernels do not use themselves. */
export function freeMemory(): usize {
  return __heap_base;
}
