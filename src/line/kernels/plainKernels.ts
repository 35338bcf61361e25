import { heap, type Workspace } from '../memory/index.ts';
import type { Kernels } from './kernels.ts';
import { adjoint } from './plain/adjoint.ts';
import { depart } from './plain/depart.ts';
import { follow } from './plain/follow.ts';
import { leap } from './plain/leap.ts';
import { linear } from './plain/linear.ts';
import { measures } from './plain/measures.ts';
import { passages } from './plain/passages.ts';
import { units } from './plain/units.ts';

const workspace: Workspace = { ...heap, matrix: (matrix) => matrix };

/** The kernels in TypeScript: they run everywhere, and are what the others are held against. */
export const plainKernels: Kernels = {
  name: 'plain',
  open: () => workspace,
  ...linear,
  ...units,
  ...depart,
  ...leap,
  ...follow,
  ...adjoint,
  ...passages,
  ...measures,
};
