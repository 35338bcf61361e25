import { isPositive, shown, UserError } from '../../base/index.ts';
import { formatShape } from '../../network/index.ts';
import type { Image, Maker } from './baseline.ts';

/** The kernel is cut off after so many standard deviations. */
const reach = 3;

/**
 * The image blurred by a normal distribution, rows and columns in turn; at the edges the weights of the pixels that
 * are there are scaled up to a sum of 1.
 *
 * @param sigma its standard deviation in pixels
 * @throws UserError if sigma is not positive, or the network's input is no image
 */
export function blurred(sigma = 5): Maker {
  if (!isPositive(sigma))
    throw new UserError(`The blur of a baseline has sigma ${shown(sigma)}; expected a number above 0, in pixels.`);
  return ({ pixels, shape }: Image) => {
    if (shape.length !== 2 && shape.length !== 3)
      throw new UserError(
        `A blurred baseline needs an image (rows x columns, or rows x columns x channels); the network takes ${formatShape(shape)}.`,
      );
    const [rows, columns, channels = 1] = shape;
    const alongRows = smoothed(pixels, columns, channels, sigma);
    return smoothed(alongRows, rows, columns * channels, sigma);
  };
}

/** Smooths along the axis of so many cells whose neighbours are `stride` apart. */
function smoothed(values: Float64Array, cells: number, stride: number, sigma: number): Float64Array {
  const width = Math.ceil(reach * sigma);
  return values.map((_, index) => {
    const cell = Math.floor(index / stride) % cells;
    let [sum, weights] = [0, 0];
    for (let step = Math.max(-width, -cell); step <= Math.min(width, cells - 1 - cell); step++) {
      const weight = Math.exp(-((step / sigma) ** 2) / 2);
      sum += weight * values[index + step * stride];
      weights += weight;
    }
    return sum / weights;
  });
}
