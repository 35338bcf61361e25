import type { Steps } from '../../quadrature/index.ts';
import type { AdjointPath } from '../adjoint/index.ts';
import { crossingAdjoints } from './integrate.ts';

/**
 * The slope of the target along the line: a crossing changes it by the change of slope of its unit times the unit's
 * adjoint. So nobody needs to follow the output itself.
 *
 * @param first the slope just after alpha = 0
 */
export function targetSlope(path: AdjointPath, first: number): Steps {
  const adjoints = crossingAdjoints(path);
  const { alphas, changes } = path.restriction.crossings;
  const from = new Float64Array(alphas.length + 1);
  const values = new Float64Array(alphas.length + 1);
  values[0] = first;
  from.set(alphas, 1);
  for (let i = 0; i < changes.length; i++) values[i + 1] = values[i] + changes[i] * adjoints[i];
  return { alphas: from, values };
}
