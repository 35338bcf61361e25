import { isPositive, shown, UserError } from '../../base/index.ts';
import { normal } from '../numbers/index.ts';
import type { Maker } from './baseline.ts';

/** Every number of the image is uniform in 0 to 255. */
export const uniform: Maker = ({ pixels }, random) => pixels.map(() => 255 * random());

/**
 * The image with normal noise, cut off at 0 and 255 (Sturmfels, Lundberg & Lee 2020).
 *
 * @param deviation standard deviation, in pixels' values
 * @throws UserError unless it is positive
 */
export function gaussian(deviation = 64): Maker {
  if (!isPositive(deviation))
    throw new UserError(
      `A gaussian baseline has deviation ${shown(deviation)}; expected a number above 0, in pixels' values.`,
    );
  return ({ pixels }, random) => pixels.map((pixel) => Math.min(255, Math.max(0, pixel + deviation * normal(random))));
}
