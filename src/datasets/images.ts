import { UserError } from '../errors.ts';
import { formatShape, sizeOf, type Shape } from '../network/index.ts';

/** Labelled images as raw pixels, 0 to 255, in row, column, channel order. */
export interface Images {
  readonly count: number;
  readonly pixelsPerImage: number;
  readonly labels: Int32Array;
  /** One array for each image. */
  readonly pixels: readonly Float64Array[];
}

/**
 * Checks that images are of the size that a network takes.
 *
 * @param name of the data set, for the message
 * @throws UserError that says both sizes
 */
export function checkImagesFit({ pixelsPerImage }: Images, inputShape: Shape, name: string): void {
  const expected = sizeOf(inputShape);
  if (pixelsPerImage !== expected) {
    throw new UserError(
      `${name}: its images have ${pixelsPerImage} pixels, but the network takes ${expected} (${formatShape(inputShape)}). ` +
        'Choose data of that size.',
    );
  }
}
