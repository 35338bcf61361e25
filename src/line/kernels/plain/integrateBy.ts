import { isResolved, type ResolvedRule } from '../../../quadrature/index.ts';
import { gradientRounding, leastNumber, leastShare } from '../../memory/index.ts';
import type { KernelList } from '../kernelList.ts';
import { larger } from './larger.ts';
import { largestSize } from './largestSize.ts';

/** Integrals over a stretch from a gradient at the nodes of any rule. */
export const integrateBy: KernelList['integrateBy'] = ({ rule, gradients }, length, integrals) => {
  const { weights, tests } = rule;
  const largest = gradients.reduce(
    (most, gradient) => larger(most, largestSize(gradient, gradient.length)),
    leastNumber,
  );
  const values = new Float64Array(gradients.length);
  let resolved = true;
  for (let unit = 0; unit < integrals.length; unit++) {
    for (let node = 0; node < values.length; node++) values[node] = gradients[node][unit];
    integrals[unit] = length * dot(weights, values);
    resolved &&= areResolved(tests, values, largest);
  }
  return Number(resolved);
};

function areResolved([first, last]: ResolvedRule['tests'], values: Float64Array, largest: number): boolean {
  const one = dot(first.weights, values);
  const other = dot(last.weights, values);
  const rounding = gradientRounding * largest;
  if (Math.abs(one) <= rounding && Math.abs(other) <= rounding) return true;
  let least = Infinity;
  let most = -Infinity;
  for (let node = 0; node < values.length; node++) {
    if (values[node] < least) least = values[node];
    if (values[node] > most) most = values[node];
  }
  const size = larger(larger(leastShare * largest, most), -least);
  return (
    (Math.abs(one) <= rounding || isResolved(first, one, size, most - least)) &&
    (Math.abs(other) <= rounding || isResolved(last, other, size, most - least))
  );
}

function dot(weights: Float64Array, values: Float64Array): number {
  let sum = 0;
  for (let node = 0; node < values.length; node++) sum += weights[node] * values[node];
  return sum;
}
