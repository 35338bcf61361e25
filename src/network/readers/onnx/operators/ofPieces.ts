import { PiecewiseLinear } from '../../../layers/index.ts';
import type { Operator } from '../operator.ts';
import type { Tensor } from '../value.ts';
import { affine } from './arithmetic.ts';
import type { Pieces } from './pieces.ts';

/** A function of the units of a tensor; no layer where it is the tensor itself. */
export function ofPieces(operator: Operator, { thresholds, slopes, slopesAt, intercepts }: Pieces, x: Tensor): Tensor {
  if (thresholds.length > 0)
    return operator.append(new PiecewiseLinear(thresholds, slopes, slopesAt, intercepts[0]), [x]);
  if (slopes[0] === 1 && intercepts[0] === 0) return x;
  return affine(operator, x, Float64Array.of(slopes[0]), Float64Array.of(intercepts[0]));
}
