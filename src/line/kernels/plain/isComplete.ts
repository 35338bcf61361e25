import { leastNumber, mostRounding } from '../../memory/index.ts';
import type { KernelList } from '../kernelList.ts';

/** Whether integrals of a gradient make what its function changes; even and odd units are summed apart. */
export const isComplete: KernelList['isComplete'] = ({ values, slopes }, length, integrals, change, size) => {
  const [sums, near, far] = [
    [0, 0],
    [0, 0],
    [0, 0],
  ];
  for (let unit = 0; unit < integrals.length; unit++) {
    const found = Math.abs(integrals[unit]) + leastNumber * length;
    sums[unit % 2] += slopes[unit] * integrals[unit];
    near[unit % 2] += found * Math.abs(slopes[unit]);
    far[unit % 2] += found * Math.abs(values[unit]);
  }
  const [sum, least, most] = [sums, near, far].map(([even, odd]) => even + odd);
  return Number(!(Math.abs(sum - change) > mostRounding * (size + least + most / length)));
};
