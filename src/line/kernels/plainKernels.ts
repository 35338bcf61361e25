import { heap } from '../memory/index.ts';
import type { Kernels, Workspace } from './kernels.ts';
import { adjoint } from './plain/adjoint.ts';
import { boundDeviations } from './plain/boundDeviations.ts';
import { stepThroughKinks } from './plain/stepThroughKinks.ts';
import { skipStable } from './plain/skipStable.ts';
import { linear } from './plain/linear.ts';
import { measures } from './plain/measures.ts';
import { slopeChanges } from './plain/slopeChanges.ts';
import { units } from './plain/units.ts';

/** The kernels in TypeScript: they run everywhere, and are what the others are held against. */
export const plainKernels: Kernels = {
  name: 'plain',
  use(_, compute) {
    return compute({ ...plainWorkspace, kernels: this });
  },
  ...linear,
  ...units,
  ...boundDeviations,
  ...skipStable,
  ...stepThroughKinks,
  ...adjoint,
  ...slopeChanges,
  ...measures,
};

/** Arrays as everyone makes them: they last. */
export const plainWorkspace: Workspace = {
  ...heap,
  kernels: plainKernels,
  matrix: (matrix) => ({ ...matrix, address: 0 }),
};
