import { plainKernels, type Kernels } from '../../src/line/index.ts';

/** The plain kernels, with arrays that are no numbers any more once their workspace is given back. */
export const poisonedKernels: Kernels = {
  ...plainKernels,
  name: 'poisoned',
  use(matrices, compute) {
    const made: (Float64Array | Float32Array | Int32Array)[] = [];
    const note = <T extends (typeof made)[number]>(array: T): T => {
      made.push(array);
      return array;
    };
    return plainKernels.use(matrices, (workspace) => {
      const found = compute({
        ...workspace,
        kernels: this,
        float64: (length) => note(workspace.float64(length)),
        float32: (length) => note(workspace.float32(length)),
        int32: (length) => note(workspace.int32(length)),
        slots: (count) => ({ array: note(new Int32Array(count)), begin: 0 }),
      });
      for (const array of made) array.fill(array instanceof Int32Array ? -(2 ** 31) : NaN);
      return found;
    });
  },
};
