import { lebesgue, type Steps } from '../quadrature/index.ts';
import type { AdjointPath } from './adjoint.ts';
import { integrate } from './integrate.ts';

/**
 * The slope of the target along the line: a crossing changes it by the change of slope of its unit times the unit's
 * adjoint. So nobody needs to follow the output itself.
 *
 * @param difference of the target between the line's ends, which the slope adds up to
 */
export function targetSlope(path: AdjointPath, difference: number): Steps {
  if (path.adjoints === undefined) integrate(path, [lebesgue]);
  const { adjoints } = path;
  const { alphas, changes } = path.restriction.crossings;
  const steps = changes.map((change, i) => (adjoints === undefined ? NaN : change * adjoints[i]));
  const values = new Float64Array(steps.length + 1);
  values[0] = steps.reduce((rest, step, i) => rest - step * (1 - alphas[i]), difference);
  steps.forEach((step, i) => (values[i + 1] = values[i] + step));
  const from = new Float64Array(values.length);
  from.set(alphas, 1);
  return { alphas: from, values };
}
