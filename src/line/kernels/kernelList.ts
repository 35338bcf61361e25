import type { HeadKernels } from './headKernels.ts';
import type { SweepKernels } from './sweepKernels.ts';

/**
 * The kernels. Each stands twice, in files of its name: in `plain/` in TypeScript, and in `assembly/` in
 * AssemblyScript, with every sum in the same order. `npm run build:kernels` makes of these lists what calls them.
 */
export interface KernelList extends SweepKernels, HeadKernels {}
