import { heap } from '../memory/index.ts';
import type { Kernels, Workspace } from './kernels.ts';
import * as twins from './plain/index.ts';

/** The kernels in TypeScript: they run everywhere, and are what the others are held against. */
export const plainKernels: Kernels = {
  name: 'plain',
  use(_, compute) {
    return compute({ ...plainWorkspace, kernels: this });
  },
  ...twins,
};

/** Arrays as everyone makes them: they last. */
export const plainWorkspace: Workspace = {
  ...heap,
  kernels: plainKernels,
  matrix: (matrix) => ({ ...matrix, address: 0 }),
};
