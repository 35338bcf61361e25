import { plainLoops } from '../../../network/index.ts';
import type { KernelList } from '../kernelList.ts';

/** Softmax of all numbers of an array. */
export const softmax: KernelList['softmax'] = plainLoops.softmax;
