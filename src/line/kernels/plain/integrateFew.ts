import { isResolved } from '../../../quadrature/index.ts';
import { gradientRounding, leastNumber, leastShare } from '../../memory/index.ts';
import type { KernelList } from '../kernelList.ts';
import { larger } from './larger.ts';
import { largestSize } from './largestSize.ts';

/** Integrals over a stretch from a gradient at its ends and at two nodes between; weights mirror each other. */
export const integrateFew: KernelList['integrateFew'] = (
  { rule: { weights, tests }, gradients },
  length,
  integrals,
) => {
  const [from, left, right, to] = gradients;
  const [end, inside] = weights;
  const [even, odd] = tests;
  const [, , evenInside, evenEnd] = even.weights;
  const [, , oddInside, oddEnd] = odd.weights;
  const units = integrals.length;
  const largest = larger(leastNumber, larger(largestSize(from, units), largestSize(to, units)));
  for (let unit = 0; unit < units; unit++) {
    const [a, b, c, d] = [from[unit], left[unit], right[unit], to[unit]];
    integrals[unit] = length * (end * (a + d) + inside * (b + c));
    const second = evenEnd * (a + d) + evenInside * (b + c);
    const third = oddEnd * (d - a) + oddInside * (c - b);
    if (larger(Math.abs(second), Math.abs(third)) <= gradientRounding * largest) continue;
    // By how much the ends differ is the least that the values vary by.
    const size = larger(larger(leastShare * largest, Math.abs(a)), Math.abs(d));
    const variation = Math.abs(d - a);
    if (!(variation > 0 && isResolved(even, second, size, variation) && isResolved(odd, third, size, variation)))
      return 0;
  }
  return 1;
};
