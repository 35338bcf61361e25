import type { Kernels } from '../kernels.ts';

/** Changes of the adjoint on their way down. */
export const adjoint: Pick<Kernels, 'backpropActivation' | 'takeEntries'> = {
  backpropActivation({ width, values, touched, count, marked }, adjoint, pieceSlopes, input) {
    for (let e = 0; e < count; e++) {
      marked[touched[e]] = 0;
      for (let unit = touched[e] * width; unit < (touched[e] + 1) * width; unit++) {
        const change = values[unit];
        values[unit] = 0;
        adjoint[unit] += change;
        input[unit] += pieceSlopes[unit] * change;
      }
    }
  },

  takeEntries({ width, values, touched, count, marked }, numbers, out, at, first) {
    let end = at;
    for (let e = 0; e < count; e++) {
      marked[touched[e]] = 0;
      for (let unit = touched[e] * width; unit < (touched[e] + 1) * width; unit++) {
        const value = values[unit];
        if (value === 0) continue;
        values[unit] = 0;
        out.units[end] = first + numbers[unit];
        out.changes[end++] = value;
      }
    }
    return end - at;
  },
};
