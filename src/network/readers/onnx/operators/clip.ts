import { UserError } from '../../../../base/index.ts';
import { clip as clipped, HardTanh, ReLU, type Layer } from '../../../layers/index.ts';
import type { Operator, Translate } from '../operator.ts';
import { largestFloat32 } from './arithmetic.ts';

/** Bounds beyond what a float32 can be are none. */
export const clip: Translate = (operator) => {
  const low = limit(operator, 1, 'min', -Infinity);
  const high = limit(operator, 2, 'max', Infinity);
  if (low === -Infinity && high === Infinity) return operator.tensor();
  return operator.append(clippedTo(low, high), [operator.tensor()]);
};

/**
 * A file does not tell what it was exported from: Clip to [-1, 1] is PyTorch's Hardtanh and to [0, 6] its ReLU6, whose
 * derivative at bounds is 0, any other its clamp, where it is 1.
 */
export function clippedTo(low: number, high: number): Layer {
  if (low === 0 && high === Infinity) return new ReLU();
  if (low === -1 && high === 1) return new HardTanh();
  return clipped(low, high, low === 0 && high === 6 ? 0 : 1);
}

/** A bound of Clip: an input since opset 11, an attribute before. */
function limit(operator: Operator, index: number, name: string, missing: number): number {
  const given = operator.has(index)
    ? (operator.constant(index).data.at(0) ?? NaN)
    : operator.attributes.float(name, missing);
  if (Number.isNaN(given)) throw new UserError(`its bound ${name} is no number.`);
  return Math.abs(given) >= largestFloat32 ? Math.sign(given) * Infinity : given;
}
