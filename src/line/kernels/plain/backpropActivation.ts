import type { KernelList } from '../kernelList.ts';

/** Changes of the adjoint of an activation's output, on to its input. */
export const backpropActivation: KernelList['backpropActivation'] = (
  { width, values, touched, count, marked },
  adjoint,
  pieceSlopes,
  input,
) => {
  for (let e = 0; e < count; e++) {
    marked[touched[e]] = 0;
    for (let unit = touched[e] * width; unit < (touched[e] + 1) * width; unit++) {
      const change = values[unit];
      values[unit] = 0;
      adjoint[unit] += change;
      input[unit] += pieceSlopes[unit] * change;
    }
  }
};
