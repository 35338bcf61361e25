/** What a rule may leave out of an integral, relative to the function; kernels in AssemblyScript read it here too. */
export const leftOut = 1e-12;
