import { plainLoops } from '../../../network/index.ts';
import type { KernelList } from '../kernelList.ts';

/** Adjoints of all numbers of an array back through softmax. */
export const pullSoftmax: KernelList['pullSoftmax'] = plainLoops.pullSoftmax;
